#include "time/rule_days.hpp"

#include <algorithm>

namespace almanac {
namespace {

/// Positive numbers go into `from_start`, negative ones into `from_end`.
template <std::size_t N>
void spread(std::vector<int> const& numbers, std::bitset<N>& from_start, std::bitset<N>& from_end)
{
    for (auto const number : numbers)
        (number > 0 ? from_start : from_end).set(static_cast<std::size_t>(number > 0 ? number : -number));
}

std::size_t index(absl::Weekday weekday)
{
    return static_cast<std::size_t>(weekday);
}

}  // namespace

absl::CivilDay week_of(absl::CivilDay day, absl::Weekday week_start)
{
    auto const since = static_cast<int>(absl::GetWeekday(day)) - static_cast<int>(week_start);
    return day - (since + 7) % 7;
}

absl::CivilDay first_week(absl::civil_year_t year, absl::Weekday week_start)
{
    return week_of(absl::CivilDay(year, 1, 4), week_start);
}

absl::civil_year_t week_year(absl::CivilDay day, absl::Weekday week_start)
{
    if (day < first_week(day.year(), week_start))
        return day.year() - 1;
    return day >= first_week(day.year() + 1, week_start) ? day.year() + 1 : day.year();
}

RuleDays::RuleDays(Rule const& rule, absl::CivilDay first) : m_rule(&rule)
{
    auto const frequency = rule.frequency;
    for (auto const month : rule.months)
        m_months.set(static_cast<std::size_t>(month));
    spread(rule.month_days, m_month_days, m_last_month_days);
    spread(rule.year_days, m_year_days, m_last_year_days);
    spread(rule.weeks, m_weeks, m_last_weeks);
    // A number before the weekday counts only in the rules that RFC 5545 allows it for.
    auto const numbered = frequency == Frequency::Monthly || (frequency == Frequency::Yearly && rule.weeks.empty());
    for (auto const& day : rule.days) {
        if (numbered && day.nth != 0)
            m_numbered.push_back(day);
        else
            m_weekdays.set(index(day.weekday));
    }
    m_count_in_month = frequency == Frequency::Monthly || !rule.months.empty();

    m_any_month_day = rule.month_days.empty();
    m_any_year_day = rule.year_days.empty();
    m_any_week = rule.weeks.empty();
    m_any_weekday = rule.days.empty();
    auto const names_days = !m_any_month_day || !m_any_year_day || !m_any_weekday;
    if (!m_any_week && !names_days) {  // the weekday of DTSTART, as libical has it
        m_weekdays.set(index(absl::GetWeekday(first)));
        m_any_weekday = false;
    } else if (m_any_week && !names_days && frequency >= Frequency::Weekly) {
        if (frequency == Frequency::Weekly) {
            m_weekdays.set(index(absl::GetWeekday(first)));
            m_any_weekday = false;
        } else {
            m_month_days.set(static_cast<std::size_t>(first.day()));
            m_any_month_day = false;
            if (frequency == Frequency::Yearly && m_months.none())
                m_months.set(static_cast<std::size_t>(first.month()));
        }
    }
    if (m_months.none())
        m_months.set();
}

bool RuleDays::allows_month_day(absl::CivilDay day) const
{
    if (m_any_month_day || m_month_days[static_cast<std::size_t>(day.day())])
        return true;
    if (m_last_month_days.none())
        return false;
    auto const from_end = absl::CivilDay(absl::CivilMonth(day) + 1) - day;
    return m_last_month_days[static_cast<std::size_t>(from_end)];
}

bool RuleDays::allows_year_day(absl::CivilDay day) const
{
    if (m_any_year_day)
        return true;
    auto const from_end = absl::CivilDay(day.year() + 1, 1, 1) - day;
    return m_year_days[static_cast<std::size_t>(absl::GetYearDay(day))] ||
           m_last_year_days[static_cast<std::size_t>(from_end)];
}

bool RuleDays::allows_week(absl::CivilDay day) const
{
    if (m_any_week)
        return true;
    auto const start = m_rule->week_start;
    auto const year = week_year(day, start);
    auto const first = first_week(year, start);
    auto const number = (day - first) / 7 + 1;
    auto const from_end = (first_week(year + 1, start) - week_of(day, start)) / 7;
    return m_weeks[static_cast<std::size_t>(number)] || m_last_weeks[static_cast<std::size_t>(from_end)];
}

bool RuleDays::allows_weekday(absl::CivilDay day) const
{
    auto const weekday = absl::GetWeekday(day);
    if (m_any_weekday || m_weekdays[index(weekday)])
        return true;
    for (auto const& numbered : m_numbered) {
        if (numbered.weekday != weekday)
            continue;
        auto const first =
            m_count_in_month ? absl::CivilDay(absl::CivilMonth(day)) : absl::CivilDay(absl::CivilYear(day));
        auto const end =
            m_count_in_month ? absl::CivilDay(absl::CivilMonth(day) + 1) : absl::CivilDay(absl::CivilYear(day) + 1);
        auto const nth = numbered.nth > 0 ? (day - first) / 7 + 1 : -((end - 1 - day) / 7 + 1);
        if (nth == numbered.nth)
            return true;
    }
    return false;
}

bool RuleDays::allows(absl::CivilDay day) const
{
    return m_months[static_cast<std::size_t>(day.month())] && allows_month_day(day) && allows_year_day(day) &&
           allows_week(day) && allows_weekday(day);
}

std::vector<absl::CivilDay> RuleDays::between(absl::CivilDay start, absl::CivilDay end) const
{
    std::vector<absl::CivilDay> days;
    for (auto day = start; day < end; ++day) {
        if (!m_months[static_cast<std::size_t>(day.month())]) {
            day = absl::CivilDay(absl::CivilMonth(day) + 1) - 1;
            continue;
        }
        if (allows(day))
            days.push_back(day);
    }
    return days;
}

}  // namespace almanac
