#include "harvest/edition.hpp"

#include "event/published.hpp"
#include "merge/duplicates.hpp"
#include "refine/window.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {

namespace {

SourceReport count(SourceResult const& result)
{
    SourceReport report;
    report.source = result.source->id;
    report.name = result.source->name;
    report.pages = result.traffic.pages;
    report.failed_pages = result.reading.failed_pages;
    report.bytes = result.traffic.bytes;
    report.retries = result.traffic.retries;
    report.seconds = absl::ToDoubleSeconds(result.took);
    report.message = result.message;
    for (auto const& drop : result.reading.drops)
        ++report.drops[drop.reason];
    return report;
}

void count_changes(Comparison const& comparison, SourceReport& report)
{
    for (auto const& change : comparison.changes)
        switch (change.change) {
        case Change::added: ++report.added; break;
        case Change::changed: ++report.changed; break;
        case Change::cancelled: ++report.cancelled; break;
        case Change::gone: ++report.gone; break;
        case Change::same: break;
        }
}

/// Known events that are still to come: what a source that was not read is published with.
std::vector<Event> coming(Past const& past, absl::Time now)
{
    std::vector<Event> events;
    for (auto const& known : past.known)
        if (!is_over(known.event.when, now) && is_published(known.event))
            events.push_back(known.event);
    return events;
}

/// What a person is told about a source that did not do well.
std::string message_of(SourceReport const& report)
{
    if (report.status != SourceStatus::broken && report.status != SourceStatus::stale)
        return report.message;
    auto message = report.message;
    if (message.empty())
        message = fmt::format("It gives {} events", report.events - report.kept);
    if (report.usual)
        message += fmt::format(" (usual: {:g})", *report.usual);
    if (!message.ends_with('.'))
        message += '.';
    if (report.kept == 1)
        message += " Its known event stays published.";
    else if (report.kept > 1)
        message += fmt::format(" Its {} known events stay published.", report.kept);
    bool const was_read = report.status == SourceStatus::broken && report.pages > 0 && report.failed_pages == 0;
    return message +
           fmt::format(" {} {}", was_read ? "Try: almanac probe --repair" : "Look: almanac explain", report.source);
}

SourceFacts facts_of(SourceResult const& result, SourceReport const& report, SourceHistory const& history)
{
    auto const errors = std::ranges::count(result.reading.notes, Level::error, &Note::level);
    return {.skipped = result.outcome == Outcome::skipped || result.outcome == Outcome::not_asked,
            .not_reached = result.outcome == Outcome::not_reached,
            .events = static_cast<int>(result.reading.events.size()),
            .pages = report.pages,
            .failed_pages = report.failed_pages,
            .errors = static_cast<int>(errors),
            .kept = report.kept,
            .usual = history.usual,
            .good_runs = history.good_runs,
            .unread_before = history.unread_before};
}

SourceRun run_of(SourceReport const& report, int events, absl::Time now)
{
    return {.source = report.source,
            .time = now,
            .status = std::string{to_string(report.status)},
            .events = events,
            .pages = report.pages,
            .failed_pages = report.failed_pages,
            .bytes = report.bytes,
            .retries = report.retries,
            .seconds = report.seconds};
}

Comparison compare_with(Past const& past, SourceResult const& result, SourceReport const& report, absl::Time now,
                        int window_days)
{
    auto const zone = find_zone(result.source->timezone).value_or(absl::UTCTimeZone());
    bool const had_errors =
        std::ranges::find(result.reading.notes, Level::error, &Note::level) != result.reading.notes.end();
    return compare(past.known, result.reading.events,
                   {.now = now,
                    .to = absl::ToCivilDay(now, zone) + window_days,
                    .harvest_ok = report.pages > 0 && report.failed_pages == 0 && !had_errors});
}

void add_log(SourceResult const& result, std::vector<LogLine>& log)
{
    if (result.outcome == Outcome::skipped || result.outcome == Outcome::not_reached)
        log.push_back({result.finished, Level::warning, result.source->id, {}, result.message});
    for (auto const& note : result.reading.notes)
        log.push_back(to_log_line(note, result.finished));
    for (auto const& drop : result.reading.drops)
        log.push_back(to_log_line(drop, result.finished));
}

/// One source's part of the edition. Its events go to `events`.
void add_source(SourceResult result, Past const& past, absl::Time now, int window_days, Edition& edition,
                std::vector<Event>& events)
{
    auto report = count(result);
    report.status_before = past.history.last_status;
    if (past.history.good_runs > 0)
        report.usual = past.history.usual;
    std::vector<Event> kept;
    if (result.outcome == Outcome::read) {
        auto comparison = compare_with(past, result, report, now, window_days);
        count_changes(comparison, report);
        kept = std::move(comparison.kept);
        edition.known[report.source] = std::move(comparison.known);
        std::ranges::move(comparison.changes, std::back_inserter(edition.changes));
    } else {
        kept = coming(past, now);
    }
    report.kept = static_cast<int>(kept.size());
    auto const facts = facts_of(result, report, past.history);
    report.status = judge_status(facts);
    report.events = static_cast<int>(std::ranges::count_if(result.reading.events, is_published)) + report.kept;
    report.message = message_of(report);
    if (result.outcome != Outcome::not_asked)
        edition.runs.push_back(run_of(report, facts.events, now));
    add_log(result, edition.log);
    std::ranges::move(result.reading.events, std::back_inserter(events));
    std::ranges::move(kept, std::back_inserter(events));
    edition.reports.push_back(std::move(report));
}

}  // namespace

Edition conclude(std::vector<SourceResult> results, std::map<std::string, Past> const& past, absl::Time now,
                 int window_days, Standings const& standings)
{
    Edition edition;
    std::vector<Event> events;
    for (auto& result : results) {
        auto const found = past.find(result.source->id);
        add_source(std::move(result), found == past.end() ? Past{} : found->second, now, window_days, edition, events);
    }
    auto merged = merge_across(std::move(events), standings);
    edition.events = std::move(merged.events);
    for (auto const& drop : merged.drops)
        edition.log.push_back(to_log_line(drop, now));
    sort_worst_first(edition.reports);
    return edition;
}

}  // namespace almanac
