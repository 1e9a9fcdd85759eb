#include "time/month.hpp"

#include <array>

namespace almanac {

int length_of(absl::CivilMonth month)
{
    constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    auto const year = month.year();
    auto const leap = month.month() == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[static_cast<std::size_t>(month.month() - 1)] + (leap ? 1 : 0);
}

bool exists(int year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= length_of(absl::CivilMonth(year, month));
}

}  // namespace almanac
