#pragma once

#include "read/options.hpp"
#include "read/reader.hpp"

#include <string_view>

namespace almanac {

/// The events in the bytes of any page or file: the first rung of the ladder that finds some (auto.cpp lists them, best
/// first). What the rungs above it had to say is kept in the notes.
[[nodiscard]] Reading read_bytes(std::string_view bytes, std::string_view content_type, Source const& source,
                                 std::string_view page_url, ReadOptions const& options);

/// reader = "auto": the pages at the source's url as read_bytes reads them; where a page itself holds no event, the
/// calendar files that it offers.
class AutoReader final : public Reader {
public:
    Reading read(ReadContext const& context) override;
};

}  // namespace almanac
