#include "command/explain.hpp"

#include "command/fetching.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/text_event.hpp"
#include "config/error.hpp"
#include "fetch/url.hpp"
#include "harvest/harvest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace almanac {

namespace {

struct Options {
    PlanOptions plan;
    FetchingOptions fetching;
    std::string source;
    std::string url;
    int days = 0;
};

void declare(Parser& parser, Options& options)
{
    parser.add("source", options.source, "The source").value("SOURCE").required();
    parser.add("url", options.url, "Only what came from this page or leads to it").value("URL");
    declare_days(parser, options.days);
    declare_replay(parser, options.fetching);
    declare_plan(parser, options.plan);
}

bool concerns(std::string_view url, std::string_view page, Options const& options)
{
    return options.url.empty() || capture_key("GET", url) == capture_key("GET", options.url) ||
           capture_key("GET", page) == capture_key("GET", options.url);
}

/// How it was read: what `auto` chose on which pages, and which ways it tried in vain.
std::string choices_of(Reading const& reading)
{
    std::map<std::string, int> pages;
    std::vector<std::string const*> order;
    for (auto const& note : reading.notes)
        if (note.level == Level::info && pages[note.message]++ == 0)
            order.push_back(&note.message);
    std::string text;
    for (auto const* message : order)
        text +=
            fmt::format("  {}{}\n", *message, pages[*message] > 1 ? fmt::format(" ({} pages)", pages[*message]) : "");
    return text.empty() ? text : "\nHow it was read:\n" + text;
}

int run(Options const& options, Shell& shell)
{
    auto plan = load_plan(options.plan);
    auto const source = find_source(plan, options.source);
    auto how = options.fetching;
    how.only = {source.id};
    auto fetching = make_fetching(how, plan, shell);
    auto const harvesting = harvest_options(fetching, plan, options.days);
    auto const results = harvest({source}, plan.config, *fetching.fetcher, harvesting);
    auto const& result = results.front();
    auto const& reading = result.reading;

    auto out = fmt::format("{} ({}), reader {}: {} pages, {} failed, {} KB, {:.1f} s\n", source.id, source.name,
                           source.reader, result.traffic.pages, reading.failed_pages, result.traffic.bytes / 1024,
                           absl::ToDoubleSeconds(result.took));
    if (result.outcome == Outcome::skipped)
        out += result.message + '\n';
    out += choices_of(reading);
    out += fmt::format("\nFound {}:\n", reading.events.size());
    for (auto const& event : reading.events) {
        if (!concerns(event.url, event.page, options))
            continue;
        out += "  " + to_text(event);
        for (auto const& assumption : event.assumptions)
            out += fmt::format("      assumed: {}\n", assumption);
    }
    out += fmt::format("\nDropped {}:\n", reading.drops.size());
    for (auto const& drop : reading.drops)
        if (concerns(drop.url, {}, options))
            out += fmt::format("  {}: {}{}{}\n", drop.name.empty() ? "(no name)" : drop.name, drop.reason,
                               drop.detail.empty() ? "" : ": ", drop.detail);
    print(shell.out, out);
    for (auto const& note : reading.notes)
        if (note.level != Level::info)
            print_note(note, shell);
    return reading.events.empty() && result.traffic.pages == 0 ? 1 : 0;
}

}  // namespace

Command explain_command()
{
    Command command;
    command.name = "explain";
    command.summary = "Show what a source gives, what was dropped, and why";
    command.description = "Reads one source and shows by which way it was read and why, each event with how gaps of "
                          "its date were filled, each event that "
                          "was dropped with the reason, and every page that failed. Publishes nothing.";
    command.examples = {{"almanac explain vnps", "Read it now."},
                        {"almanac explain vnps https://vnps.org/events/", "Only what that page gave."},
                        {"almanac explain montgomery --replay demo/dc-area.warc.gz", "From a capture."}};
    command.exit_codes = {
        {0, "at least one page was read"}, {1, "no page could be had"}, {2, "an option or the configuration is wrong"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
