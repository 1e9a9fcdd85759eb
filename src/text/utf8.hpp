#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace almanac {

/// One code point of a text and the bytes it takes there.
struct CodePoint {
    char32_t value = 0;
    std::size_t size = 0;
    bool valid = true;  ///< else value is U+FFFD and size the longest part of a sequence that was (Unicode section 3.9)
};

/// The code point at `at` (< text.size()). Overlong forms, surrogates and values past U+10FFFF are invalid.
[[nodiscard]] CodePoint decode_utf8(std::string_view text, std::size_t at);

/// Appends; what is no Unicode scalar value becomes U+FFFD.
void append_utf8(std::string& text, char32_t value);

/// The length of the run of ASCII bytes at the start of a text.
[[nodiscard]] std::size_t ascii_prefix(std::string_view text);

/// The length of the run at the start of a text that holds neither controls (below U+0020) nor any of `marks` (ASCII):
/// what a writer of another format copies whole.
[[nodiscard]] std::size_t plain_prefix(std::string_view text, std::string_view marks);

}  // namespace almanac
