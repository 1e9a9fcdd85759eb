#pragma once

#include <absl/time/civil_time.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

enum class Frequency : std::uint8_t { Secondly, Minutely, Hourly, Daily, Weekly, Monthly, Yearly };

/// "2TU": the second Tuesday; "-1FR": the last Friday; "MO": every Monday (nth is 0).
struct RuleDay {
    int nth = 0;
    absl::Weekday weekday = absl::Weekday::monday;
};

/// A recurrence rule, RFC 5545 section 3.3.10. Lists are sorted and without doubles.
struct Rule {
    Frequency frequency = Frequency::Daily;
    std::int64_t interval = 1;
    std::optional<std::int64_t> count;
    std::optional<absl::CivilSecond> until;
    bool until_is_date = false;
    bool until_is_utc = false;
    std::vector<int> seconds, minutes, hours;
    std::vector<RuleDay> days;
    std::vector<int> month_days, year_days, weeks, months, positions;
    absl::Weekday week_start = absl::Weekday::monday;
};

/// The rule of an RRULE value. Parts that RFC 5545 does not know and that do not begin with "X-" make it no rule, as
/// does any value out of its range; then `problem` is a sentence that says which.
[[nodiscard]] std::optional<Rule> read_rule(std::string_view text, std::string& problem);

}  // namespace almanac
