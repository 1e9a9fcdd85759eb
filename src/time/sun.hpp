#pragma once

#include <absl/time/civil_time.h>

#include <optional>
#include <string_view>

namespace almanac {

/// The wall clock of the sun's rise or set on a day, to the minute, at a place (degrees, north and east positive) in an
/// IANA zone: the algorithm of the Nautical Almanac Office's "Almanac for Computers" (1990), with the sun's upper edge
/// on a level horizon. Nothing where the sun does neither on that day, or the zone is unknown.
[[nodiscard]] std::optional<absl::CivilMinute> sunrise(absl::CivilDay day, double latitude, double longitude,
                                                       std::string_view zone);
[[nodiscard]] std::optional<absl::CivilMinute> sunset(absl::CivilDay day, double latitude, double longitude,
                                                      std::string_view zone);

}  // namespace almanac
