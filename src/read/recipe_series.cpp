#include "read/recipe_series.hpp"

#include "ical/value.hpp"
#include "read/ical.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_rules = 1000;  ///< lines; a series that names each of its dates has hundreds

std::string text_of(Values const& values, std::string_view name)
{
    auto const found = values.find(name);
    return found == values.end() || found->second.empty() ? std::string{} : std::string{trim(found->second.front())};
}

/// What belongs to the series or to one time of it, not to each instance.
bool is_own(std::string_view name)
{
    constexpr std::array<std::string_view, 11> own = {"all_day",    "end",      "end_before", "end_time",
                                                      "recurrence", "replaces", "series",     "start",
                                                      "start_time", "status",   "when"};
    return std::ranges::find(own, name) != own.end();
}

bool is_day(std::string_view text)
{
    return text.size() == 10 && text.find(':') == std::string_view::npos;
}

/// A line of iCalendar that says how an event repeats; empty for any other.
std::string rule_line(std::string_view text)
{
    constexpr std::array<std::string_view, 4> names = {"RRULE", "EXRULE", "RDATE", "EXDATE"};
    text = trim(text);
    if (text.find_first_of("\r\n") != std::string_view::npos)
        return {};
    if (text.starts_with("FREQ="))
        return fmt::format("RRULE:{}", text);
    auto const name = text.substr(0, text.find_first_of(":;"));
    return std::ranges::find(names, name) == names.end() ? std::string{} : std::string{text};
}

/// Whether the one can be an RDATE of the other: days all last as long as the event's own.
bool may_be_rdate(When const& one, When const& other)
{
    if (one.zone != other.zone || one.all_day != other.all_day)
        return false;
    return one.all_day ? one.end - one.start == other.end - other.start : one.has_end == (one.end > one.start);
}

ExtraDate to_rdate(When const& when)
{
    if (when.all_day)
        return {{when.start, true, {}}, std::nullopt};
    return {{when.start, false, when.zone}, IcalTime{when.end, false, when.zone}};
}

bool differ_in_time_only(Event const& one, Event& other)
{
    auto const time = std::exchange(other.when, one.when);
    bool const same = one == other;
    other.when = time;
    return same;
}

}  // namespace

void join_times(std::vector<Event>& events)
{
    std::vector<Event> kept;
    std::unordered_map<std::string, std::size_t> places;  ///< uid -> index in kept
    std::map<std::size_t, std::vector<When>> more;        ///< index in kept -> the times of the others
    kept.reserve(events.size());
    for (auto& event : events) {
        auto const [place, is_new] = places.try_emplace(event.uid, kept.size());
        if (!is_new && !event.uid.empty()) {
            auto const& first = kept[place->second];
            if (may_be_rdate(event.when, first.when) && differ_in_time_only(first, event)) {
                more[place->second].push_back(event.when);
                continue;
            }
        }
        kept.push_back(std::move(event));
    }
    for (auto& [index, times] : more) {
        auto& event = kept[index];
        times.push_back(event.when);
        std::ranges::sort(times, {}, &When::start);
        event.when = times.front();
        auto& extra = event.recurrence.emplace().extra;
        std::ranges::transform(times.begin() + 1, times.end(), std::back_inserter(extra), to_rdate);
    }
    events = std::move(kept);
}

void join_instances(std::vector<Found>& found)
{
    std::map<std::string, std::size_t> series;
    for (std::size_t i = 0; i < found.size(); ++i) {
        auto const& values = found[i].values;
        if (auto id = text_of(values, "series"); !id.empty() && values.contains("recurrence"))
            series.try_emplace(std::move(id), i);
    }
    for (auto& one : found) {
        auto const replaces = text_of(one.values, "replaces");
        auto const master = replaces.empty() ? series.end() : series.find(text_of(one.values, "series"));
        if (master == series.end() || &found[master->second] == &one)
            continue;
        auto& whole = found[master->second];
        for (auto const& [name, texts] : whole.values)
            if (!is_own(name))
                one.values.try_emplace(name, texts);
        if (text_of(one.values, "start").empty() && text_of(one.values, "when").empty()) {
            one.values["start"] = {replaces};
            if (is_day(replaces))
                one.values["all_day"] = {replaces};
        }
        auto time = read_ical_time(is_day(replaces) ? replace_all(replaces, "-", "") : replaces);
        if (!time)
            continue;
        auto& recurrence = whole.event.recurrence;
        (recurrence ? *recurrence : recurrence.emplace()).replaced.push_back(*time);
    }
}

std::optional<Recurrence> stated_recurrence(Found const& found, When const& when, Source const& source)
{
    auto const stated = found.values.find("recurrence");
    if (stated == found.values.end())
        return std::nullopt;
    auto const start = absl::FormatCivilTime(when.start);
    std::string file =
        fmt::format("BEGIN:VEVENT\r\nSUMMARY:series\r\nDTSTART{}:{}\r\n",
                    when.all_day ? ";VALUE=DATE" : fmt::format(";TZID=\"{}\"", when.zone),
                    replace_all(replace_all(when.all_day ? start.substr(0, 10) : start, "-", ""), ":", ""));
    std::size_t rules = 0;
    for (auto const& text : stated->second)
        if (auto const line = rule_line(text); !line.empty() && ++rules <= max_rules)
            file += line + "\r\n";
    auto reading = read_ical(file + "END:VEVENT\r\n", source, {}, {});
    if (rules == 0 || reading.events.empty() || !reading.events.front().recurrence)
        return std::nullopt;
    auto recurrence = std::move(reading.events.front().recurrence);
    if (found.event.recurrence)
        recurrence->replaced = found.event.recurrence->replaced;
    return recurrence;
}

}  // namespace almanac
