#include "time/rule_days.hpp"

#include "time/month.hpp"

#include <algorithm>
#include <bit>

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

/// What the days of a month have in common.
struct RuleDays::Month {
    explicit Month(absl::CivilMonth month)
        : first(month), length(length_of(month)), first_weekday(static_cast<int>(absl::GetWeekday(first)))
    {
    }

    absl::CivilDay first;
    int length;
    int first_weekday;
};

RuleDays::MonthDays RuleDays::days_to(int last)
{
    return MonthDays{(2ULL << static_cast<unsigned>(last)) - 2};
}

RuleDays::MonthDays RuleDays::by_month_day(Month const& month) const
{
    auto days = m_month_days;
    for (int day = 1; day <= month.length && m_last_month_days.any(); ++day) {
        if (m_last_month_days[static_cast<std::size_t>(month.length + 1 - day)])
            days.set(static_cast<std::size_t>(day));
    }
    return days;
}

RuleDays::MonthDays RuleDays::by_year_day(Month const& month) const
{
    MonthDays days;
    auto from_start = absl::GetYearDay(month.first);
    auto from_end = absl::CivilDay{absl::CivilYear{month.first} + 1} - month.first;
    for (int day = 1; day <= month.length; ++day, ++from_start, --from_end) {
        if (m_year_days[static_cast<std::size_t>(from_start)] || m_last_year_days[static_cast<std::size_t>(from_end)])
            days.set(static_cast<std::size_t>(day));
    }
    return days;
}

RuleDays::MonthDays RuleDays::by_week(Month const& month) const
{
    MonthDays days;
    auto day = month.first;
    for (int i = 1; i <= month.length; ++i, ++day) {
        auto const start = m_rule->week_start;
        auto const year = week_year(day, start);
        auto const first = first_week(year, start);
        auto const number = (day - first) / 7 + 1;
        auto const from_end = (first_week(year + 1, start) - week_of(day, start)) / 7;
        if (m_weeks[static_cast<std::size_t>(number)] || m_last_weeks[static_cast<std::size_t>(from_end)])
            days.set(static_cast<std::size_t>(i));
    }
    return days;
}

RuleDays::MonthDays RuleDays::by_weekday(Month const& month) const
{
    constexpr MonthDays every_seventh{1U | 1U << 7U | 1U << 14U | 1U << 21U | 1U << 28U};
    MonthDays days;
    auto const first_on = [&](std::size_t weekday) {
        return 1 + (static_cast<int>(weekday) - month.first_weekday + 7) % 7;
    };
    for (std::size_t weekday = 0; weekday < m_weekdays.size(); ++weekday) {
        if (m_weekdays[weekday])
            days |= every_seventh << static_cast<std::size_t>(first_on(weekday));
    }
    if (m_numbered.empty())
        return days;
    absl::CivilYear const year{month.first};
    auto const before = m_count_in_month ? 0 : absl::GetYearDay(month.first) - 1;
    auto const length =
        m_count_in_month ? month.length : static_cast<int>(absl::CivilDay{year + 1} - absl::CivilDay{year});
    for (auto const& numbered : m_numbered) {
        for (int day = first_on(index(numbered.weekday)); day <= month.length; day += 7) {
            auto const nth = numbered.nth > 0 ? (before + day - 1) / 7 + 1 : -((length - before - day) / 7 + 1);
            if (nth == numbered.nth)
                days.set(static_cast<std::size_t>(day));
        }
    }
    return days;
}

RuleDays::MonthDays const& RuleDays::allowed_in(absl::CivilMonth month)
{
    if (m_month == month)
        return m_allowed;
    m_month = month;
    m_allowed.reset();
    if (!m_months[static_cast<std::size_t>(month.month())])
        return m_allowed;
    Month const asked{month};
    m_allowed = days_to(asked.length);
    if (!m_any_month_day)
        m_allowed &= by_month_day(asked);
    if (!m_any_year_day)
        m_allowed &= by_year_day(asked);
    if (!m_any_week)
        m_allowed &= by_week(asked);
    if (!m_any_weekday)
        m_allowed &= by_weekday(asked);
    return m_allowed;
}

bool RuleDays::allows(absl::CivilDay day)
{
    return allowed_in(absl::CivilMonth{day})[static_cast<std::size_t>(day.day())];
}

void RuleDays::between(absl::CivilDay first, absl::CivilDay last, std::vector<absl::CivilDay>& days)
{
    days.clear();
    if (first == last) {
        if (allows(first))
            days.push_back(first);
        return;
    }
    absl::CivilMonth const last_month{last};
    for (absl::CivilMonth month{first}; month <= last_month; ++month) {
        auto allowed = allowed_in(month);
        if (month == absl::CivilMonth{first})
            allowed &= ~days_to(first.day() - 1);
        if (month == last_month)
            allowed &= days_to(last.day());
        for (auto left = allowed.to_ulong(); left != 0; left &= left - 1)
            days.emplace_back(month.year(), month.month(), std::countr_zero(left));
    }
}

}  // namespace almanac
