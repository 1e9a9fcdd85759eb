#include "time/rule_walk.hpp"

#include "time/month.hpp"
#include "time/rule_days.hpp"

#include <algorithm>
#include <span>

namespace almanac {
namespace {

/// The next value of a list from `value` on, `end` when there is none; an empty list holds all.
int next_in(std::vector<int> const& list, int value, int end)
{
    if (list.empty())
        return value;
    auto const next = std::ranges::lower_bound(list, value);
    return next != list.end() ? std::min(*next, end) : end;
}

class Walker {
public:
    Walker(Rule const& rule, absl::CivilSecond first, absl::CivilSecond from, absl::CivilSecond to, WalkBudget& budget,
           std::vector<absl::CivilSecond>& starts)
        : m_rule(rule), m_first(first), m_from(from), m_to(rule.until ? std::min(to, *rule.until) : to),
          m_budget(budget), m_starts(starts), m_days(rule, absl::CivilDay(first)),
          m_first_year(year_of(absl::CivilDay(first)))
    {
        list_times();
        m_found.reserve(31);
    }

    bool run()
    {
        if (m_to < m_first || m_from > m_to)
            return true;
        for (auto k = first_period(); !m_done && !m_broke; ++k) {
            auto const start = period_start(k);
            if (start > m_to)
                break;
            spend(1);
            if (m_rule.frequency < Frequency::Daily) {
                if (auto const blocked = blocked_until(start); blocked > start)
                    k += (blocked - start - 1) / (m_rule.interval * unit_seconds());
                else {
                    m_found = {absl::CivilDay(start)};
                    take(start - absl::CivilSecond(absl::CivilDay(start)));
                }
            } else {
                auto const last = period_last(start);
                spend(last - absl::CivilDay(start) + 1);
                m_days.between(absl::CivilDay(start), last, m_found);
                take(0);
            }
        }
        return !m_broke;
    }

private:
    void spend(std::int64_t steps)
    {
        m_budget.steps -= steps;
        m_broke = m_broke || m_budget.steps < 0;
    }

    /// The seconds of the day, hour or minute at which the rule strikes.
    void list_times()
    {
        // What the rule lists, or DTSTART's own where it is silent; nothing where its frequency steps over it.
        auto const listed = [&](std::vector<int> const& list, int const& own, Frequency from) -> std::span<int const> {
            static constexpr int none = 0;
            if (m_rule.frequency < from)
                return {&none, 1};
            return list.empty() ? std::span{&own, 1} : std::span{list};
        };
        auto const hour = m_first.hour(), minute = m_first.minute(), second = m_first.second();
        auto const minutes = listed(m_rule.minutes, minute, Frequency::Hourly);
        auto const seconds = listed(m_rule.seconds, second, Frequency::Minutely);
        for (auto const h : listed(m_rule.hours, hour, Frequency::Daily)) {
            for (auto const m : minutes) {
                for (auto const s : seconds)
                    m_times.push_back(h * 3600 + m * 60 + s);
            }
        }
    }

    [[nodiscard]] std::int64_t unit_seconds() const
    {
        switch (m_rule.frequency) {
        case Frequency::Hourly: return 3600;
        case Frequency::Minutely: return 60;
        default: return 1;
        }
    }

    /// The years of a rule with BYWEEKNO are those of its weeks: week 1 of 2026 begins on 29 December 2025.
    [[nodiscard]] absl::civil_year_t year_of(absl::CivilDay day) const
    {
        return m_rule.weeks.empty() ? day.year() : week_year(day, m_rule.week_start);
    }

    [[nodiscard]] absl::CivilDay year_start(absl::civil_year_t year) const
    {
        return m_rule.weeks.empty() ? absl::CivilDay(year, 1, 1) : first_week(year, m_rule.week_start);
    }

    [[nodiscard]] absl::CivilSecond period_start(std::int64_t k) const
    {
        auto const n = k * m_rule.interval;
        switch (m_rule.frequency) {
        case Frequency::Yearly: return absl::CivilSecond(year_start(m_first_year + n));
        case Frequency::Monthly: return absl::CivilSecond(absl::CivilMonth(m_first) + n);
        case Frequency::Weekly: return absl::CivilSecond(week_of(absl::CivilDay(m_first), m_rule.week_start) + 7 * n);
        case Frequency::Daily: return absl::CivilSecond(absl::CivilDay(m_first) + n);
        case Frequency::Hourly: return absl::CivilSecond(absl::CivilHour(m_first) + n);
        case Frequency::Minutely: return absl::CivilSecond(absl::CivilMinute(m_first) + n);
        default: return m_first + n;
        }
    }

    [[nodiscard]] absl::CivilDay period_last(absl::CivilSecond start) const
    {
        switch (m_rule.frequency) {
        case Frequency::Yearly:
            return m_rule.weeks.empty() ? absl::CivilDay(start.year(), 12, 31)
                                        : year_start(year_of(absl::CivilDay(start)) + 1) - 1;
        case Frequency::Monthly: return absl::CivilDay(start) + (length_of(absl::CivilMonth(start)) - 1);
        case Frequency::Weekly: return absl::CivilDay(start) + 6;
        default: return absl::CivilDay(start);
        }
    }

