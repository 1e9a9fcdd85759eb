#include "read/recipe_series.hpp"

#include "ical/value.hpp"
#include "read/ical.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
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

}  // namespace

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
