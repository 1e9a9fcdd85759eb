#include "time/when_json.hpp"

#include "time/zone.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <iterator>

namespace almanac {
namespace {

std::string offset_text(std::optional<int> minutes)
{
    if (!minutes)
        return {};
    if (*minutes == 0)
        return "Z";
    auto const size = std::abs(*minutes);
    return fmt::format("{}{:02}:{:02}", *minutes < 0 ? '-' : '+', size / 60, size % 60);
}

std::string date_text(absl::CivilSecond wall)
{
    return fmt::format("{:04}-{:02}-{:02}", wall.year(), wall.month(), wall.day());
}

std::string time_text(absl::CivilSecond wall, std::string_view between)
{
    return fmt::format("{}{}{:02}:{:02}:{:02}", date_text(wall), between, wall.hour(), wall.minute(), wall.second());
}

/// Of the first time, as properties of RFC 5545: "RRULE:...", "EXRULE:...", "EXDATE:..." of days.
std::vector<std::string> recurrence_lines(std::vector<Recurrence> const& recurrences)
{
    std::vector<std::string> lines;
    if (recurrences.empty())
        return lines;
    auto const& recurrence = recurrences.front();
    for (auto const& rule : recurrence.rules)
        lines.push_back("RRULE:" + rule);
    for (auto const& rule : recurrence.exrules)
        lines.push_back("EXRULE:" + rule);
    for (auto const& day : recurrence.excluded)
        lines.push_back("EXDATE:" + date_text(day.wall));
    return lines;
}

/// A member of the object with its comma before; empty when there is nothing to list.
std::string list_text(std::string_view name, std::vector<std::string> const& texts)
{
    if (texts.empty())
        return {};
    boost::json::array list(texts.begin(), texts.end());
    return fmt::format(R"(,"{}":{})", name, boost::json::serialize(list));
}

std::string describe(When const& when, std::string const& offset)
{
    auto text = when.all_day ? date_text(when.start) : time_text(when.start, " ") + offset;
    if (when.has_end)
        text += " to " + (when.all_day ? date_text(when.end) : time_text(when.end, " ") + offset);
    if (when.all_day)
        text += ", all day";
    return when.zone.empty() ? text : text + " (" + when.zone + ")";
}

}  // namespace

std::string to_json(WhenReading const& reading)
{
    if (reading.times.empty())
        return "{}";
    auto const& when = reading.times.front();
    auto const offset = offset_text(reading.offset_minutes);
    auto const quoted = [&](absl::CivilSecond wall) {
        return '"' + (when.all_day ? date_text(wall) : time_text(wall, "T") + offset) + '"';
    };
    return fmt::format(R"({{"start":{},"end":{},"allDay":{}{}{}}})", quoted(when.start),
                       when.has_end ? quoted(when.end) : "null", when.all_day,
                       list_text("recurrence", recurrence_lines(reading.recurrences)),
                       list_text("assumed", reading.assumptions));
}

std::string explain(WhenReading const& reading, std::string_view text)
{
    std::string out;
    if (reading.times.empty())
        fmt::format_to(std::back_inserter(out), "{}\n", reading.problem);
    auto const offset = offset_text(reading.offset_minutes);
    for (auto const& when : reading.times)
        fmt::format_to(std::back_inserter(out), "{}\n", describe(when, offset));
    for (auto const& assumption : reading.assumptions)
        fmt::format_to(std::back_inserter(out), "  {}\n", assumption);
    if (reading.times.empty() && text.empty())
        out = "no text\n";
    return out;
}

std::string answer_batch_line(std::string_view line, WhenOptions options)
{
    auto const tab = line.find('\t');
    if (tab == std::string_view::npos)
        return to_json(read_when(line, options));
    // Read without a zone, so that a stated offset is kept.
    auto const now = read_when(line.substr(0, tab), {.now = options.now, .zone = "", .day_first = false});
    if (!now.times.empty()) {
        options.now = now.times.front().start;
        options.day_of_now = true;
        if (options.zone.empty() && now.offset_minutes)
            options.zone = iana_zone("UTC" + offset_text(*now.offset_minutes == 0 ? std::nullopt : now.offset_minutes));
    }
    return to_json(read_when(line.substr(tab + 1), options));
}

}  // namespace almanac
