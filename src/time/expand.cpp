#include "time/expand.hpp"

#include "time/rule_walk.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace almanac {
namespace {

constexpr std::size_t usual_dates = 16;
constexpr std::int64_t day_seconds = std::int64_t{24} * 60 * 60;

/// A start, and its own end where RDATE gives a period.
struct Start {
    absl::CivilSecond wall;
    std::optional<absl::CivilSecond> own_end;
};

class Expander {
public:
    Expander(When const& first, Recurrence const& recurrence, absl::CivilDay from, absl::CivilDay to)
        : m_first(first), m_recurrence(recurrence), m_from(from), m_to(absl::CivilSecond(to) + (day_seconds - 1)),
          m_length(first.end - first.start),
          // An occurrence that began before the window may still go on in it.
          m_scan_from(absl::CivilSecond(from) - m_length - (first.all_day ? day_seconds : 0)),
          m_zone(first.all_day || first.zone == "UTC" ? std::nullopt : find_zone(first.zone)), m_origin(first.start)
    {
        if (recurrence.origin)
            m_origin = to_own(*recurrence.origin);
        if (recurrence.from)
            m_shift = first.start - to_own(*recurrence.from);
    }

    Expansion run()
    {
        read_exclusions();
        add_rules(m_recurrence.rules, [this](std::vector<absl::CivilSecond> const& walls) {
            m_starts.reserve(m_starts.size() + walls.size());
            for (auto const wall : walls)
                m_starts.push_back({wall, std::nullopt});
        });
        if (!m_has_rule)
            m_starts.push_back({m_first.start - m_shift, std::nullopt});
        for (auto const& extra : m_recurrence.extra)
            add_extra(extra);
        std::erase_if(m_starts, [this](Start const& start) { return excluded(start.wall) || cut_off(start.wall); });
        if (m_shift != 0)
            shift();
        // A date with its own end wins over the same date without.
        std::ranges::sort(m_starts, [](Start const& a, Start const& b) {
            return a.wall != b.wall ? a.wall < b.wall : a.own_end.has_value() > b.own_end.has_value();
        });
        m_out.occurrences.reserve(m_starts.size());
        for (auto const& start : m_starts)
            add_occurrence(start);
        return std::move(m_out);
    }

private:
    /// A stated time on the clock of the event.
    [[nodiscard]] absl::CivilSecond to_own(IcalTime const& time) const
    {
        if (time.is_date || time.zone.empty() || m_first.zone.empty())
            return time.wall;
        return to_wall(time.wall, time.zone, m_first.zone);
    }

    template <class Take>
    void add_rules(std::vector<std::string> const& rules, Take take)
    {
        constexpr std::size_t most_rules = 20;
        for (std::size_t i = 0; i < rules.size(); ++i) {
            if (i == most_rules) {
                m_out.problems.push_back(
                    fmt::format("There are more than {} rules: the rest is left out.", most_rules));
                return;
            }
            std::string problem;
            auto rule = read_rule(rules[i], problem);
            if (!rule) {
                m_out.problems.push_back(problem + " It is left out.");
                continue;
            }
            m_has_rule = true;
            fit(*rule);
            std::vector<absl::CivilSecond> found;
            found.reserve(usual_dates);
            if (!walk_rule(*rule, m_origin, m_scan_from - m_shift, m_to - m_shift, m_budget, found))
                m_out.problems.push_back(fmt::format("The rule '{}' gives too much: {} dates are kept.",
                                                     rules[i].substr(0, 100), found.size()));
            m_budget.occurrences -= found.size();
            take(found);
        }
    }

    /// UNTIL on the event's own clock. An event of whole days repeats by days, whatever the rule says of hours.
    void fit(Rule& rule) const
    {
        if (rule.until && rule.until_is_utc && !m_first.zone.empty())
            rule.until = to_wall(*rule.until, "UTC", m_first.zone);
        if (!m_first.all_day)
            return;
        rule.hours.clear();
        rule.minutes.clear();
        rule.seconds.clear();
        if (rule.frequency < Frequency::Daily) {
            rule.frequency = Frequency::Daily;
            rule.interval = 1;
        }
    }

