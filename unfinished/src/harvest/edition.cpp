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
    report.failed_pages = result.traffic.failed_pages;
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

/// What a person is told about a source that did not do well and has not said why itself.
std::string default_message(SourceReport const& report)
{
    auto const fell = report.status == SourceStatus::broken || report.status == SourceStatus::stale;
    if (!fell)
        return report.message;
    auto message = report.message.empty() ? fmt::format("{} events today", report.events - report.kept) : report.message;
    if (report.usual)
        message += fmt::format("; {:g} is usual", *report.usual);
    if (report.kept > 0)
        message += fmt::format(". Its {} coming events stay, marked stale", report.kept);
    return message + fmt::format(". Try: almanac explain {}", report.source);
}

}  // namespace

Edition conclude(std::vector<SourceResult> results, std::map<std::string, Past> const& past, absl::Time now,
                 int window_days)
{
    Edition edition;
    std::vector<Event> events;
    std::vector<std::string> authority;
    for (auto& result : results) {
        auto const& source = *result.source;
        authority.push_back(source.id);
        auto report = count(result);
        auto const found = past.find(source.id);
        auto const before = found == past.end() ? Past{} : found->second;
        if (before.good_runs > 0)
            report.usual = before.usual;

        SourceFacts facts{.skipped = result.outcome == Outcome::skipped,
                          .not_reached = result.outcome == Outcome::not_reached,
                          .events = static_cast<int>(result.reading.events.size()),
                          .pages = report.pages,
                          .failed_pages = report.failed_pages,
                          .errors = static_cast<int>(
                              std::ranges::count(result.reading.notes, Level::error, &Note::level)),
                          .kept = 0,
                          .usual = before.usual,
                          .good_runs = before.good_runs,
                          .unread_before = before.unread_before};
        std::vector<Event> kept;
        if (result.outcome == Outcome::read) {
            auto const zone = find_zone(source.timezone).value_or(absl::UTCTimeZone());
            auto comparison = compare(before.known, result.reading.events,
                                      {.now = now,
                                       .to = absl::ToCivilDay(now, zone) + window_days,
                                       .harvest_ok = report.pages > 0 && report.failed_pages == 0});
            count_changes(comparison, report);
            kept = std::move(comparison.kept);
            edition.known[source.id] = std::move(comparison.known);
            std::ranges::copy_if(comparison.changes, std::back_inserter(edition.changes),
                                 [](auto const& change) { return change.change != Change::same; });
        } else {
            kept = coming(before, now);
        }
        facts.kept = report.kept = static_cast<int>(kept.size());
        report.status = judge_status(facts);

        std::ranges::copy_if(result.reading.events, std::back_inserter(events), is_published);
        report.events = static_cast<int>(std::ranges::count_if(result.reading.events, is_published)) + report.kept;
        std::ranges::move(kept, std::back_inserter(events));
        report.message = default_message(report);
        std::ranges::move(result.reading.drops, std::back_inserter(edition.drops));
        std::ranges::move(result.reading.notes, std::back_inserter(edition.notes));
        edition.reports.push_back(std::move(report));
    }
    auto merged = merge_across(std::move(events), authority);
    edition.events = std::move(merged.events);
    std::ranges::move(merged.drops, std::back_inserter(edition.drops));
    sort_worst_first(edition.reports);
    return edition;
}

}  // namespace almanac
