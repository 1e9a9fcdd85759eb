#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace almanac {

/// How long something takes, in seconds: "PT2H30M" (ISO 8601), "1.5 hours", "2h 30m", "90 min", "7200000 ms", "2:30".
/// Nothing for what is none, for a number without a unit, and for more than a year.
[[nodiscard]] std::optional<std::int64_t> read_duration(std::string_view text);

}  // namespace almanac
