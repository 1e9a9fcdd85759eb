#include "command/run.hpp"

#include "catalog/catalog.hpp"
#include "command/fetching.hpp"
#include "command/interrupt.hpp"
#include "command/plan.hpp"
#include "config/error.hpp"
#include "event/published.hpp"
#include "harvest/edition.hpp"
#include "harvest/memory.hpp"
#include "program_version.hpp"
#include "store/publish.hpp"
#include "write/writer.hpp"

#include <CLI/CLI.hpp>
#include <absl/time/clock.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace almanac {
namespace {

struct Options {
    PlanOptions plan;
    FetchingOptions fetching;
    std::vector<std::string> only;
    std::string out;
    int days = 0;
    bool dry_run = false;
    bool quiet = false;
};

void declare(CLI::App& app, Options& options)
{
    app.add_option("--source", options.only, "Read only this source; the others keep their events; repeatable")
        ->type_name("ID");
    declare_days(app, options.days);
    app.add_option("--out", options.out, "Where to publish (default: output of almanac.toml)")->type_name("PLACE");
    declare_replay(app, options.fetching);
    declare_record(app, options.fetching);
    app.add_flag("--dry-run", options.dry_run, "Read and report, but publish and remember nothing");
    app.add_flag("-q,--quiet", options.quiet, "Print no report; it is among the files all the same");
    declare_plan(app, options.plan);
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

std::int64_t published_events(Calendar const& calendar)
{
    return std::ranges::count_if(calendar.events, is_published);
}

RunSummary summary_of(Calendar const& calendar, absl::Time now)
{
    RunSummary summary{.time = now, .program = fmt::format("almanac {}", program_version), .counts = {}};
    auto& counts = summary.counts;
    counts["events"] = published_events(calendar);
    counts["venues"] = std::ssize(calendar.venues);
    counts["organizers"] = std::ssize(calendar.organizers);
    counts["sources"] = std::ssize(calendar.reports);
    for (auto const change : {Change::added, Change::changed, Change::cancelled, Change::gone})
        counts[std::string{to_string(change)}] = std::ranges::count(calendar.changes, change, &EventChange::change);
    return summary;
}

bool needs_attention(SourceReport const& report)
{
    return report.status == SourceStatus::broken || report.status == SourceStatus::stale ||
           report.status == SourceStatus::not_reached;
}

/// No source could be read and nothing is known: publishing would only empty the calendar.
bool is_empty_handed(Calendar const& calendar)
{
    return calendar.events.empty() && std::ranges::all_of(calendar.reports, [](SourceReport const& report) {
               return needs_attention(report) || report.status == SourceStatus::skipped;
           });
}

/// The report for a terminal: of the sources that were asked for.
std::string report_table(Calendar const& calendar, std::vector<std::string> const& only, Shell const& shell)
{
    auto reports = calendar.reports;
    std::erase_if(reports, [&](SourceReport const& report) {
        return !only.empty() && std::ranges::find(only, report.source) == only.end();
    });
    return to_report_table(reports, {.width = static_cast<std::size_t>(shell.width), .colour = shell.colour});
}

void publish_calendar(Calendar const& calendar, std::string const& place, absl::Time now)
{
    std::vector<Output> outputs;
    for (auto const name : writer_names)
        std::ranges::move(make_writer(name)->render(calendar), std::back_inserter(outputs));
    publish(*make_store(place), outputs, summary_of(calendar, now));
}

std::string closing_line(Calendar const& calendar, Options const& options, std::string const& place)
{
    auto const counts = fmt::format("{} events, {} venues, {} organizers", published_events(calendar),
                                    calendar.venues.size(), calendar.organizers.size());
    if (options.dry_run)
        return fmt::format("Dry run: {}; nothing was published to {}.\n", counts, place);
    return fmt::format("Published {} in {}: import {}/latest/{}{{venues,organizers,events}}.csv, in this order.\n",
                       counts, place, place, calendar.file_prefix);
}

/// Pages are asked for again only when they have changed since the catalog kept them.
void use_kept_pages(FetchingOptions& fetching, Catalog& catalog, bool dry_run)
{
    fetching.find_cached = [&](std::string_view url) { return catalog.find_page(url); };
    if (!dry_run)
        fetching.store_cached = [&](std::string_view url, CachedPage const& page) {
            catalog.save_page(url, page, absl::Now());
        };
}

std::vector<SourceResult> read_sources(Plan const& plan, Fetching& fetching, HarvestOptions harvesting, Shell& shell)
{
    auto const end = absl::Now() + absl::FromChrono(plan.config.fetch.deadline);
    Progress progress{plan.sources.size(), shell};
    harvesting.over = [&] { return interrupt_flag() || absl::Now() > end; };
    harvesting.done = [&](SourceResult const& result) { progress.show(result); };
    auto results = harvest(plan.sources, plan.config, *fetching.fetcher, harvesting);
    progress.clear();
    return results;
}

int run(Options const& given, Shell& shell)
{
    auto options = given;
    auto plan = load_plan(options.plan);
    choose_sources(plan, options.only);
    auto const place = options.out.empty() ? plan.config.output : options.out;
    Catalog catalog{std::filesystem::path{place} / "almanac.db", plan.config.venue_aliases,
                    plan.config.organizer_aliases};
    if (!options.dry_run)
        catalog.begin();
    auto const past = recall(catalog, plan.sources);

    use_kept_pages(options.fetching, catalog, options.dry_run);
    auto fetching = make_fetching(options.fetching, plan, shell);
    auto harvesting = harvest_options(fetching, plan, options.days, shell);
    harvesting.only = options.only;
    auto results = read_sources(plan, fetching, harvesting, shell);
    auto const recording_problem = finish(fetching);
    if (interrupt_flag()) {
        print(shell.err, "almanac run: interrupted; what was published before is as it was\n");
        return exit_interrupted;
    }

    publish_names(results, catalog);
    auto edition = conclude(std::move(results), past, fetching.now, harvesting.window_days);
    for (auto const& note : fetching.notes)
        edition.log.push_back({fetching.now, Level::warning, {}, {}, note});
    if (!options.dry_run)
        remember(edition, catalog);
    auto const calendar = to_calendar(std::move(edition), catalog, plan.config, fetching.now);
    auto const table = report_table(calendar, options.only, shell);
    if (is_empty_handed(calendar)) {
        print(shell.err, table);
        print(shell.err, "almanac run: no source could be read and no event is known from before, so nothing was "
                         "published. Is the network there? `almanac explain SOURCE` shows one source in full.\n");
        return 1;
    }
    if (!options.dry_run) {
        publish_calendar(calendar, place, fetching.now);
        catalog.commit(fetching.now);
    }
    if (!options.quiet)
        print(shell.out, table + closing_line(calendar, options, place));
    if (!recording_problem.empty())
        print(shell.err, fmt::format("almanac run: the recording failed: {}\n", recording_problem));
    bool const fine = recording_problem.empty() && std::ranges::none_of(calendar.reports, needs_attention);
    return fine ? 0 : 3;
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
                          "its known events and stops no other. The files appear together or not at all.";
    command.examples = {
        {"almanac run", "Read every source, publish to the place that almanac.toml names."},
        {"almanac run --replay demo/dc-area.warc.gz --out out", "The demo: answers from a capture, without a network."},
        {"almanac run --dry-run --source vnps", "See what one source would give."},
        {"almanac run --record today.warc.gz", "Keep every page, to replay the run later."}};
    command.exit_codes = {
        {0, "published; every source that was asked for could be read"},
        {1, "nothing could be published; what was there before is as it was"},
        {2, "an option or the configuration is wrong"},
        {3, "published, but some source is broken, stale or was not reached, or the recording failed"},
        {130, "interrupted; what was there before is as it was"}};
    bind<Options>(command, declare, run);
    return command;
}

}  // namespace almanac
