#pragma once

#include "time/pieces.hpp"

#include <absl/time/civil_time.h>

namespace almanac {

/// "Thanksgiving Day 2026", "New Year's Eve", "Labor Day weekend", "the day after Thanksgiving", "Saturday before
/// Easter": the federal holidays of the United States (5 U.S.C. 6103) and the days that calendars name as often.
/// Returns how many tokens belong to it, 0 for none.
[[nodiscard]] std::size_t read_holiday(Token const* t, DateParts& date);

/// Easter Sunday of the Gregorian calendar.
[[nodiscard]] absl::CivilDay easter(absl::civil_year_t year);

}  // namespace almanac
