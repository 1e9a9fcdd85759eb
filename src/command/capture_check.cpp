#include "command/capture_check.hpp"

#include "command/plan.hpp"
#include "command/times.hpp"
#include "config/error.hpp"
#include "event/event_json.hpp"
#include "fetch/replay_fetcher.hpp"
#include "harvest/harvest.hpp"
#include "text/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace almanac {

namespace {

using boost::json::object;

/// A member as text: a string as it is, anything else as JSON; empty when absent.
std::string member(object const& event, std::string_view key)
{
    auto const* value = event.if_contains(key);
    if (value == nullptr)
        return {};
    return value->is_string() ? std::string{value->get_string()} : boost::json::serialize(*value);
}

/// The lines of one text that the other has not, as objects. What is no JSON object is an event without a name.
std::vector<object> lines_of(std::string_view text, std::string_view without)
{
    auto mine = split(text, '\n');
    auto others = split(without, '\n');
    std::ranges::sort(mine);
    std::ranges::sort(others);
    std::vector<std::string_view> left;
    std::ranges::set_difference(mine, others, std::back_inserter(left));
    std::vector<object> objects;
    for (auto const line : left) {
        std::error_code problem;
        auto value = boost::json::parse(line, problem);
        objects.push_back(problem || !value.is_object() ? object{{"name", line}} : value.get_object());
    }
    std::ranges::stable_sort(objects, {}, [](object const& one) { return member(one, "startDate"); });
    return objects;
}

/// "2031-04-05T19:00 Owl Prowl"
std::string title_of(object const& event)
{
    return cut_at_word(fmt::format("{} {}", member(event, "startDate").substr(0, 16), member(event, "name")), 120);
}

/// "location was ..., is ..."
std::string changes_between(object const& was, object const& is)
{
    constexpr std::size_t most = 80;
    std::string text;
    auto const say = [&](std::string_view key) {
        auto const before = member(was, key);
        auto const after = member(is, key);
        if (before != after)
            text += fmt::format("{}{} was {}, is {}", text.empty() ? "" : "; ", key,
                                before.empty() ? "not there" : in_quotes(cut_at_word(before, most)),
                                after.empty() ? "not there" : in_quotes(cut_at_word(after, most)));
    };
    for (auto const& one : was)
        say(one.key());
    for (auto const& one : is)
        if (!was.contains(one.key()))
            say(one.key());
    return text;
}

}  // namespace

std::string events_file(std::string capture)
{
    for (std::string_view const ending : {".gz", ".warc"})
        if (capture.ends_with(ending))
            capture.resize(capture.size() - ending.size());
    return capture + ".jsonl";
}

std::string to_json_lines(std::span<Event const> events)
{
    std::vector<Event const*> sorted;
    for (auto const& event : events)
        sorted.push_back(&event);
    std::ranges::sort(sorted, {}, [](auto const* e) { return std::tie(e->when.start, e->name, e->url); });
    std::string lines;
    for (auto const* event : sorted)
        lines += to_json_line(*event) + '\n';
    return lines;
}

std::vector<std::string> differences_between(std::string_view expected, std::string_view read)
{
    auto wanted = lines_of(expected, read);
    auto got = lines_of(read, expected);
    std::vector<std::string> differences;
    for (auto const& want : wanted) {
        auto const same = [&](auto const& a, auto const& b, std::string_view key) {
            return !member(a, key).empty() && member(a, key) == member(b, key);
        };
        auto found = std::ranges::find_if(
            got, [&](auto const& one) { return same(one, want, "name") && same(one, want, "startDate"); });
        if (found == got.end())
            found = std::ranges::find_if(
                got, [&](auto const& one) { return same(one, want, "url") || same(one, want, "name"); });
        if (found == got.end()) {
            differences.push_back(fmt::format("expected and not read: {}", title_of(want)));
            continue;
        }
        differences.push_back(fmt::format("{}: {}", title_of(want), changes_between(want, *found)));
        got.erase(found);
    }
    for (auto const& one : got)
        differences.push_back(fmt::format("read and not expected: {}", title_of(one)));
    return differences;
}

std::vector<std::string> check_capture(Source const& source, Plan const& plan)
{
    auto const capture =
        (std::filesystem::path{source.position.file}.parent_path() / source.capture.value_or("")).string();
    ReplayFetcher replay{{capture}};
    HarvestOptions options;
    FixedClock const still{absl::UnixEpoch()};
    options.clock = &still;
    options.now = source.capture_now ? read_now(*source.capture_now, source.timezone)
                                     : replay.captured().value_or(absl::UnixEpoch());
    options.window_days = plan.config.window.days;
    auto const results = harvest({source}, plan.config, replay, options);

    auto const expected = read_input(events_file(capture));
    auto differences = differences_between(expected, to_json_lines(results.front().reading.events));
    for (auto const& note : results.front().reading.notes)
        if (note.level == Level::error && !differences.empty())
            differences.push_back(note.message);
    return differences;
}

}  // namespace almanac
