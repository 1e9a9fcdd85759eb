#include "text/utf8.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

namespace almanac {
namespace {

constexpr char32_t replacement = 0xFFFD;

/// Eight bytes at once, in one number.
constexpr std::uint64_t high_bits = 0x8080808080808080U;

static_assert(std::endian::native == std::endian::little, "the first byte of a text is the lowest of the number");

std::size_t first_of(std::uint64_t flags)
{
    return static_cast<std::size_t>(std::countr_zero(flags)) / 8;
}

struct Lead {
    std::size_t size;
    unsigned char low;  // the second byte's range: Unicode 15, table 3-7
    unsigned char high;
};

Lead lead_of(unsigned char byte)
{
    if (byte >= 0xC2 && byte <= 0xDF)
        return {2, 0x80, 0xBF};
    if (byte >= 0xE0 && byte <= 0xEF)
        return {3, static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF)};
    if (byte >= 0xF0 && byte <= 0xF4)
        return {4, static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF)};
    return {0, 0, 0};
}

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t at)
{
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    auto const first = byte(0);
    if (first < 0x80)
        return {first, 1, true};
    auto const lead = lead_of(first);
    if (lead.size == 0)
        return {replacement, 1, false};
    char32_t value = first & (0xFFU >> (lead.size + 1));
    for (std::size_t i = 1; i < lead.size; ++i) {
        auto const low = i == 1 ? lead.low : 0x80;
        auto const high = i == 1 ? lead.high : 0xBF;
        if (at + i >= text.size() || byte(i) < low || byte(i) > high)
            return {replacement, i, false};
        value = (value << 6U) | (byte(i) & 0x3FU);
    }
    return {value, lead.size, true};
}

void append_utf8(std::string& text, char32_t value)
{
    auto const put = [&](char32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        value = replacement;
    if (value < 0x80) {
        put(value);
    } else if (value < 0x800) {
        put(0xC0 | (value >> 6U));
        put(0x80 | (value & 0x3FU));
    } else if (value < 0x10000) {
        put(0xE0 | (value >> 12U));
        put(0x80 | ((value >> 6U) & 0x3FU));
        put(0x80 | (value & 0x3FU));
    } else {
        put(0xF0 | (value >> 18U));
        put(0x80 | ((value >> 12U) & 0x3FU));
        put(0x80 | ((value >> 6U) & 0x3FU));
        put(0x80 | (value & 0x3FU));
    }
}

std::size_t ascii_prefix(std::string_view text)
{
    std::size_t at = 0;
    for (std::array<std::uint64_t, 4> words{}; at + sizeof words <= text.size(); at += sizeof words) {
        std::memcpy(words.data(), text.data() + at, sizeof words);
        if (((words[0] | words[1] | words[2] | words[3]) & high_bits) != 0)
            break;
    }
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (auto const flags = word & high_bits; flags != 0)
            return at + first_of(flags);
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80)
        ++at;
    return at;
}

}  // namespace almanac
