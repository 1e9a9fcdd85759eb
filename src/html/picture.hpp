#pragma once

#include "html/document.hpp"

#include <string_view>

namespace almanac {

/// Where a picture is loaded from: its `src`; where that is missing or stands for the picture until it is loaded (a
/// "data:" address, "blank.png", "placeholder.svg"), what a script puts in its place (data-src, data-original ...).
/// Else empty.
[[nodiscard]] std::string_view picture_source(Element picture);

}  // namespace almanac
