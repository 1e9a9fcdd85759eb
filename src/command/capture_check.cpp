#include "command/capture_check.hpp"

#include "command/plan.hpp"
#include "command/times.hpp"
#include "event/event_json.hpp"
#include "fetch/replay_fetcher.hpp"
#include "harvest/harvest.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace almanac {

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

    std::vector<std::string> differences;
    auto const lines = to_json_lines(results.front().reading.events);
    auto const expected = read_input(events_file(capture));
    auto got = split(lines, '\n');
    auto want = split(expected, '\n');
    std::ranges::sort(got);
    std::ranges::sort(want);
    std::vector<std::string_view> missing;
    std::vector<std::string_view> extra;
    std::ranges::set_difference(want, got, std::back_inserter(missing));
    std::ranges::set_difference(got, want, std::back_inserter(extra));
    differences.reserve(missing.size() + extra.size());
    for (auto const line : missing)
        differences.push_back(fmt::format("expected and not read: {}", cut_at_word(line, 200)));
    for (auto const line : extra)
        differences.push_back(fmt::format("read and not expected: {}", cut_at_word(line, 200)));
    for (auto const& note : results.front().reading.notes)
        if (note.level == Level::error && !differences.empty())
            differences.push_back(note.message);
    return differences;
}

}  // namespace almanac
