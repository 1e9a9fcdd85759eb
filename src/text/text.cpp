#include "text/text.hpp"

#include <algorithm>

namespace almanac {

std::string lower_ascii(std::string_view text)
{
    std::string low{text};
    std::ranges::transform(low, low.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return low;
}

}  // namespace almanac
