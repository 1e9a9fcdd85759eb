#pragma once

#include "html/document.hpp"

#include <string>

namespace almanac {

/// The tree of a page that is well-formed UTF-8: what parse_html and parse_page have in common.
[[nodiscard]] Document build_document(std::string utf8, HtmlLimits const& limits);

}  // namespace almanac
