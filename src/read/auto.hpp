#pragma once

#include "read/reader.hpp"

#include <string>
#include <utility>

namespace almanac {

/// reader = "auto". The page at the source's url decides: where it leads to a platform's better way (an API), that;
/// else what it holds itself, page after page as its platform links them; else the calendar files that it offers. With
/// the id of a platform or format as the source's reader only that way is gone, so that a run does not guess twice.
class AutoReader final : public Reader {
public:
    /// `only`: the id of a rung (read/rungs.hpp); empty: the best.
    explicit AutoReader(std::string only = {}) : m_only(std::move(only)) {}

    Reading read(ReadContext const& context) override;

private:
    std::string m_only;
};

}  // namespace almanac
