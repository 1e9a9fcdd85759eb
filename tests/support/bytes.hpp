#pragma once

#include <string>
#include <string_view>

namespace almanac::test {

/// One gzip member.
[[nodiscard]] std::string gzip(std::string_view bytes);

/// The deflate coding, with zlib's header or raw.
[[nodiscard]] std::string deflate(std::string_view bytes, bool raw = false);

[[nodiscard]] std::string zstd(std::string_view bytes);

/// One gzip member that decompresses to `megabytes` of zeros (about 1 KB a megabyte), made without holding them.
[[nodiscard]] std::string gzip_bomb(std::size_t megabytes);

}  // namespace almanac::test
