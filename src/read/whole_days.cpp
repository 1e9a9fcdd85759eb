#include "read/whole_days.hpp"

#include <absl/time/civil_time.h>

namespace almanac {

void mend_whole_days(When& when, std::vector<std::string>& assumptions)
{
    absl::CivilDay const first{when.start};
    absl::CivilDay last{when.end};
    if (when.all_day || when.start != absl::CivilSecond{first})
        return;
    bool const ends_late = when.end.hour() == 23 && when.end.minute() == 59;
    bool const ends_at_midnight = when.end == absl::CivilSecond{last};
    if (!ends_late && !ends_at_midnight)
        return;
    if (ends_at_midnight && last > first)
        --last;
    assumptions.emplace_back("all day: the times are midnights");
    when = When{absl::CivilSecond{first}, absl::CivilSecond{last}, when.has_end, true, when.zone};
}

}  // namespace almanac
