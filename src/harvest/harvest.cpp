#include "harvest/harvest.hpp"

#include "merge/duplicates.hpp"
#include "refine/refine.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace almanac {

namespace {

/// The first thing that went wrong, naming its page, with how many pages it cost.
std::string first_failure(Reading const& reading)
{
    auto const error = std::ranges::find(reading.notes, Level::error, &Note::level);
    if (error == reading.notes.end())
        return {};
    auto message = error->message;
    if (!error->url.empty() && message.find("://") == std::string::npos)
        message = fmt::format("{}: {}", error->url, message);
    if (reading.failed_pages == 0 || reading.pages + reading.failed_pages == 1)
        return message;
    if (reading.pages == 0)
        return fmt::format("None of {} pages could be had. First: {}", reading.failed_pages, message);
    return fmt::format("{} of {} pages failed; kept what was read. First: {}", reading.failed_pages,
                       reading.pages + reading.failed_pages, message);
}

bool is_asked_for(Source const& source, HarvestOptions const& options)
{
    return options.only.empty() || std::ranges::find(options.only, source.id) != options.only.end();
}

SourceResult read_one(Source const& source, Config const& config, Fetcher& fetcher, HarvestOptions const& options)
{
    SourceResult result;
    result.source = &source;
    if (!is_asked_for(source, options)) {
        result.outcome = Outcome::not_asked;
        result.message = "not asked for in this run";
        return result;
    }
    if (options.over && options.over()) {
        result.outcome = Outcome::not_reached;
        result.message = "the run's time was over before its turn";
        return result;
    }
    auto const token = options.tokens.find(source.id);
    bool const has_token = token != options.tokens.end();
    if (has_token && !token->second.ok()) {
        result.outcome = Outcome::skipped;
        result.message = token->second.problem;
        return result;
    }
    CountingFetcher counting{fetcher};
    try {
        auto const zone = find_zone(source.timezone).value_or(absl::UTCTimeZone());
        auto const refining = refine_options(config, source, options.now, options.window_days);
        auto reading =
            make_reader(source)->read({source, counting, absl::ToCivilSecond(options.now, zone), refining.from,
                                       refining.to, has_token ? token->second.value : std::string{}});
        result.reading = refine(std::move(reading), source, config, refining);
        auto merged = merge_within(std::move(result.reading.events));
        result.reading.events = std::move(merged.events);
        std::ranges::move(merged.drops, std::back_inserter(result.reading.drops));
        result.message = first_failure(result.reading);
    } catch (std::exception const& error) {
        result.message = fmt::format("the reader '{}' gave up: {}", source.reader, error.what());
        result.reading.notes.push_back({Level::error, source.id, {}, result.message});
    }
    result.traffic = counting.traffic();
    if (result.traffic.pages == 0 && result.traffic.late_pages > 0)
        result.outcome = Outcome::not_reached;
    return result;
}

}  // namespace

std::vector<SourceResult> harvest(std::vector<Source> const& sources, Config const& config, Fetcher& fetcher,
                                  HarvestOptions const& options)
{
    std::vector<SourceResult> results(sources.size());
    std::atomic<std::size_t> next{0};
    std::mutex done_mutex;
    auto const work = [&] {
        for (auto i = next++; i < sources.size(); i = next++) {
            auto const started = options.clock->now();
            results[i] = read_one(sources[i], config, fetcher, options);
            results[i].finished = options.clock->now();
            results[i].took = results[i].finished - started;
            if (options.done) {
                std::scoped_lock const lock{done_mutex};
                options.done(results[i]);
            }
        }
    };
    std::vector<std::jthread> workers;
    for (std::size_t i = 1; i < std::min(options.workers, sources.size()); ++i)
        workers.emplace_back(work);
    work();
    workers.clear();
    return results;
}

}  // namespace almanac
