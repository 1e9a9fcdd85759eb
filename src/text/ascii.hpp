#pragma once

namespace almanac {

/// An ASCII digit.
[[nodiscard]] constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

}  // namespace almanac
