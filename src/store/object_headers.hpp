#pragma once

#include "fetch/fetcher.hpp"

#include <string_view>

namespace almanac {

/// The header that carries the digest of an object, in hexadecimal digits: checked when it is read.
inline constexpr std::string_view digest_header = "x-amz-meta-sha256";

/// What an object says of itself to browsers and other programs: Content-Type, Content-Disposition (CSV files are
/// saved under their name, all else is shown), Cache-Control (names that never change are asked for anew), and its
/// digest. The only place that decides this.
[[nodiscard]] Headers object_headers(std::string_view path, std::string_view content_type, std::string_view sha256);

}  // namespace almanac
