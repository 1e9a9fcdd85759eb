#pragma once

#include "ical/ical.hpp"
#include "time/rule.hpp"

#include <absl/time/civil_time.h>

#include <optional>
#include <span>
#include <vector>

namespace almanac {

/// A STANDARD or DAYLIGHT block of a VTIMEZONE (RFC 5545 section 3.6.5): from each of its onsets on, clocks are `to`
/// seconds ahead of UTC.
struct IcalObservance {
    absl::CivilSecond start;  ///< the first onset, on the clock of before it
    int from = 0;             ///< seconds east of UTC, before the onset
    int to = 0;
    std::optional<Rule> rule;              ///< further onsets: once a year
    std::vector<absl::CivilSecond> dates;  ///< and these (RDATE)
};

/// What a VTIMEZONE states; blocks without an offset or a start are left out.
[[nodiscard]] std::vector<IcalObservance> read_observances(IcalComponent const& zone);

/// How far ahead of UTC its clocks are at those times of theirs, in seconds. `walls` are in order; neither is empty.
[[nodiscard]] std::vector<int> offsets_at(std::vector<IcalObservance> const& observances,
                                          std::span<absl::CivilSecond const> walls);

}  // namespace almanac
