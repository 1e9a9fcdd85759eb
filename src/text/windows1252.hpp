#pragma once

#include <array>
#include <optional>

namespace almanac {

/// Bytes 0x80 to 0x9F in windows-1252 (WHATWG Encoding, index-windows-1252: the five unassigned bytes are C1 controls).
inline constexpr std::array<char16_t, 32> windows_1252_high = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

inline char32_t from_windows_1252(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? windows_1252_high[byte - 0x80U] : byte;
}

/// The byte that stands for a character; C1 controls count as themselves (ISO 8859-1). Nothing for other characters.
inline std::optional<unsigned char> to_windows_1252(char32_t c)
{
    if (c < 0x100)
        return static_cast<unsigned char>(c);
    for (unsigned i = 0; i < windows_1252_high.size(); ++i)
        if (windows_1252_high[i] == c)
            return static_cast<unsigned char>(0x80 + i);
    return std::nullopt;
}

}  // namespace almanac
