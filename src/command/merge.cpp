#include "command/merge.hpp"

#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/publishing.hpp"
#include "command/times.hpp"
#include "config/error.hpp"
#include "harvest/shard.hpp"
#include "store/publish.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace almanac {
namespace {

struct Options {
    PlanOptions plan;
    PublishingOptions publishing;
    std::string run;
};

void declare(Parser& parser, Options& options)
{
    parser.add("run", options.run, "The name that the shards were given with --run").value("RUN").required();
    declare_publishing(parser, options.publishing);
    declare_plan(parser, options.plan);
}

/// The runs that have shards, as an advice.
std::string runs_with_shards(Store& store)
{
    std::set<std::string> runs;
    std::string_view const folder = "shards/";
    for (auto const& path : store.list(folder)) {
        auto const rest = std::string_view{path}.substr(folder.size());
        runs.emplace(rest.substr(0, rest.find('/')));
    }
    return runs.empty() ? "There are none of any run." : fmt::format("There are some of: {}.", fmt::join(runs, ", "));
}

int merge(Options const& options, Shell& shell)
{
    auto const run = run_name(read_run(options.run, "RUN"));
    auto plan = load_plan(options.plan);
    std::erase_if(plan.sources, [](Source const& source) { return !source.enabled; });
    auto place = open_place(place_of(options.publishing, plan), plan.config, shell);
    auto const published = [&] {
        return run_is_published(*place.store, run, place.name, options.publishing.quiet, shell);
    };
    if (published())
        return 0;

    auto joined = join_shards(*place.store, run, plan.sources);
    for (auto const& note : joined.harvest.notes)
        print(shell.err, fmt::format("almanac merge: {}\n", note));
    if (joined.shards == 0)
        throw StoreError{
            fmt::format("there is no shard of the run {} in {}. {}", run, place.name, runs_with_shards(*place.store))};
    if (!options.publishing.dry_run) {
        begin(place, plan.config, run, shell);
        if (published())  // by another merge, while this one was waiting or reading
            return 0;
    }
    return publish_harvest(std::move(joined.harvest), plan, place, options.publishing, {}, shell);
}

}  // namespace

Command merge_command()
{
    Command command;
    command.name = "merge";
    command.summary = "Publish what the shards of a run have read";
    command.description = "Joins the shards that `almanac run --shard` stored under one name of a run, compares with "
                          "what was there before and publishes, byte for byte as one `almanac run` over all sources "
                          "would have. A source whose shard is missing or damaged was not reached: it keeps its known "
                          "events. A run that is published already is left alone.";
    command.examples = {{"almanac merge 2026-11-23T18-00-00Z", "Publish what the machines of that run have read."},
                        {"almanac merge 2026-11-23T18-00-00Z --dry-run", "See which sources are there."}};
    command.exit_codes = {{0, "published, or published before; every source could be read"},
                          {1, "nothing could be published; what was there before is as it was"},
                          {2, "an option or the configuration is wrong"},
                          {3, "published, but some source is broken, stale or was not reached"}};
    bind<Options>(command, declare, merge);
    return command;
}

}  // namespace almanac
