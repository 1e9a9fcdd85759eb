#include "harvest/shard_json.hpp"

#include "event/event_json.hpp"
#include "json/json.hpp"
#include "json/members.hpp"
#include "text/charset.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>
#include <utility>

namespace almanac {
namespace {

namespace json = boost::json;

constexpr std::string_view format_name = "almanac shard 1";

// The order of Outcome. What was not asked for is in no shard.
constexpr std::string_view outcomes[] = {"read", "skipped", "not asked", "not reached"};
constexpr std::string_view levels[] = {"info", "warning", "error"};

json::string text_of(std::string_view text)
{
    return json::string{to_utf8(text, "utf-8")};
}

std::string time_text(absl::Time time)
{
    return absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone());
}

json::array to_json(std::vector<Note> const& notes)
{
    json::array array;
    for (auto const& note : notes)
        array.push_back({{"level", levels[static_cast<std::size_t>(note.level)]},
                         {"source", text_of(note.source)},
                         {"url", text_of(note.url)},
                         {"message", text_of(note.message)}});
    return array;
}

json::array to_json(std::vector<Drop> const& drops)
{
    json::array array;
    for (auto const& drop : drops)
        array.push_back({{"source", text_of(drop.source)},
                         {"reason", text_of(drop.reason)},
                         {"detail", text_of(drop.detail)},
                         {"name", text_of(drop.name)},
                         {"url", text_of(drop.url)}});
    return array;
}

std::string to_json(SourceResult const& result)
{
    json::object const object{{"source", result.source->id},
                              {"outcome", outcomes[static_cast<std::size_t>(result.outcome)]},
                              {"message", text_of(result.message)},
                              {"finished", time_text(result.finished)},
                              {"nanoseconds", absl::ToInt64Nanoseconds(result.took)},
                              {"pages", result.traffic.pages},
                              {"latePages", result.traffic.late_pages},
                              {"retries", result.traffic.retries},
                              {"bytes", result.traffic.bytes},
                              {"readPages", result.reading.pages},
                              {"failedPages", result.reading.failed_pages},
                              {"notes", to_json(result.reading.notes)},
                              {"drops", to_json(result.reading.drops)}};
    auto text = json::serialize(object);
    text.back() = ',';
    text += R"("events":[)";
    for (auto const& event : result.reading.events)
        text += (&event == result.reading.events.data() ? "\n" : ",\n") + to_json_line(event);
    return text + "]}";
}

/// A whole number that is not negative.
template <class T>
T read_count(json::object const& object, std::string_view key)
{
    return static_cast<T>(almanac::read_count(object, key, std::int64_t{std::numeric_limits<T>::max()}));
}

/// Which of the words a member is.
template <class Enum, std::size_t N>
Enum read_word(json::object const& object, std::string_view key, std::string_view const (&words)[N])
{
    auto const text = read_text(object, key);
    auto const* const found = std::ranges::find(words, text);
    if (found == std::end(words))
        throw JsonError{fmt::format("'{}' is '{}'", key, text.substr(0, 40))};
    return static_cast<Enum>(found - std::begin(words));
}

absl::Time read_time(json::object const& object, std::string_view key)
{
    absl::Time time;
    std::string ignored;
    auto const text = read_text(object, key);
    if (!absl::ParseTime(absl::RFC3339_full, text, &time, &ignored) || time < absl::UnixEpoch() ||
        time > absl::FromUnixSeconds(253'402'300'799))  // the last second of the year 9999
        throw JsonError{fmt::format("'{}' is no time", key)};
    return time;
}

/// As refine() leaves events: of their source, within the years that all formats know, and no series.
void check_event(Event const& event, std::string const& source)
{
    if (event.source != source)
        throw JsonError{fmt::format("an event of '{}' stands among those of '{}'", event.source.substr(0, 40), source)};
    if (event.when.start.year() < 1 || event.when.end.year() > 9999 || event.when.end < event.when.start)
        throw JsonError{fmt::format("an event of '{}' is at an impossible time", source)};
    if (event.recurrence)
        throw JsonError{fmt::format("an event of '{}' is a series", source)};
}

Note read_note(json::object const& object)
{
    return {read_word<Level>(object, "level", levels), read_text(object, "source"), read_text(object, "url"),
            read_text(object, "message")};
}

Drop read_drop(json::object const& object)
{
    return {read_text(object, "source"), read_text(object, "reason"), read_text(object, "detail"),
            read_text(object, "name"), read_text(object, "url")};
}

SourceResult read_result(json::object const& object, std::vector<Source> const& sources)
{
    auto const id = read_text(object, "source");
    auto const source = std::ranges::find(sources, id, &Source::id);
    if (source == sources.end())
        throw JsonError{fmt::format("there is no enabled source '{}'", id.substr(0, 40))};
    SourceResult result;
    result.source = &*source;
    result.outcome = read_word<Outcome>(object, "outcome", outcomes);
    if (result.outcome == Outcome::not_asked)
        throw JsonError{"'outcome' is 'not asked'"};
    result.message = read_text(object, "message");
    result.finished = read_time(object, "finished");
    result.took = absl::Nanoseconds(read_count<std::int64_t>(object, "nanoseconds"));
    result.traffic.pages = read_count<int>(object, "pages");
    result.traffic.late_pages = read_count<int>(object, "latePages");
    result.traffic.retries = read_count<int>(object, "retries");
    result.traffic.bytes = read_count<std::int64_t>(object, "bytes");
    result.reading.pages = read_count<int>(object, "readPages");
    result.reading.failed_pages = read_count<int>(object, "failedPages");
    for (auto const& note : read_array(object, "notes"))
        result.reading.notes.push_back(read_note(as_object(note)));
    for (auto const& drop : read_array(object, "drops"))
        result.reading.drops.push_back(read_drop(as_object(drop)));
    for (auto const& event : read_array(object, "events"))
        check_event(result.reading.events.emplace_back(read_event(event)), id);
    return result;
}

}  // namespace

std::string to_shard_json(Harvest const& harvest)
{
    json::array notes;
    for (auto const& note : harvest.notes)
        notes.push_back(text_of(note));
    auto text = json::serialize(json::object{{"format", format_name},
                                             {"now", time_text(harvest.now)},
                                             {"days", harvest.window_days},
                                             {"notes", std::move(notes)}});
    text.back() = ',';
    text += R"("results":[)";
    for (auto const& result : harvest.results) {
        text += (&result == harvest.results.data() ? "\n" : ",\n") + to_json(result);
        if (text.size() > max_shard_bytes)
            throw std::runtime_error{fmt::format("the shard is larger than {} MB: let more shards share the sources, "
                                                 "such as --shard 1/25.",
                                                 max_shard_bytes >> 20U)};
    }
    return text + "\n]}\n";
}

Harvest read_shard_json(std::string_view text, std::vector<Source> const& sources)
{
    if (text.size() > max_shard_bytes)
        throw JsonError{fmt::format("it is larger than {} MB", max_shard_bytes >> 20U)};
    auto const value = read_json(text);
    auto const& object = as_object(value);
    if (read_text(object, "format") != format_name)
        throw JsonError{"another version of Almanac wrote it"};
    Harvest harvest;
    harvest.now = read_time(object, "now");
    harvest.window_days = read_count<int>(object, "days");
    if (harvest.window_days > 3660)
        throw JsonError{"'days' is more than 3660"};
    for (auto const& note : read_array(object, "notes"))
        harvest.notes.push_back(to_text(note));
    std::set<Source const*> seen;
    for (auto const& result : read_array(object, "results"))
        if (!seen.insert(harvest.results.emplace_back(read_result(as_object(result), sources)).source).second)
            throw JsonError{fmt::format("it holds '{}' twice", harvest.results.back().source->id)};
    return harvest;
}

}  // namespace almanac
