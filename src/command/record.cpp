#include "command/record.hpp"

#include "command/capture_check.hpp"
#include "command/fetching.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/recording.hpp"
#include "config/error.hpp"
#include "harvest/harvest.hpp"
#include "store/posix.hpp"

#include <fmt/format.h>

namespace almanac {

namespace {

struct Options {
    PlanOptions plan;
    FetchingOptions fetching;
    std::string source;
    bool all = false;
    int days = 0;
};

void declare(Parser& parser, Options& options)
{
    parser.add("source", options.source, "The source to record").value("SOURCE");
    parser.add_flag("--all", options.all, "Record every source into one capture");
    parser
        .add("--output", options.fetching.record,
             "The capture to write (default: captures/SOURCE.warc.gz beside the source files)")
        .value("FILE");
    parser
        .add("--stand-in", options.fetching.stand_in,
             "Ask this server for the pages of every host, to make a capture of pages of your own")
        .value("URL");
    declare_days(parser, options.days);
    declare_replay(parser, options.fetching);
    declare_plan(parser, options.plan);
}

int run(Options const& given, Shell& shell)
{
    auto options = given;
    if (options.all != options.source.empty())
        throw ConfigError{"almanac record: name one source, or give --all with --output FILE"};
    if (options.all && options.fetching.record.empty())
        throw ConfigError{"almanac record --all: --output names the capture to write"};
    auto const plan = load_plan(options.plan);
    auto const chosen = options.all ? plan.sources : std::vector<Source>{find_source(plan, options.source)};
    if (options.fetching.record.empty())
        options.fetching.record = capture_file(options.plan.sources, options.source);
    make_capture_folder(options.fetching.record);

    if (!options.all)
        options.fetching.only = {options.source};
    auto fetching = make_recording(options.fetching, plan, shell, options.fetching.record);
    auto const results = record_sources(chosen, plan, fetching, options.days);

    int pages = 0;
    for (auto const& result : results) {
        pages += result.traffic.pages;
        print_notes(result.reading.notes, shell);
        if (result.outcome == Outcome::skipped)
            print_note({Level::warning, result.source->id, {}, result.message}, shell);
    }
    print(shell.err, fmt::format("{}: {} pages\n", options.fetching.record, pages));
    if (!options.all) {
        auto const events = events_file(options.fetching.record);
        write_file(events, to_json_lines(results.front().reading.events));
        print(shell.err,
              fmt::format("{}: {} events. Look at them; when they are right, put these lines into {}:\n{}", events,
                          results.front().reading.events.size(), results.front().source->position.file,
                          capture_lines(options.fetching.record, options.plan.sources, fetching.now)));
    }
    return pages > 0 ? 0 : 1;
}

}  // namespace

Command record_command()
{
    Command command;
    command.name = "record";
    command.summary = "Keep the pages of a source as a capture";
    command.description =
        "Reads a source and writes every exchange into a capture (WARC 1.1, secrets left out), with the events that "
        "came "
        "of it beside it. `almanac check` replays the capture from then on and says when other events come out.";
    command.examples = {{"almanac record vnps", "Write sources/captures/vnps.warc.gz and vnps.jsonl."},
                        {"almanac record vnps --replay sources/captures/vnps.warc.gz",
                         "The same pages, with the events that the changed file makes of them."},
                        {"almanac record --all --output today.warc.gz", "Every source, to replay elsewhere."}};
    command.exit_codes = {{0, "at least one page was recorded"},
                          {1, "no page could be had, or the capture could not be written"},
                          {2, "an option or the configuration is wrong"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
