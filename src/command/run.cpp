#include "command/run.hpp"

#include "command/fetching.hpp"
#include "command/interrupt.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/publishing.hpp"
#include "command/times.hpp"
#include "config/error.hpp"
#include "harvest/shard.hpp"
#include "harvest/shard_json.hpp"
#include "store/publish.hpp"
#include "store/store.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace almanac {
namespace {

struct Options {
    PlanOptions plan;
    FetchingOptions fetching;
    PublishingOptions publishing;
    std::vector<std::string> only;
    std::string shard;
    int days = 0;
};

void declare(Parser& parser, Options& options)
{
    parser.add("--source", options.only, "Read only this source; the others keep their events; repeatable").value("ID");
    parser
        .add("--shard", options.shard,
             "Read only a part of the sources, 3/25 or one ID, and store it for `almanac merge`")
        .value("SHARD");
    declare_days(parser, options.days);
    declare_replay(parser, options.fetching);
    declare_run(parser, options.fetching);
    declare_record(parser, options.fetching);
    declare_publishing(parser, options.publishing);
    declare_plan(parser, options.plan);
}

/// The sources that take part: those enabled, and those asked for by name.
void choose_sources(Plan& plan, std::vector<std::string> const& only)
{
    for (auto const& id : only)
        (void)find_source(plan, id);
    std::erase_if(plan.sources, [&](Source const& source) {
        return !source.enabled && std::ranges::find(only, source.id) == only.end();
    });
    if (plan.sources.empty())
        throw ConfigError{
            "There is no source to read: the folder of the sources holds none that is enabled. A source is "
            "a small file, such as sources/library.toml (docs/recipes.md)."};
}

/// A line that is written anew for each source that is done; only on a terminal.
class Progress {
public:
    Progress(std::size_t total, Shell& shell) : m_total(total), m_shell(shell) {}

    void show(SourceResult const& result)
    {
        ++m_done;
        if (is_shown())
            print(m_shell.err, fmt::format("\r\033[K[{}/{}] {}: {} events, {} pages", m_done, m_total,
                                           result.source->id, result.reading.events.size(), result.traffic.pages));
    }

    void clear()
    {
        if (is_shown())
            print(m_shell.err, "\r\033[K");
    }

private:
    [[nodiscard]] bool is_shown() const { return m_shell.err_is_terminal && !m_shell.json_log; }

