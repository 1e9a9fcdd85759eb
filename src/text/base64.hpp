#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// RFC 4648 section 4, with padding, on one line.
[[nodiscard]] std::string to_base64(std::string_view bytes);

}  // namespace almanac
