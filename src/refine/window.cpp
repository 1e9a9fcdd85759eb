#include "refine/window.hpp"

#include "time/zone.hpp"

namespace almanac {

absl::Time end_instant(When const& when)
{
    auto const zone = find_zone(when.zone).value_or(absl::UTCTimeZone());
    if (when.all_day || !when.has_end)
        return to_instant(absl::CivilSecond{absl::CivilDay{when.end} + 1}, zone);
    return to_instant(when.end, zone);
}

bool is_over(When const& when, absl::Time now)
{
    return end_instant(when) <= now;
}

}  // namespace almanac
