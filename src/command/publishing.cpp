#include "command/publishing.hpp"

#include "command/mailing.hpp"
#include "command/parser.hpp"
#include "event/published.hpp"
#include "harvest/edition.hpp"
#include "harvest/memory.hpp"
#include "program_version.hpp"
#include "store/publish.hpp"
#include "write/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sys/resource.h>
#include <utility>

namespace almanac {
namespace {

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

/// What a harvest of all sources took on this machine; nothing where that was not measured.
std::optional<HarvestFigures> figures_of(Harvest const& harvest, std::vector<std::string> const& only)
{
    if (!only.empty() || harvest.took <= absl::ZeroDuration())
        return std::nullopt;
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return HarvestFigures{harvest.now, absl::ToDoubleSeconds(harvest.took),
                          static_cast<double>(used.ru_maxrss) * 1024 / 1e6};
}

/// No source could be read and nothing is known: publishing would only empty the calendar.
bool is_empty_handed(Calendar const& calendar)
{
    return calendar.events.empty() && std::ranges::all_of(calendar.reports, [](SourceReport const& report) {
               return needs_attention(report.status) || report.status == SourceStatus::skipped;
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

std::vector<Output> render(Calendar const& calendar)
{
    std::vector<Output> outputs;
    for (auto const name : writer_names)
        std::ranges::move(make_writer(name)->render(calendar), std::back_inserter(outputs));
    return outputs;
}

std::string closing_line(Calendar const& calendar, bool dry_run, std::string const& place)
{
    auto const counts = fmt::format("{} events, {} venues, {} organizers", published_events(calendar),
                                    calendar.venues.size(), calendar.organizers.size());
    if (dry_run)
        return fmt::format("Dry run: {}; nothing was published to {}.\n", counts, place);
    return fmt::format("Published {} in {}: import {}/latest/{}{{venues,organizers,events}}.csv, in this order.\n",
                       counts, place, place, calendar.file_prefix);
}

int say_nothing_read(std::string const& table, std::string const& mailed, Shell& shell)
{
    print(shell.out, mailed);
    print(shell.err, table);
    print(shell.err, "almanac: no source could be read and no event is known from before, so nothing was published. "
                     "Is the network there? `almanac doctor` looks; `almanac explain SOURCE` shows one source in "
                     "full.\n");
    return 1;
}

}  // namespace

void declare_publishing(Parser& parser, PublishingOptions& options)
{
    parser.add("--out", options.out, "Where to publish (default: output of almanac.toml)").value("PLACE");
    parser.add_flag("--dry-run", options.dry_run, "Read and report, but publish and remember nothing");
    parser.add_flag("-q,--quiet", options.quiet, "Print no report; it is among the files all the same");
}

std::string place_of(PublishingOptions const& options, Plan const& plan)
{
    return options.out.empty() ? plan.config.output : options.out;
}

bool run_is_published(Store& store, std::string_view run, std::string const& place, bool quiet, Shell& shell)
{
    auto const newest = published_run(store);
    // Names of runs sort as their times do.
    if (newest < run)
        return false;
    if (newest > run && !store.get(manifest_path(run)))
        throw StoreError{fmt::format("the run {} is older than {}, which is published in {}: it cannot go back.", run,
                                     newest, place)};
    if (!quiet)
        print(shell.out, fmt::format("The run {} is published in {} already.\n", run, place));
    return true;
}

int publish_harvest(Harvest harvest, Plan const& plan, OpenPlace& place, PublishingOptions const& options,
                    std::vector<std::string> const& only, Shell& shell)
{
    auto& catalog = look(place, plan.config);
    auto const now = harvest.now;
    auto const figures = figures_of(harvest, only);
    auto const past = recall(catalog, plan.sources);
    publish_names(harvest.results, catalog);
    auto standings = standings_of(plan.sources, plan.config);
    auto edition = conclude(std::move(harvest.results), past, now, harvest.window_days, standings);
    for (auto const& note : harvest.notes)
        edition.log.push_back({now, Level::warning, {}, {}, note});
    add_undelivered(catalog, now, edition.log);
    if (!options.dry_run)
        remember(edition, catalog);
    auto const calendar = to_calendar(std::move(edition), catalog, plan.config, std::move(standings), now);
    auto const table = report_table(calendar, only, shell);
    auto const summary = summary_of(calendar, now);
    bool const nothing_read = is_empty_handed(calendar);
    auto const outputs = options.dry_run || nothing_read ? std::vector<Output>{} : render(calendar);
    auto content = to_mail_content(calendar, summary, place.name, outputs, only);
    content.nothing_read = nothing_read;
    Mailing const mailing{plan.config, shell};
    if (!options.dry_run) {
        keep(place);
        if (!nothing_read)
            publish(*place.store, outputs, summary);
        if (figures)
            catalog.save_harvest(*figures);
        mailing.keep(content, catalog);
        commit(place, now);
    }
    auto const mailed = options.dry_run ? mailing.describe(content) : mailing.send(place);
    if (nothing_read)
        return say_nothing_read(table, options.quiet ? std::string{} : mailed, shell);
    if (!options.quiet)
        print(shell.out, table + mailed + closing_line(calendar, options.dry_run, place.name));
    return std::ranges::any_of(calendar.reports, needs_attention, &SourceReport::status) ? 3 : 0;
}

}  // namespace almanac
