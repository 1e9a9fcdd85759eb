#pragma once

#include "time/rule.hpp"

#include <absl/time/civil_time.h>

#include <bitset>
#include <optional>
#include <vector>

namespace almanac {

/// Decides which days a rule allows: the BY parts that name days, together with what DTSTART implies where a rule
/// names none. All are read as filters over the days of a period, which gives what the table of RFC 5545 section
/// 3.3.10 calls "expand" and "limit" alike.
class RuleDays {
public:
    RuleDays(Rule const& rule, absl::CivilDay first);

    /// Puts the days that the rule allows from `first` to `last`, both included, into `days`, in order.
    void between(absl::CivilDay first, absl::CivilDay last, std::vector<absl::CivilDay>& days);
    [[nodiscard]] bool allows(absl::CivilDay day);

private:
    /// Days of a month: bit 1 is the first. A whole month is decided at once, as stepping by civil days and asking each
    /// for its weekday took most of the time of a rule.
    using MonthDays = std::bitset<32>;
    struct Month;
    [[nodiscard]] static MonthDays days_to(int last);  ///< from the first of the month
    [[nodiscard]] MonthDays by_month_day(Month const& month) const;
    [[nodiscard]] MonthDays by_year_day(Month const& month) const;
    [[nodiscard]] MonthDays by_week(Month const& month) const;
    [[nodiscard]] MonthDays by_weekday(Month const& month) const;
    [[nodiscard]] MonthDays const& allowed_in(absl::CivilMonth month);

    Rule const* m_rule;
    std::bitset<13> m_months;
    MonthDays m_month_days, m_last_month_days;
    std::bitset<367> m_year_days, m_last_year_days;
    std::bitset<54> m_weeks, m_last_weeks;
    std::bitset<7> m_weekdays;        ///< without a number
    std::vector<RuleDay> m_numbered;  ///< with one; counted in the month or in the year
    bool m_any_month_day = true, m_any_year_day = true, m_any_week = true, m_any_weekday = true;
    bool m_count_in_month = false;
    std::optional<absl::CivilMonth> m_month;  ///< asked for last
    MonthDays m_allowed;                      ///< in it
};

/// The first day of the week that holds `day`, for weeks that begin at `week_start`.
[[nodiscard]] absl::CivilDay week_of(absl::CivilDay day, absl::Weekday week_start);

/// Where week 1 of a year begins: the first week with at least four days in it.
[[nodiscard]] absl::CivilDay first_week(absl::civil_year_t year, absl::Weekday week_start);

/// The year whose weeks hold `day`; around New Year it may be the one before or after.
[[nodiscard]] absl::civil_year_t week_year(absl::CivilDay day, absl::Weekday week_start);

}  // namespace almanac