    /// Where to begin: a rule with COUNT has to be counted from DTSTART on, the others are entered at the window.
    [[nodiscard]] std::int64_t first_period() const
    {
        if (m_rule.count || m_from <= m_first)
            return 0;
        std::int64_t units = 0;
        switch (m_rule.frequency) {
        case Frequency::Yearly: units = year_of(absl::CivilDay(m_from)) - m_first_year; break;
        case Frequency::Monthly: units = absl::CivilMonth(m_from) - absl::CivilMonth(m_first); break;
        case Frequency::Weekly:
            units = (absl::CivilDay(m_from) - week_of(absl::CivilDay(m_first), m_rule.week_start)) / 7;
            break;
        case Frequency::Daily: units = absl::CivilDay(m_from) - absl::CivilDay(m_first); break;
        default: units = (m_from - m_first) / unit_seconds(); break;
        }
        return units / m_rule.interval;
    }

    /// The end of the longest stretch from `start` on in which an hourly, minutely or secondly rule gives nothing.
    [[nodiscard]] absl::CivilSecond blocked_until(absl::CivilSecond start)
    {
        if (!m_days.allows(absl::CivilDay(start)))
            return absl::CivilSecond(absl::CivilDay(start) + 1);
        if (auto const hour = next_in(m_rule.hours, start.hour(), 24); hour != start.hour())
            return absl::CivilSecond(absl::CivilHour(start) + (hour - start.hour()));
        auto const minute = next_in(m_rule.minutes, start.minute(), 60);
        if (m_rule.frequency < Frequency::Hourly && minute != start.minute())
            return absl::CivilSecond(absl::CivilMinute(start) + (minute - start.minute()));
        auto const second = next_in(m_rule.seconds, start.second(), 60);
        return m_rule.frequency < Frequency::Minutely ? start + (second - start.second()) : start;
    }

    /// Takes what the rule gives in one period: each day of m_found with each time, `offset` seconds later; BYSETPOS
    /// picks.
    void take(std::int64_t offset)
    {
        auto const size = static_cast<std::int64_t>(m_found.size() * m_times.size());
        if (size == 0)
            return;
        auto const at = [&](std::int64_t i) {
            auto const times = static_cast<std::int64_t>(m_times.size());
            auto const& day = m_found[static_cast<std::size_t>(i / times)];
            auto const second = offset + m_times[static_cast<std::size_t>(i % times)];
            return absl::CivilSecond(day.year(), day.month(), day.day(), second / 3600, second / 60 % 60, second % 60);
        };
        if (!m_rule.positions.empty()) {
            take_positions(size, at);
            return;
        }
        if (m_from > m_first && at(0) >= m_first && at(size - 1) < m_from) {  // only counted
            m_taken += size;
            m_done = m_rule.count && m_taken >= *m_rule.count;
            return;
        }
        // Nothing is counted here, or nothing is left to skip: days before the window need no look at their times.
        std::int64_t i = 0;
        if (!m_rule.count) {
            auto const seen = std::ranges::lower_bound(m_found, absl::CivilDay(m_from)) - m_found.begin();
            i = seen * static_cast<std::int64_t>(m_times.size());
        }
        for (; i < size && !m_done && !m_broke; ++i)
            take_one(at(i));
    }

    template <class At>
    void take_positions(std::int64_t size, At at)
    {
        std::vector<std::int64_t> picked;
        for (auto const position : m_rule.positions) {
            auto const i = position > 0 ? position - 1 : size + position;
            if (i >= 0 && i < size)
                picked.push_back(i);
        }
        std::ranges::sort(picked);
        auto const doubles = std::ranges::unique(picked);
        picked.erase(doubles.begin(), doubles.end());
        for (auto const i : picked) {
            if (m_done || m_broke)
                return;
            take_one(at(i));
        }
    }

    void take_one(absl::CivilSecond start)
    {
        spend(1);
        if (start < m_first)
            return;
        if (start > m_to || (m_rule.count && m_taken >= *m_rule.count)) {
            m_done = true;
            return;
        }
        ++m_taken;
        if (start < m_from)
            return;
        if (m_starts.size() == m_budget.occurrences) {
            m_broke = true;
            return;
        }
        m_starts.push_back(start);
    }

    Rule const& m_rule;
    absl::CivilSecond m_first, m_from, m_to;
    WalkBudget& m_budget;
    std::vector<absl::CivilSecond>& m_starts;
    RuleDays m_days;
    std::vector<absl::CivilDay> m_found;  ///< by m_days, in the period at hand
    absl::civil_year_t m_first_year;
    std::vector<int> m_times;
    std::int64_t m_taken = 0;
    bool m_done = false;
    bool m_broke = false;
};

}  // namespace

bool walk_rule(Rule const& rule, absl::CivilSecond first, absl::CivilSecond from, absl::CivilSecond to,
               WalkBudget& budget, std::vector<absl::CivilSecond>& starts)
{
    return Walker{rule, first, from, to, budget, starts}.run();
}

}  // namespace almanac