    std::size_t m_total;
    std::size_t m_done = 0;
    Shell& m_shell;
};

/// Pages are asked for again only when they have changed since the catalog kept them.
void use_kept_pages(FetchingOptions& fetching, Catalog& catalog, bool dry_run)
{
    fetching.find_cached = [&](std::string_view url) { return catalog.find_page(url); };
    if (!dry_run)
        fetching.store_cached = [&](std::string_view url, CachedPage const& page) {
            catalog.save_page(url, page, absl::Now());
        };
}

/// What was read, and what became of the recording: empty when it is whole.
struct ReadSources {
    Harvest harvest;
    std::string recording_problem;
};

ReadSources read_sources(Plan const& plan, Options const& options, FetchingOptions const& fetching_options,
                         Shell& shell)
{
    auto fetching = make_fetching(fetching_options, plan, shell);
    auto harvesting = harvest_options(fetching, plan, options.days);
    auto const end = reading_end(plan.config, shell);
    Progress progress{plan.sources.size(), shell};
    harvesting.over = [&] { return interrupt_flag() || absl::Now() > end; };
    harvesting.done = [&](SourceResult const& result) { progress.show(result); };
    auto const begin = fetching.clock->now();
    ReadSources read;
    read.harvest = {.now = fetching.now,
                    .window_days = harvesting.window_days,
                    .notes = fetching.notes,
                    .results = harvest(plan.sources, plan.config, *fetching.fetcher, harvesting)};
    read.harvest.took = fetching.clock->now() - begin;
    progress.clear();
    read.recording_problem = finish(fetching);
    return read;
}

int say_interrupted(Shell& shell)
{
    print(shell.err, "almanac run: interrupted; what was published before is as it was\n");
    return exit_interrupted;
}

/// The exit code with the recording taken into account.
int say_recording(std::string const& problem, int code, Shell& shell)
{
    if (problem.empty())
        return code;
    print(shell.err, fmt::format("almanac run: the recording failed: {}\n", problem));
    return code == 0 ? 3 : code;
}

void check_shard_options(Options const& options)
{
    if (!options.only.empty())
        throw ConfigError{"--shard and --source: a shard says itself which sources it reads. Give one of them."};
    if (options.publishing.dry_run)
        throw ConfigError{"--shard and --dry-run: a shard is only stored, and published by `almanac merge`. To see "
                          "what one source would give: almanac run --dry-run --source ID"};
    auto const& fetching = options.fetching;
    if (fetching.run.empty() && fetching.now.empty() && fetching.replay.empty())
        throw ConfigError{"--shard: all shards of a run need the same name. Give --run, such as "
                          "--run 2026-11-23T18-00-00Z."};
}

/// Reads one shard and stores it. It knows nothing of earlier runs; `almanac merge` does.
int run_shard(Options const& options, Shell& shell)
{
    check_shard_options(options);
    auto plan = load_plan(options.plan);
    choose_sources(plan, {});
    auto const shard = read_shard(options.shard, plan.sources);
    keep_shard(shard, plan.sources);
    auto const read = read_sources(plan, options, options.fetching, shell);
    if (interrupt_flag())
        return say_interrupted(shell);

    auto const path = shard_path(run_name(read.harvest.now), shard);
    auto const place = place_of(options.publishing, plan);
    make_store(place, plan.config.s3, shell.environment)->put({path, to_shard_json(read.harvest), "application/json"});
    std::size_t events = 0;
    for (auto const& result : read.harvest.results)
        events += result.reading.events.size();
    if (!options.publishing.quiet)
        print(shell.out,
              fmt::format("Stored {} in {}; sources: {}, events: {}. When all shards are there: almanac merge {}\n",
                          path, place, plan.sources.size(), events, run_name(read.harvest.now)));
    return say_recording(read.recording_problem, 0, shell);
}

int run(Options const& options, Shell& shell)
{
    if (!options.shard.empty())
        return run_shard(options, shell);
    auto plan = load_plan(options.plan);
    choose_sources(plan, options.only);
    bool const dry_run = options.publishing.dry_run;
    auto place = open_place(place_of(options.publishing, plan), plan.config, shell);
    auto fetching = options.fetching;
    fetching.only = options.only;
    auto const name = fetching.run.empty() ? std::string{} : run_name(read_run(fetching.run, "--run"));
    auto const published = [&] {
        return !dry_run && !name.empty() &&
               run_is_published(*place.store, name, place.name, options.publishing.quiet, shell);
    };
    if (published())
        return 0;
    if (!dry_run)
        begin(place, plan.config, name, shell);
    if (published())  // while this run was waiting for its turn
        return 0;
    use_kept_pages(fetching, look(place, plan.config), dry_run);
    auto read = read_sources(plan, options, fetching, shell);
    if (interrupt_flag())
        return say_interrupted(shell);
    auto const code = publish_harvest(std::move(read.harvest), plan, place, options.publishing, options.only, shell);
    return say_recording(read.recording_problem, code, shell);
}

}  // namespace

Command run_command()
{
    Command command;
    command.name = "run";
    command.summary = "Read every source and publish the calendar";
    command.description = "Reads every source of the sources folder, compares with what was there before, and "
                          "publishes: the three CSV files "
                          "for The Events Calendar, what an editor must change by hand, the report and the log. A "
                          "source that fails keeps "
                          "its known events and stops no other. The files appear together or not at all.\n"
                          "With --shard it reads a part of the sources and only stores what they gave; `almanac "
                          "merge` publishes once all parts are there.";
    command.examples = {
        {"almanac run", "Read every source, publish to the place that almanac.toml names."},
        {"almanac run --replay demo/dc-area.warc.gz --out out", "The demo: answers from a capture, without a network."},
        {"almanac run --dry-run --source vnps", "See what one source would give."},
        {"almanac run --record today.warc.gz", "Keep every page, to replay the run later."},
        {"almanac run --shard 3/25 --run 2026-11-23T18-00-00Z", "The third of 25 machines that share the work."}};
    command.exit_codes = {
        {0, "published; every source that was asked for could be read. With --shard: stored"},
        {1, "nothing could be published; what was there before is as it was"},
        {2, "an option or the configuration is wrong"},
        {3, "published, but some source is broken, stale or was not reached, or the recording failed"},
        {130, "interrupted; what was there before is as it was"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
