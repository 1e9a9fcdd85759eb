#pragma once

#include "read/reader.hpp"

namespace almanac {

/// The events in the bytes of one page or file, by the best rung of the ladder (read/rungs.hpp), and a note which that
/// is.
[[nodiscard]] Reading read_page(Page const& page, ReadContext const& context);

/// reader = "auto". The page at the source's url decides: where it leads to a platform's better way (an API), that;
/// else what it holds itself, page after page as its platform links them; else the calendar files that it offers.
class AutoReader final : public Reader {
public:
    Reading read(ReadContext const& context) override;
};

}  // namespace almanac
