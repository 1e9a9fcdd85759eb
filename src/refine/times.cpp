#include "refine/times.hpp"

#include "refine/reasons.hpp"
#include "refine/window.hpp"
#include "time/expand.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace almanac {
namespace {

constexpr int first_year = 1900;
constexpr int last_year = 2200;
constexpr std::int64_t day_seconds = 86400;
constexpr std::int64_t longest_night = day_seconds / 2;

std::string to_text(absl::CivilSecond time)
{
    return absl::FormatCivilTime(absl::CivilMinute{time});
}

bool is_absurd(absl::CivilSecond time)
{
    return time.year() < first_year || time.year() > last_year;
}

/// UTC and fixed offsets are how feeds write instants; nobody's wall clock.
bool is_instant_zone(std::string_view zone)
{
    return zone == "UTC" || zone == "GMT" || zone == "Zulu" || zone.starts_with("Etc/") || zone.starts_with("Fixed/");
}

void convert(When& when, std::string_view zone)
{
    if (when.zone == zone || !is_instant_zone(when.zone))
        return;
    if (!when.all_day) {
        when.start = to_wall(when.start, when.zone, zone);
        when.end = to_wall(when.end, when.zone, zone);
    }
    when.zone = zone;
}

absl::CivilDay last_day(When const& when)
{
    return absl::CivilDay{when.all_day || when.end == when.start ? when.end : when.end - 1};
}

std::optional<Refusal> refusal_of(When const& when, RefineOptions const& options)
{
    if (options.no_window)
        return std::nullopt;
    if (!options.past && is_over(when, options.now))
        return Refusal{reason::over, fmt::format("it ended {}", to_text(when.has_end ? when.end : when.start))};
    auto const first = absl::CivilDay{when.start};
    if (first > options.to || last_day(when) < options.from)
        return Refusal{reason::outside_window,
                       fmt::format("{} is not from {} to {}", to_text(when.start), absl::FormatCivilTime(options.from),
                                   absl::FormatCivilTime(options.to))};
    return std::nullopt;
}

/// One time for each day of an event that lasts several, as far as the window goes. One that ends at an earlier hour
/// than it starts (an evening to a morning) has no daily session, and stays whole.
std::vector<When> days_of(When const& when, RefineOptions const& options)
{
    auto const first = absl::CivilDay{when.start};
    auto const last = absl::CivilDay{when.end};
    auto const daily = (when.end - absl::CivilSecond{last}) - (when.start - absl::CivilSecond{first});
    if (first == last || (!when.all_day && daily <= 0))
        return {when};
    auto const from = options.no_window ? first : std::max(first, options.from);
    auto const to = options.no_window ? last : std::min(last, options.to);
    std::vector<When> days;
    for (auto day = from; day <= to && days.size() <= max_times; ++day) {
        auto one = when;
        one.start = absl::CivilSecond{day} + (when.start - absl::CivilSecond{first});
        one.end = one.start + (when.all_day ? 0 : daily);
        days.push_back(one);
    }
    return days.empty() ? std::vector{when} : days;
}

/// A day more on each side of the window, as it is that of another zone. Without a window all dates that are stated one
/// by one; rules may have no end.
std::pair<absl::CivilDay, absl::CivilDay> days_to_expand(Recurrence const& recurrence, RefineOptions const& options)
{
    if (options.no_window && recurrence.rules.empty())
        return {absl::CivilDay(first_year, 1, 1), absl::CivilDay(last_year, 12, 31)};
    return {options.from - 1, options.to + 1};
}

}  // namespace

std::optional<Refusal> mend_time(Event& event, std::string_view source_zone)
{
    auto& when = event.when;
    if (when.start == absl::CivilSecond())
        return Refusal{reason::no_date, "it states none"};
    if (when.all_day) {
        when.start = absl::CivilSecond{absl::CivilDay{when.start}};
        when.end = absl::CivilSecond{absl::CivilDay{when.end}};
    }
    if (!when.has_end)
        when.end = when.start;
    if (is_absurd(when.start) || is_absurd(when.end))
        return Refusal{reason::absurd_year, fmt::format("{} to {}", to_text(when.start), to_text(when.end))};
    if (when.end < when.start) {
        auto const next_day = when.end + day_seconds;
        auto const is_night = !when.all_day && absl::CivilDay{when.end} == absl::CivilDay{when.start} &&
                              next_day - when.start <= longest_night;
        if (!is_night)
            return Refusal{reason::ends_before_start, fmt::format("{} to {}", to_text(when.start), to_text(when.end))};
        when.end = next_day;
        event.assumptions.emplace_back("end: the next day");
    }
    auto zone = iana_zone(when.zone);
    if (zone.empty()) {
        if (!when.zone.empty())
            event.assumptions.push_back(fmt::format("zone: {}, as '{}' is unknown", source_zone, when.zone));
        zone = source_zone;
    }
    when.zone = std::move(zone);
    return std::nullopt;
}

Times times_of(Event const& event, bool split_days, std::string_view source_zone, RefineOptions const& options)
{
    Times result;
    std::vector<When> stated{event.when};
    if (event.recurrence && !options.no_expand) {
        auto const [from, to] = days_to_expand(*event.recurrence, options);
        auto expansion = expand(event.when, *event.recurrence, from, to);
        stated = std::move(expansion.occurrences);
        result.problems = std::move(expansion.problems);
        if (stated.empty())
            result.refusal = Refusal{reason::outside_window,
                                     fmt::format("no occurrence from {} to {}", absl::FormatCivilTime(options.from),
                                                 absl::FormatCivilTime(options.to))};
    }
    for (auto& when : stated) {
        convert(when, source_zone);
        for (auto& day : split_days ? days_of(when, options) : std::vector{when}) {
            if (auto refusal = refusal_of(day, options)) {
                if (!result.refusal)
                    result.refusal = std::move(refusal);
                continue;
            }
            if (result.times.size() == max_times) {
                result.refusal = Refusal{reason::too_many, fmt::format("only the first {} are kept", max_times)};
                return result;
            }
            result.times.push_back(std::move(day));
        }
    }
    // What of a series is over or still to come is no loss worth a line.
    if (!result.times.empty())
        result.refusal.reset();
    return result;
}

}  // namespace almanac
