#pragma once

#include <string>
#include <string_view>

namespace almanac {

[[nodiscard]] bool is_utf8(std::string_view bytes);

/// Bytes of the named charset (WHATWG Encoding labels: "utf-8", "windows-1252", "latin1", "utf-16le" ...) as UTF-8.
/// A byte order mark wins over the name. An empty or wrong name: UTF-8 if it is valid, else windows-1252.
/// Invalid sequences become U+FFFD; NUL is dropped. Never throws.
[[nodiscard]] std::string to_utf8(std::string_view bytes, std::string_view charset);

/// Mends text that went through a wrong charset before it was sent: UTF-8 read as windows-1252 ("donâ€™t"), C1
/// controls that mean windows-1252 punctuation. Text that is fine comes back as it is.
[[nodiscard]] std::string mend_mojibake(std::string text);

}  // namespace almanac
