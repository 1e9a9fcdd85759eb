#pragma once

#include "fetch/fetcher.hpp"

#include <string>

namespace almanac {

/// The body of a page as UTF-8: by the charset of its Content-Type, else the one an HTML page declares, else as
/// `to_utf8` finds out.
[[nodiscard]] std::string page_text(Page const& page);

}  // namespace almanac
