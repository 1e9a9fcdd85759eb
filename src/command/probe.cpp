#include "command/probe.hpp"

#include "command/page_input.hpp"
#include "command/plan.hpp"
#include "command/text_event.hpp"
#include "command/times.hpp"
#include "config/error.hpp"
#include "config/toml.hpp"
#include "event/event_json.hpp"
#include "html/document.hpp"
#include "html/selector.hpp"
#include "read/propose.hpp"
#include "read/rungs.hpp"
#include "store/posix.hpp"
#include "text/text.hpp"

#include <CLI/CLI.hpp>
#include <absl/time/clock.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace almanac {

namespace {

struct Options {
    PlanOptions plan;
    PageInput page;
    std::string now;
    std::string write;
    std::string name;
    bool events = false;
};

void declare(CLI::App& app, Options& options)
{
    declare_page(app, options.page);
    app.add_option("--now", options.now, "Read it as if it were this time")->type_name("TIME");
    app.add_option("--write", options.write, "Write sources/ID.toml with the best way")->type_name("ID");
    app.add_option("--name", options.name, "Name of the organizer in that file (default: the page's title)")
        ->type_name("NAME");
    app.add_flag("--events", options.events, "Print the events of the best way, one as JSON a line");
    declare_plan(app, options.plan);
}

/// A way to read the page: what the source file says of it, and what it gives.
struct Way {
    std::string name;
    std::string toml;
    Reading reading;
};

std::string sample_of(Reading const& reading)
{
    auto const& event = reading.events.front();
    return fmt::format("{} {}{}", absl::FormatCivilTime(absl::CivilMinute(event.when.start)), event.name,
                       event.place.name.empty() ? "" : " · " + event.place.name);
}

std::string table_of(std::vector<Way> const& ways, absl::CivilSecond now)
{
    auto text = fmt::format("{:32} {:>6} {:>7} {:>7}  {}\n", "Way", "Events", "To come", "Fields", "For example");
    for (auto const& way : ways) {
        auto const coming =
            std::ranges::count_if(way.reading.events, [&](auto const& event) { return is_coming(event, now); });
        text += fmt::format("{:32} {:>6} {:>7} {:>5.1f}/9  {}\n", way.name, way.reading.events.size(), coming,
                            fullness(way.reading), cut_at_word(sample_of(way.reading), 70));
    }
    return text;
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
        name = options.write;
    return fmt::format("name     = {}\nurl      = {}\ntimezone = {}\n{}", toml_string(name), toml_string(source.url),
                       toml_string(source.timezone), way.toml);
}

/// Never writes over a file that is there.
std::filesystem::path write_source(std::string const& text, Options const& options)
{
    bool const plain = !options.write.empty() &&
                       options.write.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
    if (!plain)
        throw ConfigError{
            fmt::format("--write: {} is no id: use small letters, digits, _ and -", in_quotes(options.write))};
    auto path = std::filesystem::path{options.plan.sources} / (options.write + ".toml");
    if (std::filesystem::exists(path))
        throw ConfigError{fmt::format("{} is there already: remove it first, or choose another id", path.string())};
    write_file(path, text);
    return path;
}

std::vector<Way> find_ways(Page const& page, ReadContext const& context)
{
    std::vector<Way> ways;
    auto rungs = climb(page, context);
    std::erase_if(rungs, [](auto const& rung) { return rung.reading.events.empty(); });
    if (!rungs.empty())
        std::swap(rungs.front(), best_rung(rungs, context));
    ways.reserve(rungs.size());
    for (auto& rung : rungs)
        ways.push_back({rung.name, fmt::format("reader   = \"{}\"\n", rung.id), std::move(rung.reading)});
    if (!ways.empty())
        return ways;
    for (auto& proposal : propose(page, context))
        ways.push_back(
            {fmt::format("proposed: {}", proposal.recipe.items), '\n' + to_toml(proposal), std::move(proposal.trial)});
    return ways;
}

int run(Options const& options, Shell& shell)
{
    auto const plan = load_plan(options.plan, true);
    Source source;
    source.id = "probe";
    source.name = options.page.input;
    source.timezone = plan.config.timezone;
    auto const now = options.now.empty() ? absl::Now() : read_now(options.now, source.timezone);
    auto page = get_page(options.page, plan, source.id, shell);
    if (!page.ok()) {
        print(shell.err, fmt::format("almanac probe: {}\n", page.message));
        return 1;
    }
    source.url = page.final_url.empty() ? std::string{nowhere} : page.final_url;
    auto const clock = wall_clock(now, source.timezone);
    OnePage nothing{page};
    auto const ways = find_ways(
        page, {source, nothing, clock, absl::CivilDay(clock), absl::CivilDay(clock) + plan.config.window.days});
    if (ways.empty()) {
        print(shell.err,
              "almanac probe: this page holds no events that can be found: neither data, nor the markup of a "
              "known platform, nor rows with dates. Is its calendar filled in by a script? Then look for "
              "the address that the script asks (docs/add-a-calendar.md).\n");
        return 1;
    }
    auto const& best = ways.front();
    if (options.events) {
        for (auto const& event : best.reading.events)
            print(shell.out, to_json_line(event) + '\n');
        return 0;
    }
    auto const file = source_file(best, options, page, source);
    print(shell.out, table_of(ways, clock));
    if (options.write.empty())
        print(shell.out, fmt::format("\nThe first as a source file:\n\n{}", file));
    else
        print(shell.out, fmt::format("\nWrote {}. Next: almanac explain {}\n", write_source(file, options).string(),
                                     options.write));
    return 0;
}

}  // namespace

Command probe_command()
{
    Command command;
    command.name = "probe";
    command.summary = "Find out how a page can be read";
    command.description =
        "Tries every way to find events in a page, best first: data (JSON-LD, microdata, iCalendar ...), known "
        "platforms, "
        "and, where there is neither, structures of the page that repeat and hold dates, as a recipe for you to "
        "correct. "
        "Shows how many events each finds, how many of nine fields are filled, and a source file that pins the first.";
    command.examples = {{"almanac probe https://example.org/events/", "What can be read of a page of the web."},
                        {"almanac probe https://example.org/events/ --write oak --name \"Oak Society\"",
                         "The same, and write sources/oak.toml."},
                        {"almanac probe saved.html --url https://example.org/events/ --events",
                         "The events that the best way finds in a saved page."}};
    command.exit_codes = {{0, "some way finds events"},
                          {1, "no way does, or the page could not be had"},
                          {2, "an option or the configuration is wrong"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
