#include "time/holiday.hpp"
#include "time/month.hpp"
#include "time/occasion.hpp"
#include "time/resolve_clock.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace almanac {
namespace {

constexpr std::array<std::string_view, 7> weekday_names = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                           "Friday", "Saturday", "Sunday"};

int weekday_of(absl::CivilDay day)
{
    return static_cast<int>(absl::GetWeekday(day));
}

std::string to_text(absl::CivilDay day)
{
    return fmt::format("{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
}

/// Fills the gaps of one occasion and says how.
class Resolver {
public:
    Resolver(Occasion const& occasion, WhenOptions const& options, WhenReading& reading)
        : m_occasion(occasion), m_start(occasion.start), m_end(occasion.end), m_today(options.now), m_options(options),
          m_reading(reading)
    {
    }

    void run()
    {
        share_date_parts();
        auto const start = day_of(m_start, std::nullopt);
        if (!start)
            return fail(fmt::format("there is no day {} of month {}", m_start.day, m_start.month));
        auto end = start;
        if (m_occasion.has_end_date) {
            if (m_end.year == 0 && m_start.year != 0 && m_end.day != 0)
                m_end.year = static_cast<int>(start->year() + (ends_over_new_year(*start) ? 1 : 0));
            end = day_of(m_end, *start);
            if (!end)
                return fail(fmt::format("there is no day {} of month {}", m_end.day, m_end.month));
            if (m_end.is_only_month()) {
                end = last_day(m_end, *end);
                say(fmt::format("no day of the end: {}, the last of its {}", to_text(*end),
                                m_end.part == 0 ? "month" : "part of the month"));
            }
        } else if (m_start.is_only_month()) {
            end = last_day(m_start, *start);
            say(m_start.part == 0 ? "no day: the whole month"
                                  : fmt::format("a part of the month: {} to {}", to_text(*start), to_text(*end)));
        } else if (m_start.days > 1) {
            end = last_day(m_start, *start);
            say(fmt::format("{} days: {} to {}", m_start.days, to_text(*start), to_text(*end)));
        }
        if (*end < *start)
            return fail(fmt::format("the end, {}, is before the start, {}", to_text(*end), to_text(*start)));
        When when;
        when.zone = m_options.zone;
        if (m_occasion.has_time)
            set_times(*start, *end, when);
        else
            set_days(*start, *end, when);
        if (m_reading.problem.empty())
            m_reading.times.push_back(std::move(when));
    }

private:
    /// "December 30, 2024 - January 2": days that are more than a season apart are a slip of the pen instead.
    bool ends_over_new_year(absl::CivilDay start) const
    {
        auto const same = in_year(m_end, start.year());
        auto const next = in_year(m_end, start.year() + 1);
        return same && *same < start && next && *next - start <= 92;
    }

    static absl::CivilDay last_of_month(absl::CivilDay day) { return absl::CivilDay(absl::CivilMonth(day) + 1) - 1; }

    /// Of the span that begins on `first`: a day, a month or a part of it, a weekend, a week.
    static absl::CivilDay last_day(DateParts const& parts, absl::CivilDay first)
    {
        if (!parts.is_only_month())
            return first + (parts.days - 1);
        return parts.part == 1 || parts.part == 2 ? first + 9 : last_of_month(first);
    }

    void say(std::string text) { say_once(m_reading.assumptions, std::move(text)); }

    void fail(std::string text)
    {
        if (m_reading.problem.empty())
            m_reading.problem = std::move(text);
    }

    /// "10 - 22 August 2012", "March 3 - 5", "10 August - 12 September 2013"
    void share_date_parts()
    {
        if (!m_occasion.has_end_date)
            return;
        if (m_start.month == 0 && m_start.day != 0)
            m_start.month = m_end.month;
        if (m_end.month == 0 && m_end.day != 0)
            m_end.month = m_start.month;
        if (m_start.year == 0 && m_end.year != 0 && m_start.month != 0) {
            auto const later = std::pair{m_start.month, m_start.day} > std::pair{m_end.month, m_end.day};
            m_start.year = m_end.year - (later ? 1 : 0);
        }
    }

    /// The day that the parts name; `after`: they end a range that starts there.
    std::optional<absl::CivilDay> day_of(DateParts const& parts, std::optional<absl::CivilDay> after)
    {
        if (parts.swapped)
            say("day and month read in the only order that is possible");
        if (!parts.names_a_day() && parts.month == 0)
            return weekday_from(parts, after);
        if (parts.month == 0)
            return day_alone(parts);
        if (parts.year != 0)
            return checked(in_year(parts, parts.year), parts);
        if (after) {
            for (auto year = after->year(); year <= after->year() + 1; ++year) {
                if (auto const day = in_year(parts, year); day && *day >= *after)
                    return checked(day, parts);
            }
            return std::nullopt;
        }
        auto const day = nearest_year(parts);
        if (day)
            say(fmt::format("no year: {}", day->year()));
        return checked(day, parts);
    }

    static std::optional<absl::CivilDay> in_year(DateParts const& parts, absl::civil_year_t year)
    {
        auto const named = named_in_year(parts, year);
        return named ? std::optional{*named + parts.shift} : std::nullopt;
    }

    static std::optional<absl::CivilDay> named_in_year(DateParts const& parts, absl::civil_year_t year)
    {
        if (parts.easter)
            return easter(year);
        if (parts.nth != 0) {
            absl::CivilDay const first{year, parts.month, 1};
            if (parts.nth < 0) {
                auto const last = last_of_month(first) - (parts.days - 1);  // a week or weekend is whole
                return parts.weekday < 0 ? last : last - (weekday_of(last) - parts.weekday + 7) % 7;
            }
            auto const day = first + (parts.weekday - weekday_of(first) + 7) % 7 + std::int64_t{7} * (parts.nth - 1);
            return day.month() == parts.month ? std::optional{day} : std::nullopt;
        }
        auto const day = std::max(parts.day, parts.part == 0 ? 1 : 10 * parts.part - 9);
        return exists(static_cast<int>(year), parts.month, day) ? std::optional{absl::CivilDay(year, parts.month, day)}
                                                                : std::nullopt;
    }

    /// A page that leaves out the year means the coming occurrence, or one that is over but not for long: pages list
    /// the meetings of their year, but few still show those of the year before. A month without a day is to come: what
    /// was has a day. A weekday that fits only one year decides.
    std::optional<absl::CivilDay> nearest_year(DateParts const& parts)
    {
        constexpr absl::civil_diff_t in_this_year = 150, in_last_year = 90;
        auto const confirmed = parts.weekday >= 0 && parts.nth == 0;
        std::optional<absl::CivilDay> coming, fitting;
        for (auto year = m_today.year() - 1; year <= m_today.year() + 1; ++year) {
            auto const day = in_year(parts, year);
            if (!day)
                continue;
            auto const to_come = parts.next || parts.holiday || parts.is_only_month();
            auto const days_back = to_come ? 0 : year < m_today.year() ? in_last_year : in_this_year;
            if (!coming && last_day(parts, *day) >= m_today - days_back)
                coming = day;
            if (confirmed && weekday_of(*day) == parts.weekday &&
                (!fitting || std::abs(*day - m_today) < std::abs(*fitting - m_today)))
                fitting = day;
        }
        return fitting ? fitting : coming;
    }

    std::optional<absl::CivilDay> checked(std::optional<absl::CivilDay> day, DateParts const& parts)
    {
        if (day && parts.day != 0 && parts.weekday >= 0 && weekday_of(*day) != parts.weekday)
            say(fmt::format("{} contradicts {}, a {}: the date counts",
                            weekday_names[static_cast<std::size_t>(parts.weekday)], to_text(*day),
                            weekday_names[static_cast<std::size_t>(weekday_of(*day))]));
        return day;
    }

    /// "Saturday", "next Tuesday": the coming one, today included; next week's from Monday on.
    std::optional<absl::CivilDay> weekday_from(DateParts const& parts, std::optional<absl::CivilDay> after)
    {
        auto from = after.value_or(m_reading.times.empty() ? m_today : absl::CivilDay(m_reading.times.back().start));
        if (parts.next)
            from += 7 - weekday_of(from);
        auto const day = from + (parts.weekday - weekday_of(from) + 7) % 7;
        if (parts.repeats)
            say(fmt::format("every {}: only the first, {}", weekday_names[static_cast<std::size_t>(parts.weekday)],
                            to_text(day)));
        else
            say(fmt::format("{}: {}", weekday_names[static_cast<std::size_t>(parts.weekday)], to_text(day)));
        return day;
    }

    /// "Tuesday the 19th": the next month in which that is so.
    std::optional<absl::CivilDay> day_alone(DateParts const& parts)
    {
        for (int months = 0; months <= 11; ++months) {
            auto const month = absl::CivilMonth(m_today) + months;
            if (!exists(static_cast<int>(month.year()), month.month(), parts.day))
                continue;
            absl::CivilDay const day{month.year(), month.month(), parts.day};
            if (day >= m_today && (parts.weekday < 0 || weekday_of(day) == parts.weekday)) {
                say(fmt::format("no month: {}", to_text(day)));
                return day;
            }
        }
        return std::nullopt;
    }

    void set_days(absl::CivilDay start, absl::CivilDay end, When& when)
    {
        when.start = absl::CivilSecond(start);
        when.end = absl::CivilSecond(end);
        when.has_end = end != start;
        if (m_occasion.day_part >= 0 && !m_occasion.all_day && end == start) {
            auto const from = m_occasion.day_part / 100, to = m_occasion.day_part % 100;
            say(fmt::format("no time but a part of the day: {:02}:00 to {:02}:00", from, to));
            when.start += std::int64_t{from} * 60 * 60;
            when.end += std::int64_t{to} * 60 * 60;
            when.has_end = true;
            return;
        }
        when.all_day = true;
        if (!m_occasion.all_day)
            say("no time: all day");
        if (!when.has_end && m_occasion.length > day_seconds && m_occasion.length % day_seconds == 0) {
            when.end = absl::CivilSecond(start + (m_occasion.length / day_seconds - 1));
            when.has_end = true;
        }
    }

    void set_times(absl::CivilDay start, absl::CivilDay end, When& when)
    {
        auto const [from, to] = resolve_clocks(m_occasion, m_reading.assumptions);
        auto const at = [](absl::CivilDay day, Clock clock) {
            return absl::CivilSecond(day) + std::int64_t{clock.minutes} * 60 + clock.second;
        };
        when.start = at(start, from);
        when.end = when.start;
        if (m_occasion.has_end_time) {
            when.end = at(end, to);
            if (when.end < when.start && end == start) {
                if (m_occasion.has_end_date && to.minutes != 0)
                    return fail("the end is before the start");
                when.end = at(end + 1, to);
                say("ends on the next day");
            }
        } else if (m_occasion.has_end_date) {
            when.end = at(end, from);
            if (end != start)
                say("no time of the end: as the start");
        } else if (m_occasion.length != 0) {
            when.end = when.start + m_occasion.length;
        }
        when.has_end = when.end != when.start;
        to_own_zone(when);
    }

    /// A stated zone or offset moves the clock to the source's zone; without one it is kept as the reading's offset.
    void to_own_zone(When& when)
    {
        auto mark = m_occasion.start_time.zone;
        if (mark.kind == ZoneMark::Kind::None)
            mark = m_occasion.end_time.zone;
        if (mark.kind == ZoneMark::Kind::None || (mark.kind == ZoneMark::Kind::Place && mark.iana == m_options.zone))
            return;
        auto const end_mark = m_occasion.end_time.zone.kind == ZoneMark::Kind::None ? mark : m_occasion.end_time.zone;
        auto const own = find_zone(m_options.zone.empty() ? "UTC" : std::string_view{m_options.zone});
        auto const start = instant(when.start, mark);
        auto const end = instant(when.end, end_mark);
        if (!own || !start || !end)
            return;
        if (mark.kind == ZoneMark::Kind::Place && same_in_winter(when.start, mark.iana))
            return;
        auto const before = when.start;
        if (m_options.zone.empty()) {
            auto const offset = absl::CivilSecond(when.start) - absl::ToCivilSecond(*start, *own);
            m_reading.offset_minutes = static_cast<int>(offset / 60);
            when.end = absl::ToCivilSecond(*end, *own) + offset;
        } else {
            when.start = absl::ToCivilSecond(*start, *own);
            when.end = absl::ToCivilSecond(*end, *own);
            if (m_options.zone == "UTC")
                m_reading.offset_minutes = 0;
        }
        if (when.start != before && mark.kind == ZoneMark::Kind::Place)
            say(fmt::format("{:02}:{:02} of {} moved to the source's zone", before.hour(), before.minute(), mark.iana));
        when.end = std::max(when.start, when.end);
    }

    /// "7pm MST" in Phoenix or "EST" in Jamaica mean the clock of the place, although Denver and New York change
    /// theirs.
    [[nodiscard]] bool same_in_winter(absl::CivilSecond wall, std::string_view iana) const
    {
        absl::CivilSecond const winter{wall.year(), 1, 15};
        return !m_options.zone.empty() && to_wall(winter, iana, m_options.zone) == winter;
    }

    static std::optional<absl::Time> instant(absl::CivilSecond wall, ZoneMark const& mark)
    {
        if (mark.kind == ZoneMark::Kind::Offset)
            return absl::FromCivil(wall, absl::UTCTimeZone()) - absl::Minutes(mark.minutes);
        auto const zone = find_zone(mark.iana);
        return zone ? std::optional{to_instant(wall, *zone)} : std::nullopt;
    }

    Occasion const& m_occasion;
    DateParts m_start;
    DateParts m_end;
    absl::CivilDay m_today;
    WhenOptions const& m_options;
    WhenReading& m_reading;
};

}  // namespace

void resolve(Occasion const& occasion, WhenOptions const& options, WhenReading& reading)
{
    Resolver{occasion, options, reading}.run();
}

}  // namespace almanac
