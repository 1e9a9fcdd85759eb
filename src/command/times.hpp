#pragma once

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <string>
#include <string_view>

namespace almanac {

/// The value of --now: "2019-01-25", "2019-01-25T10:00" (on the wall clock of `zone`), "...Z", "...-05:00".
/// Throws ConfigError for anything else.
[[nodiscard]] absl::Time read_now(std::string_view text, std::string const& zone);

/// The name of a run as run_name() gives it, "2026-11-23T18-00-00Z", or its time, "2026-11-23T18:00:00Z"; parts of a
/// second are cut off. Throws ConfigError naming `option`.
[[nodiscard]] absl::Time read_run(std::string_view text, std::string_view option);

/// The value of --from and --to: "2019-01-25". Throws ConfigError naming `option`.
[[nodiscard]] absl::CivilDay read_day(std::string_view text, std::string_view option);

/// "2d", "12h", "30m", "90s". Throws ConfigError naming `option`.
[[nodiscard]] absl::Duration read_duration(std::string_view text, std::string_view option);

/// The wall clock of an instant in a zone; UTC when the zone is unknown.
[[nodiscard]] absl::CivilSecond wall_clock(absl::Time instant, std::string const& zone);

}  // namespace almanac
