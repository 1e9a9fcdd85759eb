#include "command/read.hpp"

#include "command/page_input.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/text_event.hpp"
#include "command/times.hpp"
#include "config/error.hpp"
#include "config/platforms.hpp"
#include "event/event_json.hpp"
#include "read/reader.hpp"
#include "refine/refine.hpp"
#include "time/zone.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <algorithm>

namespace almanac {

namespace {

struct Options {
    PlanOptions plan;
    PageInput page;
    std::string source;
    std::string reader = "auto";
    std::string now;
    std::string timezone;
    std::string from;
    std::string to;
    std::string format = "auto";
    bool no_window = false;
    bool no_expand = false;
};

/// The readers that need no recipe.
std::vector<std::string> readers()
{
    std::vector<std::string> all;
    for (auto const name : all_readers())
        if (name != "html" && name != "json")
            all.emplace_back(name);
    return all;
}

void declare(Parser& parser, Options& options)
{
    declare_page(parser, options.page);
    parser.add("--source", options.source, "Read it as this source's file says (its reader, recipe, time zone)")
        .value("ID");
    parser.add("--reader", options.reader, "Read it with this reader").value("READER").one_of(readers());
    parser.add("--now", options.now, "Read it as if it were this time").value("TIME");
    parser.add("--timezone", options.timezone, "The zone of times that name none").value("ZONE");
    parser.add("--from", options.from, "First day of the window (default: today)").value("DATE");
    parser.add("--to", options.to, "Last day of the window (default: 90 days ahead)").value("DATE");
    parser.add_flag("--no-window", options.no_window, "Keep events of all times");
    parser.add_flag("--no-expand", options.no_expand,
                    "Show events as stated: what repeats once, old versions and those without a name too");
    parser.add("--format", options.format, "How events are printed; auto: text on a terminal, else jsonl")
        .value("FORMAT")
        .one_of({"auto", "jsonl", "text"});
    declare_plan(parser, options.plan);
}

/// Why there is nothing to print, and what to do about it.
std::string nothing_found(std::string const& input, std::vector<Drop> const& drops)
{
    if (drops.empty())
        return fmt::format("no event was found in {}; `almanac probe` shows what else there is", input);
    auto const& first = drops.front();
    return fmt::format("no event is left of {}: {} {} dropped (the first: {}: {}); `--no-window` keeps those of all "
                       "times, `almanac probe` shows what else there is",
                       input, drops.size(), drops.size() == 1 ? "was" : "were", first.reason, first.detail);
}

Source source_of(Options const& options, Plan const& plan)
{
    auto source = options.source.empty() ? Source{} : find_source(plan, options.source);
    if (options.source.empty()) {
        source.id = "read";
        source.name = options.page.input;
        source.reader = options.reader;
        source.timezone = plan.config.timezone;
    }
    if (!options.timezone.empty()) {
        source.timezone = iana_zone(options.timezone);
        if (source.timezone.empty())
            throw ConfigError{fmt::format("--timezone: there is no zone '{}'{}", options.timezone,
                                          suggestion(nearest_zone(options.timezone)))};
    }
    return source;
}

int run(Options const& options, Shell& shell)
{
    auto const plan = load_plan(options.plan, options.source.empty());
    auto source = source_of(options, plan);
    auto const now = options.now.empty() ? absl::Now() : read_now(options.now, source.timezone);
    auto page = get_page(options.page, plan, source.id, shell);
    if (!page.ok()) {
        print(shell.err, fmt::format("almanac read: {}\n", page.message));
        return 1;
    }
    source.url = page.final_url.empty() ? std::string{nowhere} : page.final_url;

    auto refining = refine_options(plan.config, source, now, plan.config.window.days);
    refining.no_window = options.no_window;
    refining.no_expand = options.no_expand;
    if (!options.from.empty())
        refining.from = read_day(options.from, "--from");
    if (!options.to.empty())
        refining.to = read_day(options.to, "--to");
    refining.past = refining.past || !options.from.empty();

    auto const page_url = page.final_url;
    OnePage fetcher{std::move(page)};
    auto reading = make_reader(source)->read(
        {source, fetcher, wall_clock(now, source.timezone), refining.from, refining.to, {}, options.no_expand});
    if (page_url.empty())
        source.url.clear();
    reading = refine(std::move(reading), source, plan.config, refining);

    auto const text = options.format == "text" || (options.format == "auto" && shell.out_is_terminal);
    std::string out;
    for (auto const& event : reading.events)
        out += text ? to_text(event) : to_json_line(event) + '\n';
    print(shell.out, out);
    print_notes(reading.notes, shell);
    for (auto const& drop : reading.drops)
        print_note({Level::info, source.id, drop.url,
                    fmt::format("dropped '{}': {}: {}", drop.name, drop.reason, drop.detail)},
                   shell);
    bool const said = std::ranges::any_of(reading.notes, [](Note const& note) { return note.level != Level::info; });
    if (reading.events.empty() && !said)
        print_note({Level::warning, source.id, page_url, nothing_found(options.page.input, reading.drops)}, shell);
    return reading.events.empty() && reading.failed_pages > 0 ? 1 : 0;
}

}  // namespace

Command read_command()
{
    Command command;
    command.name = "read";
    command.summary = "Show the events of one file or page";
    command.description =
        "Reads the events of a file (HTML, JSON, iCalendar) or of one page of the web and prints them, one "
        "schema.org/Event as JSON a line. What was dropped, and why, goes to standard error.";
    command.examples = {{"almanac read calendar.ics", "The events of the next 90 days in a file."},
                        {"almanac read page.html --url https://example.org/events/ --now 2026-03-01",
                         "A saved page, read as on the day it was saved."},
                        {"almanac read https://example.org/events/ --format text", "A page of the web, for people."},
                        {"almanac read --source vnps saved.html", "A saved page with the recipe of a source."}};
    command.exit_codes = {{0, "the file was read, even if it holds no event"},
                          {1, "the file or page could not be had"},
                          {2, "an option or the configuration is wrong"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
