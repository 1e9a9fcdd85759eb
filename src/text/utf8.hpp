#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
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
/// what a writer of another format copies whole. Compares sixteen bytes at once.
template <char... marks>
[[nodiscard]] std::size_t plain_prefix(std::string_view text)
{
    using Block = unsigned char __attribute__((vector_size(16)));
    auto const first_stop = [](Block block) {
        auto const stops = (block < ' ') | ((block == marks) | ...);
        std::array<std::uint64_t, 2> halves{};
        std::memcpy(halves.data(), &stops, sizeof stops);
        auto const bits = halves[0] != 0 ? std::countr_zero(halves[0]) : 64 + std::countr_zero(halves[1]);
        return static_cast<std::size_t>(bits) / 8;
    };
    std::size_t at = 0;
    for (Block block; at + sizeof block <= text.size(); at += sizeof block) {
        std::memcpy(&block, text.data() + at, sizeof block);
        if (auto const stop = first_stop(block); stop < sizeof block)
            return at + stop;
    }
    Block rest{};          // what lies past the end of the text stays zero: a control
    if (at < text.size())  // an empty text may have no address
        std::memcpy(&rest, text.data() + at, text.size() - at);
    return at + first_stop(rest);
}

}  // namespace almanac
