#pragma once

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// The zone of an IANA name ("America/New_York", "UTC"). Data: a system copy newer than the one embedded in the
/// program, else the embedded one; works with neither file nor locale. Nothing for an unknown name.
[[nodiscard]] std::optional<absl::TimeZone> find_zone(std::string_view name);

/// The IANA name for any name seen in the wild: itself, a Windows name ("Eastern Standard Time"), an Olson path
/// ("/citadel.org/20210210_1/America/New_York"), "Etc/..". Empty when unknown.
[[nodiscard]] std::string iana_zone(std::string_view name);

/// Nearest known zone name, for "did you mean"; empty when nothing is near.
[[nodiscard]] std::string nearest_zone(std::string_view name);

/// The instant of a wall clock. A time in a DST gap moves forward, in an overlap it is the first (DESIGN section 6).
[[nodiscard]] absl::Time to_instant(absl::CivilSecond wall, absl::TimeZone const& zone);

/// The same moment on the wall clock of another zone. Unknown zones leave it as it is.
[[nodiscard]] absl::CivilSecond to_wall(absl::CivilSecond wall, std::string_view from_zone, std::string_view to_zone);

}  // namespace almanac