    void read_exclusions()
    {
        auto const keep = [this](IcalTime const& time) {
            auto const own = to_own(time);
            if (time.is_date || m_first.all_day)
                m_excluded_days.emplace_back(own);
            else
                m_excluded.push_back(own);
        };
        std::ranges::for_each(m_recurrence.excluded, keep);
        std::ranges::for_each(m_recurrence.replaced, keep);
        auto const had_rule = std::exchange(m_has_rule, false);
        add_rules(m_recurrence.exrules, [this](std::vector<absl::CivilSecond> const& walls) {
            m_excluded.insert(m_excluded.end(), walls.begin(), walls.end());
        });
        m_has_rule = had_rule;
        std::ranges::sort(m_excluded);
        std::ranges::sort(m_excluded_days);
    }

    /// Also by the clock after a gap: who excludes the 02:30 that became 03:30 may say either.
    [[nodiscard]] bool excluded(absl::CivilSecond wall) const
    {
        return std::ranges::binary_search(m_excluded, wall) || std::ranges::binary_search(m_excluded, real(wall)) ||
               std::ranges::binary_search(m_excluded_days, absl::CivilDay(wall));
    }

    /// Beyond where RANGE=THISANDFUTURE cuts the series.
    [[nodiscard]] bool cut_off(absl::CivilSecond wall) const
    {
        return (m_recurrence.before && wall >= to_own(*m_recurrence.before)) ||
               (m_recurrence.from && wall < to_own(*m_recurrence.from));
    }

    void add_extra(ExtraDate const& extra)
    {
        auto wall = to_own(extra.start);
        if (m_first.all_day)
            wall = absl::CivilSecond(absl::CivilDay(wall));
        else if (extra.start.is_date)  // a day on which the event starts at its usual time
            wall = absl::CivilSecond(absl::CivilDay(wall)) + (m_origin - absl::CivilSecond(absl::CivilDay(m_origin)));
        auto const own_end = extra.end && !m_first.all_day ? std::optional{to_own(*extra.end)} : std::nullopt;
        m_starts.push_back({wall, own_end < wall ? std::nullopt : own_end});
    }

    void shift()
    {
        for (auto& start : m_starts) {
            start.wall += m_shift;
            if (start.own_end)
                *start.own_end += m_shift;
        }
    }

    /// The wall clock that people see: a time in a gap has moved forward.
    [[nodiscard]] absl::CivilSecond real(absl::CivilSecond wall) const
    {
        return m_zone ? absl::ToCivilSecond(to_instant(wall, *m_zone), *m_zone) : wall;
    }

    void add_occurrence(Start const& start)
    {
        auto const begin = real(start.wall);
        auto const end = start.own_end ? real(*start.own_end) : std::max(real(start.wall + m_length), begin);
        auto const last = m_first.all_day ? end + (day_seconds - 1) : end;
        auto const touches = begin <= m_to && (last > m_from || begin >= m_from);
        if (!touches || (!m_out.occurrences.empty() && m_out.occurrences.back().start == begin))
            return;
        auto& when = m_out.occurrences.emplace_back(m_first);
        when.start = begin;
        when.end = end;
        when.has_end = start.own_end ? *start.own_end != start.wall : m_first.has_end;
    }

    When const& m_first;
    Recurrence const& m_recurrence;
    absl::CivilSecond m_from, m_to;
    std::int64_t m_length;
    absl::CivilSecond m_scan_from;
    std::optional<absl::TimeZone> m_zone;
    absl::CivilSecond m_origin;  ///< where the rules begin
    std::int64_t m_shift = 0;    ///< from an instance of the rules to its occurrence
    WalkBudget m_budget;
    bool m_has_rule = false;
    std::vector<Start> m_starts;
    std::vector<absl::CivilSecond> m_excluded;
    std::vector<absl::CivilDay> m_excluded_days;
    Expansion m_out;
};

}  // namespace

Expansion expand(When const& first, Recurrence const& recurrence, absl::CivilDay from, absl::CivilDay to)
{
    return Expander{first, recurrence, from, to}.run();
}

}  // namespace almanac
