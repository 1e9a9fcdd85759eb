#include "ical/value.hpp"
#include "read/schema_event.hpp"
#include "read/whole_days.hpp"
#include "text/text.hpp"
#include "time/read_when.hpp"
#include "time/zone.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace almanac {

namespace {

using boost::json::object;

/// EventON writes "2019-2-2T08-08-30-00": day, hour, then the clock with dashes (facts: sources, "ans").
/// It also writes "2024-5-28T16:30+0:00" whatever the site's zone is: an offset that is not two digits long (ISO 8601)
/// says nothing, and the clock is that of the place.
std::string mend_date(std::string text)
{
    auto const sign = text.size() > 5 ? text.find_first_of("+-", text.size() - 5) : std::string::npos;
    if (sign == text.size() - 5 && text[sign + 2] == ':' && text.find('T') < sign)
        text.resize(sign);
    auto const t = text.find('T');
    if (t == std::string::npos || t == 0)
        return text;
    auto const parts = split(std::string_view{text}.substr(t + 1), '-');
    bool const dashes =
        parts.size() == 4 && std::ranges::all_of(parts, [](auto part) {
            return !part.empty() && part.size() <= 2 && part.find_first_not_of("0123456789") == std::string_view::npos;
        });
    return dashes ? fmt::format("{}T{}:{}", text.substr(0, t), parts[1], parts[2]) : text;
}

/// schema.org/DayOfWeek as RFC 5545 writes it: "MO" of "https://schema.org/Monday", "Mon" or "MO".
std::string weekday_code(std::string_view text)
{
    constexpr std::array<std::string_view, 7> days{"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
    auto const day = lower_ascii(local_name(trim(text)));
    auto const found =
        day.size() < 2 ? days.end() : std::ranges::find_if(days, [&](auto name) { return name.starts_with(day); });
    if (found == days.end())
        return {};
    return {static_cast<char>((*found)[0] - 'a' + 'A'), static_cast<char>((*found)[1] - 'a' + 'A')};
}

/// "P1W", "P2D", "weekly" as FREQ and INTERVAL; empty when it is no plain step.
std::string frequency(std::string_view text)
{
    auto const low = lower_ascii(trim(text));
    for (std::string_view const name : {"daily", "weekly", "monthly", "yearly"}) {
        if (low == name)
            return fmt::format("FREQ={}", name == "daily"     ? "DAILY"
                                          : name == "weekly"  ? "WEEKLY"
                                          : name == "monthly" ? "MONTHLY"
                                                              : "YEARLY");
    }
    if (low.size() < 3 || low.size() > 5 || low[0] != 'p' ||
        low.substr(1, low.size() - 2).find_first_not_of("0123456789") != std::string::npos)
        return {};
    auto const number = low.substr(1, low.size() - 2);
    switch (low.back()) {
    case 'd': return "FREQ=DAILY;INTERVAL=" + number;
    case 'w': return "FREQ=WEEKLY;INTERVAL=" + number;
    case 'm': return "FREQ=MONTHLY;INTERVAL=" + number;
    case 'y': return "FREQ=YEARLY;INTERVAL=" + number;
    default: return {};
    }
}

/// A number of a schedule, at most four digits; empty when it is none.
std::string schedule_number(std::string const& text)
{
    return text.size() <= 4 && text.find_first_not_of("0123456789") == std::string::npos ? text : std::string{};
}

WhenOptions when_options(SchemaContext const& context, std::string const& zone)
{
    return {context.options.now, zone, context.source.day_first};
}

/// When a schedule begins: its own start, else the event's, which is then its first time.
std::optional<When> schedule_start(object const& schedule, SchemaContext const& context, SchemaEvent const& to)
{
    auto const& graph = context.graph;
    auto const stated_zone = iana_zone(graph.text(schedule, "scheduleTimezone"));
    auto const& zone = stated_zone.empty() ? context.source.timezone : stated_zone;
    auto const options = when_options(context, zone);
    auto const from = graph.text(schedule, "startTime");
    auto const until = graph.text(schedule, "endTime");
    if (auto const day = graph.text(schedule, "startDate"); !day.empty()) {
        auto const read = read_when(day, from, "", until, options);
        return read.times.empty() ? std::nullopt : std::optional{read.times[0]};
    }
    auto when = to.event.when;
    constexpr std::int64_t day = 86'400;
    if (!to.problem.empty() || (when.has_end && when.end - when.start > day))
        return std::nullopt;  // from the first day to the last, and no time of its own
    if (!when.all_day && !stated_zone.empty()) {
        when.start = to_wall(when.start, when.zone, zone);
        when.end = to_wall(when.end, when.zone, zone);
        when.zone = zone;
    }
    if (from.empty())
        return when;
    auto const read = read_when(absl::FormatCivilTime(absl::CivilDay{when.start}), from, "", until, options);
    return read.times.empty() ? when : read.times[0];
}

/// The days of the week of a schedule, as a rule names them: "MO,WE".
std::string schedule_days(object const& schedule, SchemaContext const& context)
{
    std::string days;
    for (auto const* day : context.graph.all(schedule, "byDay")) {
        if (auto const code = weekday_code(context.graph.text_of(*day)); !code.empty())
            days += (days.empty() ? "" : ",") + code;
    }
    return days;
}

/// A Schedule (schema.org/Schedule) that RFC 5545 can say in one rule becomes the event's time and recurrence.
void read_schedule(object const& schedule, SchemaContext const& context, SchemaEvent& to)
{
    auto const& graph = context.graph;
    auto rule = frequency(graph.text(schedule, "repeatFrequency"));
    auto const days = schedule_days(schedule, context);
    if (rule.empty() && !days.empty() && !graph.text(schedule, "startTime").empty())
        rule = "FREQ=WEEKLY";  // days of the week and a clock are said of what is each week
    auto const start = schedule_start(schedule, context, to);
    if (rule.empty() || !start)
        return;

    if (!days.empty())
        rule += ";BYDAY=" + days;
    if (auto const day = schedule_number(graph.text(schedule, "byMonthDay")); !day.empty())
        rule += ";BYMONTHDAY=" + day;
    if (auto const month = schedule_number(graph.text(schedule, "byMonth")); !month.empty())
        rule += ";BYMONTH=" + month;
    auto const options = when_options(context, start->zone.empty() ? context.source.timezone : start->zone);
    auto const last = read_when(graph.text(schedule, "endDate"), options);
    if (auto const count = schedule_number(graph.text(schedule, "repeatCount")); !count.empty())
        rule += ";COUNT=" + count;
    else if (!last.times.empty())
        rule +=
            ";UNTIL=" + absl::FormatCivilTime(absl::CivilDay{last.times[0].start}).erase(7, 1).erase(4, 1) + "T235959";

    auto when = *start;
    // The rule says on which days it is; its start only from when on.
    for (int day = 0; day < 7 && !days.empty() && rule.starts_with("FREQ=WEEKLY"); ++day) {
        constexpr std::array<std::string_view, 7> codes{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
        if (days.find(codes[static_cast<std::size_t>(absl::GetWeekday(when.start))]) != std::string::npos)
            break;
        when.start += 86400;
        when.end += 86400;
    }
    to.event.when = when;
    auto& recurrence = to.event.recurrence.emplace();
    recurrence.rules.push_back(std::move(rule));
    for (auto const* date : graph.all(schedule, "exceptDate")) {
        auto const except = read_when(graph.text_of(*date), options);
        for (auto const& time : except.times)
            recurrence.excluded.push_back({time.start, time.all_day, time.all_day ? "" : time.zone});
    }
    to.problem.clear();
}

}  // namespace

void read_schema_when(object const& node, SchemaContext const& context, SchemaEvent& to)
{
    auto const& graph = context.graph;
    auto const options = when_options(context, context.source.timezone);
    auto const start = mend_date(graph.text(node, "startDate"));
    auto const end = mend_date(graph.text(node, "endDate"));
    auto const doors = graph.text(node, "doorTime");

    auto read = read_when(start, "", end, "", options);
    if (read.times.empty() && !end.empty()) {
        read = read_when(start, "", "", "", options);
        if (!read.times.empty())
            read.assumptions.push_back(fmt::format("end: '{}' does not follow the start, left out", end));
    }
    if (!read.times.empty() && read.times[0].all_day && !doors.empty() && start.find('T') == std::string::npos) {
        bool const has_day = doors.find('T') != std::string::npos;
        auto with_doors = has_day ? read_when(doors, "", end, "", options) : read_when(start, doors, end, "", options);
        if (!with_doors.times.empty() && !with_doors.times[0].all_day) {
            read = std::move(with_doors);
            read.assumptions.emplace_back("start: when the doors open");
        }
    }
    to.event.assumptions = std::move(read.assumptions);
    if (read.times.empty()) {
        to.problem = start.empty() ? "it has no startDate" : read.problem;
    } else {
        auto& when = to.event.when = read.times[0];
        auto const duration =
            when.has_end || when.all_day ? std::nullopt : read_ical_duration(graph.text(node, "duration"));
        if (duration && duration->days * 86400 + duration->seconds > 0) {
            when.end = when.start + duration->days * 86400 + duration->seconds;
            when.has_end = true;
        }
        mend_whole_days(when, to.event.assumptions);
    }
    if (auto const schedules = graph.all(node, "eventSchedule"); schedules.size() == 1 && schedules[0]->is_object())
        read_schedule(schedules[0]->get_object(), context, to);
}

}  // namespace almanac
