#include "write/report.hpp"

#include "write/csv.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

constexpr int enough_runs = 3;
constexpr double enough_events = 4;
constexpr int too_often_unread = 2;

}  // namespace

std::string_view to_string(SourceStatus status)
{
    switch (status) {
    case SourceStatus::broken: return "broken";
    case SourceStatus::stale: return "stale";
    case SourceStatus::with_errors: return "operational with errors";
    case SourceStatus::not_reached: return "not reached";
    case SourceStatus::skipped: return "skipped";
    case SourceStatus::no_events: return "operational, no events";
    case SourceStatus::operational: return "operational";
    }
    return "operational";
}

bool needs_attention(SourceStatus status)
{
    return status == SourceStatus::broken || status == SourceStatus::stale || status == SourceStatus::not_reached;
}

SourceStatus judge_status(SourceFacts const& facts)
{
    if (facts.skipped)
        return SourceStatus::skipped;
    if (facts.not_reached)
        return SourceStatus::not_reached;
    bool const failed = facts.failed_pages > 0 || facts.errors > 0;
    if (failed && facts.events == 0)
        return facts.kept > 0 && facts.unread_before < too_often_unread ? SourceStatus::stale : SourceStatus::broken;
    bool const known = facts.good_runs >= enough_runs && facts.usual >= enough_events;
    if (known && facts.events * 2 <= facts.usual)
        return SourceStatus::broken;
    if (failed)
        return SourceStatus::with_errors;
    return facts.events == 0 ? SourceStatus::no_events : SourceStatus::operational;
}

int SourceReport::dropped() const
{
    int sum = 0;
    for (auto const& [reason, count] : drops)
        sum += count;
    return sum;
}

void sort_worst_first(std::vector<SourceReport>& reports)
{
    std::ranges::sort(reports, [](auto const& a, auto const& b) {
        return a.status != b.status ? a.status < b.status : a.source < b.source;
    });
}

std::string describe_drops(std::map<std::string, int> const& drops)
{
    std::vector<std::pair<std::string, int>> sorted{drops.begin(), drops.end()};
    std::ranges::stable_sort(sorted, [](auto const& a, auto const& b) { return a.second > b.second; });
    std::string text;
    for (auto const& [reason, count] : sorted)
        text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", reason, count);
    return text;
}

std::string to_size(std::int64_t bytes)
{
    if (bytes < 1000)
        return fmt::format("{} B", bytes);
    auto amount = static_cast<double>(bytes) / 1000;
    for (auto const* unit : {"kB", "MB"}) {
        if (amount < 999.5)
            return fmt::format("{:.{}f} {}", amount, amount < 9.95 ? 1 : 0, unit);
        amount /= 1000;
    }
    return fmt::format("{:.1f} GB", amount);
}

std::string to_report_csv(std::span<SourceReport const> reports)
{
    std::vector<SourceReport> sorted{reports.begin(), reports.end()};
    sort_worst_first(sorted);
    std::string csv;
    append_csv_row(csv, {"Status", "Source", "Name", "Events", "Usual", "New", "Changed", "Cancelled", "Gone", "Kept",
                         "Dropped", "Dropped Why", "Pages", "Failed Pages", "Bytes", "Retries", "Seconds", "Message"});
    for (auto const& r : sorted) {
        auto const usual = r.usual ? fmt::format("{:g}", *r.usual) : std::string{};
        std::string const cells[] = {std::string{to_string(r.status)},
                                     guard_formula(r.source),
                                     guard_formula(r.name),
                                     std::to_string(r.events),
                                     usual,
                                     std::to_string(r.added),
                                     std::to_string(r.changed),
                                     std::to_string(r.cancelled),
                                     std::to_string(r.gone),
                                     std::to_string(r.kept),
                                     std::to_string(r.dropped()),
                                     guard_formula(describe_drops(r.drops)),
                                     std::to_string(r.pages),
                                     std::to_string(r.failed_pages),
                                     std::to_string(r.bytes),
                                     std::to_string(r.retries),
                                     fmt::format("{:.1f}", r.seconds),
                                     guard_formula(r.message)};
        append_csv_row(csv, cells);
    }
    return csv;
}

}  // namespace almanac
