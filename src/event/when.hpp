#pragma once

#include <absl/time/civil_time.h>

#include <string>

namespace almanac {

/// When an event happens, as calendars mean it: wall clock at the event's place. Instants are computed
/// (time/zone.hpp), never stored.
struct When {
    absl::CivilSecond start;
    absl::CivilSecond end;  ///< never before start; equal to start when no end is known and not all_day
    bool has_end = false;   ///< the calendar stated an end (or, for all_day, a last day)
    bool all_day = false;   ///< start and end are midnights; end is the last day, inclusive
    std::string zone;       ///< IANA name ("America/New_York")

    bool operator==(When const&) const = default;
};

}  // namespace almanac
