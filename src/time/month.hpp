#pragma once

#include <absl/time/civil_time.h>

namespace almanac {

/// How many days a month has, from a table: each month that a rule looks at asks for it.
[[nodiscard]] int length_of(absl::CivilMonth month);

/// Whether the year has this day. February has 29 days in year 0, which stands for one that is not known.
[[nodiscard]] bool exists(int year, int month, int day);

}  // namespace almanac
