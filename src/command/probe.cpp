#include "command/probe.hpp"

#include "command/interrupt.hpp"
#include "command/new_source.hpp"
#include "command/page_input.hpp"
#include "command/parser.hpp"
#include "command/plan.hpp"
#include "command/probe_advice.hpp"
#include "command/probe_table.hpp"
#include "command/recording.hpp"
#include "command/repair.hpp"
#include "command/times.hpp"
#include "config/error.hpp"
#include "config/toml.hpp"
#include "event/event_json.hpp"
#include "fetch/url.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "read/leads.hpp"
#include "read/propose.hpp"
#include "text/text.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <algorithm>

namespace almanac {

namespace {

constexpr std::string_view without_id = "-";  ///< the value of --write where none is given

struct Options {
    PlanOptions plan;
    PageInput page;
    FetchingOptions fetching;
    std::string write;
    std::string repair;
    std::string capture;
    std::string name;
    std::size_t way = 0;  ///< the row to take, from 1; 0: the best
    bool events = false;
};

void declare(Parser& parser, Options& options)
{
    declare_page(parser, options.page).required(false);
    declare_replay(parser, options.fetching);
    parser
        .add("--write", options.write,
             "Write sources/ID.toml with the best way, its capture and its events; with --repair and without "
             "an ID, change the source's file")
        .value("ID")
        .or_alone(std::string{without_id});
    parser
        .add("--repair", options.repair,
             "Compare the capture of a source with today's page and propose what to change in its file")
        .value("SOURCE");
    parser.add("--capture", options.capture, "The capture from when it worked (default: the one beside the source)")
        .value("FILE");
    parser.add("--name", options.name, "Name of the organizer in that file (default: the page's title)").value("NAME");
    parser.add("--way", options.way, "Take the way in this row instead of the best").value("N");
    parser.add_flag("--events", options.events, "Print the events of the best way, one as JSON a line");
    declare_plan(parser, options.plan);
}

/// What a file answers: itself, and nothing else.
Fetching file_fetching(Options const& options, std::string const& timezone, std::optional<Page> page)
{
    Fetching fetching;
    fetching.now = options.fetching.now.empty() ? absl::Now() : read_now(options.fetching.now, timezone);
    fetching.replay = true;
    fetching.clock = std::make_unique<FixedClock>(fetching.now);
    fetching.fetcher = page ? std::make_unique<OnePage>(std::move(*page)) : std::make_unique<OnePage>();
    return fetching;
}

/// A fetcher that writes into a capture what it answers. `page`: the one that was given as a file.
Fetching recording(Options const& options, Plan const& plan, Page const& page, Shell const& shell,
                   std::string const& capture)
{
    if (is_address(options.page.input)) {
        auto asked = options.fetching;
        asked.only = {options.write};
        return make_recording(asked, plan, shell, capture);
    }
    auto fetching = file_fetching(options, plan.config.timezone, page);
    record_into(fetching, capture);
    return fetching;
}

std::string title_of(Page const& page)
{
    auto const document = parse_page(page.body, header(page.headers, "Content-Type"));
    if (auto const site = select_first(whole(document), compile_selector("meta[property='og:site_name'][content]")))
        return collapse_spaces(attribute(site, "content").value_or(""));
    if (auto const title = select_first(whole(document), compile_selector("title")))
        return text_of(title);
    return {};
}

std::string source_file(Way const& way, Options const& options, Page const& page, Source const& source)
{
    auto name = options.name.empty() ? title_of(page) : options.name;
    if (name.empty())
        name = options.write.empty() ? host_of(source.url) : options.write;
    auto const& url = way.rung.url.empty() ? source.url : way.rung.url;
    auto text = fmt::format("name     = {}\nurl      = {}\n", toml_string(name), toml_string(url));
    if (!way.rung.url.empty())
        text += fmt::format("homepage = {}\n", toml_string(source.url));
    return text + fmt::format("timezone = {}\n{}", toml_string(source.timezone), way.toml);
}

/// The best first among those that find events; what found none stays for the table.
std::vector<Way> find_ways(OpenPage const& page, ReadContext const& context, std::size_t& chosen)
{
    std::vector<Way> ways;
    auto rungs = survey(page, context);
    std::erase_if(rungs, [](auto const& rung) {
        return !found_anything(rung.reading) && rung.reading.notes.empty() && rung.url.empty();
    });
    chosen = rungs.empty() ? 0 : static_cast<std::size_t>(&best_rung(rungs, context) - rungs.data());
    bool const coming = !rungs.empty() && std::ranges::any_of(rungs[chosen].reading.events, [&](auto const& event) {
        return is_coming(event, context.now);
    });
    for (auto& rung : rungs) {
        auto toml = fmt::format("reader   = \"{}\"\n", rung.id);
        ways.push_back({std::move(rung), std::move(toml)});
    }
    if (coming || page.format() == Format::none)
        return ways;
    auto proposals = propose(page.page(), context);
    if (ways.empty() || ways[chosen].rung.reading.events.empty())
        chosen = ways.size();
    for (auto& proposal : proposals) {
        auto toml = (proposal.day_first ? "day_first = true\n\n" : "\n") + to_toml(proposal);
        ways.push_back(
            {{"", fmt::format("proposed: {}", proposal.recipe.items.empty() ? "the whole page" : proposal.recipe.items),
              false, std::move(proposal.trial)},
             std::move(toml),
             true});
    }
    return ways;
}

int fail(Shell& shell, std::string_view message)
{
    if (interrupt_flag()) {
        print(shell.err, "almanac probe: interrupted; nothing was written\n");
        return exit_interrupted;
    }
    print(shell.err, fmt::format("almanac probe: {}\n", message));
    return 1;
}

int run_repair(Options const& options, Shell& shell)
{
    if (!options.page.input.empty())
        throw ConfigError{
            fmt::format("--repair: the page is that of the source {}; leave out {}. A capture of today is "
                        "given with --replay FILE",
                        options.repair, in_quotes(options.page.input))};
    if (!options.write.empty() && options.write != without_id && options.write != options.repair)
        throw ConfigError{fmt::format("--repair changes the file of {}: write --write without an id", options.repair)};
    return repair_source({options.plan, options.fetching, options.repair, options.capture, !options.write.empty()},
                         shell);
}

int run(Options const& options, Shell& shell)
{
    if (!options.repair.empty())
        return run_repair(options, shell);
    if (options.page.input.empty())
        throw ConfigError{"almanac probe: name a page (its address, or a file), or a source with --repair SOURCE"};
    auto const plan = load_plan(options.plan, true);
    bool const is_file = !is_address(options.page.input);
    if (options.write == without_id)
        throw ConfigError{"--write: name the new source, as in --write oak"};
    if (!options.write.empty()) {
        check_new_source(options.write, options.plan.sources);
        if (is_file && resolve_url(options.page.url, "").empty())
            throw ConfigError{"--write: a source needs the address that the file came from. Give it with --url"};
    }
    if (is_file && !options.fetching.replay.empty())
        throw ConfigError{"--replay: answers for an address, and a file was given. Give the page's address instead"};
    auto asked = options.fetching;
    asked.only = {"probe"};  // nobody's token is needed
    auto fetching =
        is_file ? file_fetching(options, plan.config.timezone, std::nullopt) : make_fetching(asked, plan, shell);
    auto const page = is_file ? get_file(options.page, plan.config, shell)
                              : get(*fetching.fetcher, {.source = "probe", .url = options.page.input});
    if (!page.ok())
        return fail(shell, page.message);
    if (auto const why = why_no_page(page); !why.empty())
        return fail(shell, why);
    Source source;
    source.id = "probe";
    source.name = options.page.input;
    source.timezone = plan.config.timezone;
    source.url = page.final_url.empty() ? std::string{nowhere} : page.final_url;
    auto const clock = wall_clock(fetching.now, source.timezone);
    auto const today = absl::CivilDay(clock);
    std::size_t chosen = 0;
    auto const ways =
        find_ways(OpenPage{page}, {source, *fetching.fetcher, clock, today, today + plan.config.window.days}, chosen);
    if (interrupt_flag())
        return fail(shell, "");
    if (options.way > ways.size())
        throw ConfigError{fmt::format("--way: there are {} ways, no number {}", ways.size(), options.way)};
    if (options.way > 0)
        chosen = options.way - 1;
    if (chosen >= ways.size() || ways[chosen].rung.reading.events.empty()) {
        if (!ways.empty() && !options.events)
            print(shell.out, table_of(ways, ways.size(), clock));
        return fail(shell, advice_without_events(page));
    }
    auto const& best = ways[chosen];
    if (options.events) {
        for (auto const& event : best.rung.reading.events)
            print(shell.out, to_json_line(event) + '\n');
        return 0;
    }
    auto const file = source_file(best, options, page, source);
    print(shell.out, table_of(ways, chosen, clock) + '\n' +
                         (options.way > 0 ? fmt::format("Chosen: {}: by --way\n", best.rung.name)
                                          : reason_of(ways, chosen, clock)));
    if (options.write.empty()) {
        print(shell.out, fmt::format("\nAs a source file (--write ID writes it, with a capture):\n\n{}", file));
        return 0;
    }
    return write_new_source({options.write, file, options.plan.sources}, plan, shell,
                            [&](std::string const& capture) { return recording(options, plan, page, shell, capture); });
}

}  // namespace

Command probe_command()
{
    Command command;
    command.name = "probe";
    command.summary = "Find out how a page can be read";
    command.description =
        "Tries every way to find events in a page, best first: what the page leads to (the API of its platform, a "
        "calendar file that it offers), data in it (JSON-LD, microdata, iCalendar ...), the markup of known platforms, "
        "and, where there is none of these, structures that repeat and hold dates, as a recipe for you to correct. "
        "Shows how many events each finds and which fields they fill, which way is best and why, and the source file "
        "that pins it. With --write, writes that file, a capture of its pages and the events that come of it, so that "
        "`almanac check` watches over it from then on.";
    command.examples = {{"almanac probe https://example.org/events/", "What can be read of a page of the web."},
                        {"almanac probe https://example.org/events/ --write oak --name \"Oak Society\"",
                         "The same, and write sources/oak.toml with its capture."},
                        {"almanac probe --repair oak",
                         "Where do the events stand since the site was changed? Shows a diff of sources/oak.toml."},
                        {"almanac probe saved.html --url https://example.org/events/ --events",
                         "The events that the best way finds in a saved page."}};
    command.exit_codes = {{0, "some way finds events; with --repair: nothing is broken, or it can be mended"},
                          {1, "no way does, or the page could not be had"},
                          {2, "an option or the configuration is wrong"},
                          {130, "interrupted; nothing was written"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
