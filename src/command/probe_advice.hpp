#pragma once

#include "fetch/fetcher.hpp"

#include <string>

namespace almanac {

/// Why the bytes are nothing that events could be read of (a PDF, a picture, an archive), and what to do; empty for
/// text.
[[nodiscard]] std::string why_no_page(Page const& page);

/// What to try where no way finds events in a page: a full sentence or two.
[[nodiscard]] std::string advice_without_events(Page const& page);

}  // namespace almanac
