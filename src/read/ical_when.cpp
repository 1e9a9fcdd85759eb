#include "read/ical_when.hpp"

#include "text/text.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace almanac {
namespace {

class Settler {
public:
    Settler(IcalTimes const& times, IcalZones& zones, IcalDraft& draft)
        : m_times(times), m_assumption(times.assumption), m_zones(zones), m_draft(draft)
    {
    }

    void run()
    {
        if (m_times.start == nullptr && !m_draft.replaces)
            settle_extra_dates();
        else
            settle_stated();
    }

private:
    void say(std::string assumption) { assume(m_draft.event, std::move(assumption)); }

    /// RFC 5545 section 3.6.1 asks for a DTSTART; an event that only lists its dates starts at the first of them.
    void settle_extra_dates()
    {
        auto const& stated = m_draft.event.recurrence;
        if (!stated || stated->extra.empty()) {
            m_draft.problem = "it has no DTSTART";
            return;
        }
        auto const first =
            *std::ranges::min_element(stated->extra, {}, [](auto const& date) { return date.start.wall; });
        say("start: the first RDATE, as there is no DTSTART");
        settle(first.start, first.end == first.start ? std::nullopt : std::optional{first.end});
    }

    void settle_stated()
    {
        auto start = m_times.start != nullptr ? m_zones.read(*m_times.start, m_times.start->value, m_assumption)
                                              : m_draft.replaces;
        if (!start) {
            m_draft.problem =
                fmt::format("'{}' in line {} is no date", trim(m_times.start->value), m_times.start->line);
            return;
        }
        auto end = m_times.end != nullptr ? m_zones.read(*m_times.end, m_times.end->value, m_assumption) : std::nullopt;
        if (m_times.end != nullptr && !end)
            say(fmt::format("end: '{}' is no date, left out", trim(m_times.end->value)));
        settle(*std::move(start), std::move(end));
    }

    void settle(IcalTime start, std::optional<IcalTime> end)
    {
        if (!m_assumption.empty())
            say(m_assumption);
        if (start.is_date)
            settle_days(start, end);
        else
            settle_times(std::move(start), std::move(end));
    }

    void settle_days(IcalTime const& start, std::optional<IcalTime> const& end)
    {
        auto& when = m_draft.event.when;
        absl::CivilDay const first{start.wall};
        absl::CivilDay last = first;
        if (end && (end->is_date || end->wall == absl::CivilSecond{absl::CivilDay{end->wall}}))
            last = absl::CivilDay{end->wall} - 1;  // DTEND is the day after (RFC 5545 section 3.6.1)
        else if (end)
            last = absl::CivilDay{end->wall};
        else if (m_times.duration)
            last = first + (m_times.duration->days + m_times.duration->seconds / 86400) - 1;
        when.all_day = true;
        when.has_end = end || m_times.duration;
        when.start = absl::CivilSecond{first};
        when.end = absl::CivilSecond{std::max(first, last)};
        when.zone = m_zones.home().empty() ? "UTC" : m_zones.home();
    }

    void settle_times(IcalTime start, std::optional<IcalTime> end)
    {
        auto& when = m_draft.event.when;
        auto const& home = m_zones.home();
        if (start.zone.empty()) {
            start.zone = home.empty() ? "UTC" : home;
            say(fmt::format("zone: the calendar states none, read as {}", start.zone));
        }
        if (end && end->is_date) {
            say("end: a date beside a time, left out");
            end.reset();
        }
        if (end && end->zone.empty())
            end->zone = start.zone;
        // One moment is shown by the clocks at home. A series stays in UTC: by other clocks its rule means other days.
        bool const moves = start.zone == "UTC" && !home.empty() && !m_draft.event.recurrence && !m_draft.and_future;
        auto const& zone = moves ? home : start.zone;
        when.start = m_zones.to_wall(start.wall, start.zone, zone);
        when.end = when.start;
        if (end)
            when.end = m_zones.to_wall(end->wall, end->zone, zone);
        else if (m_times.duration)
            when.end = m_zones.to_wall(add(start, *m_times.duration, m_zones), start.zone, zone);
        if (moves)
            when.zone = home;
        else
            when.zone = std::move(start.zone);
        when.has_end = end || m_times.duration;
        if (when.end < when.start) {
            say("end: before the start, left out");
            when.end = when.start;
            when.has_end = false;
        }
        if (m_times.marked_all_day)
            settle_marked_days();
    }

    /// Outlook writes whole days as times and marks them.
    void settle_marked_days()
    {
        auto& when = m_draft.event.when;
        absl::CivilDay const first{when.start};
        absl::CivilDay last{when.end};
        if (when.start != absl::CivilSecond{first})
            return;
        if (when.end == absl::CivilSecond{last} && last > first)
            --last;
        when.all_day = true;
        when.end = absl::CivilSecond{last};
    }

    IcalTimes const& m_times;
    std::string m_assumption;
    IcalZones& m_zones;
    IcalDraft& m_draft;
};

}  // namespace

void settle_when(IcalTimes const& times, IcalZones& zones, IcalDraft& draft)
{
    Settler{times, zones, draft}.run();
}

absl::CivilSecond add(IcalTime const& start, IcalDuration const& duration, IcalZones& zones)
{
    auto const day = absl::CivilSecond{absl::CivilDay{start.wall} + duration.days} +
                     (start.wall - absl::CivilSecond{absl::CivilDay{start.wall}});
    auto const zone = duration.seconds != 0 ? zones.find(start.zone) : std::nullopt;
    return zone ? absl::ToCivilSecond(to_instant(day, *zone) + absl::Seconds(duration.seconds), *zone)
                : day + duration.seconds;
}

void assume(Event& event, std::string assumption)
{
    constexpr std::size_t most = 10;
    auto& assumptions = event.assumptions;
    if (std::ranges::find(assumptions, assumption) == assumptions.end() && assumptions.size() < most)
        assumptions.push_back(std::move(assumption));
}

}  // namespace almanac
