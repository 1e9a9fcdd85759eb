#include "write/report_page.hpp"

#include "html/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace almanac {
namespace {

// Readable on a phone, in the dark and on paper. The states differ in words too, not in colour alone.
constexpr std::string_view page_head = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Report of {date}</title>
<style>
:root { color-scheme: light dark; --line: light-dark(#d5d9de, #3a4048); --soft: light-dark(#59636e, #a3adb8); }
body { margin: 2rem auto; padding: 0 1rem; max-width: 75rem; font: 1rem/1.45 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-top: 1rem; }
th, td { padding: .5rem .6rem; text-align: right; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-size: .85rem; color: var(--soft); white-space: nowrap; }
th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; }
td:nth-child(2) { white-space: normal; min-width: 18rem; overflow-wrap: anywhere; }
td p { margin: .2rem 0 0; }
.id, .why { color: var(--soft); font-size: .875rem; }
.state { border-radius: .25rem; padding: .1rem .45rem; background: #1a7f37; color: #fff; font-size: .875rem; }
.broken, .stale { background: #b3261e; }
.with-errors, .not-reached { background: #8a5a00; }
.skipped, .no-events { background: #59636e; }
tfoot td { font-weight: 600; border-bottom: 0; }
</style>
</head>
<body>
)";

std::string_view class_of(SourceStatus status)
{
    switch (status) {
    case SourceStatus::broken: return "broken";
    case SourceStatus::stale: return "stale";
    case SourceStatus::with_errors: return "with-errors";
    case SourceStatus::not_reached: return "not-reached";
    case SourceStatus::skipped: return "skipped";
    case SourceStatus::no_events: return "no-events";
    case SourceStatus::operational: return "operational";
    }
    return "operational";
}

std::string name_cell(SourceReport const& report)
{
    auto const& shown = report.name.empty() ? report.source : report.name;
    auto cell = fmt::format("<strong>{}</strong> <span class=\"id\">{}</span>", escaped(shown), escaped(report.source));
    if (!report.message.empty())
        cell += fmt::format("<p>{}</p>", escaped(report.message));
    if (!report.drops.empty())
        cell += fmt::format("<p class=\"why\">Dropped: {}</p>", escaped(describe_drops(report.drops)));
    return cell;
}

std::string pages_cell(int pages, int failed)
{
    return failed == 0 ? fmt::format("{}", pages) : fmt::format("{} ({} failed)", pages, failed);
}

std::string row_of(SourceReport const& r)
{
    auto const usual = r.usual ? fmt::format("{:g}", *r.usual) : "–";
    std::vector<std::string> const cells = {
        fmt::format("<span class=\"state {}\">{}</span>", class_of(r.status), to_string(r.status)),
        name_cell(r),
        fmt::format("{}", r.events),
        usual,
        fmt::format("{}", r.added),
        fmt::format("{}", r.changed),
        fmt::format("{}", r.cancelled + r.gone),
        fmt::format("{}", r.kept),
        fmt::format("{}", r.dropped()),
        pages_cell(r.pages, r.failed_pages),
        to_size(r.bytes),
        fmt::format("{:.1f} s", r.seconds)};
    return fmt::format("<tr><td>{}</td></tr>\n", fmt::join(cells, "</td><td>"));
}

/// "25 sources: 2 broken; 1 skipped; 22 operational".
std::string summary_of(std::span<SourceReport const> sorted)
{
    auto text = fmt::format("{} source{}", sorted.size(), sorted.size() == 1 ? "" : "s");
    for (std::size_t i = 0; i < sorted.size();) {
        auto const status = sorted[i].status;
        auto const begin = i;
        while (i < sorted.size() && sorted[i].status == status)
            ++i;
        text += fmt::format("{} {} {}", begin == 0 ? ":" : ";", i - begin, to_string(status));
    }
    return text;
}

std::string foot_of(std::span<SourceReport const> reports)
{
    SourceReport all;
    for (auto const& r : reports) {
        all.events += r.events;
        all.added += r.added;
        all.changed += r.changed;
        all.cancelled += r.cancelled + r.gone;
        all.kept += r.kept;
        all.drops["all"] += r.dropped();
        all.pages += r.pages;
        all.failed_pages += r.failed_pages;
        all.bytes += r.bytes;
    }
    return fmt::format(
        "<tfoot><tr><td></td><td>All</td><td>{}</td><td></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td>"
        "<td>{}</td><td>{}</td><td>{}</td><td></td></tr></tfoot>\n",
        all.events, all.added, all.changed, all.cancelled, all.kept, all.dropped(),
        pages_cell(all.pages, all.failed_pages), to_size(all.bytes));
}

}  // namespace

std::string to_report_html(std::span<SourceReport const> reports, absl::CivilDay date)
{
    std::vector<SourceReport> sorted{reports.begin(), reports.end()};
    sort_worst_first(sorted);
    auto const day = absl::FormatCivilTime(date);
    std::string html{page_head};
    html.replace(html.find("{date}"), 6, day);
    html += fmt::format("<h1>Report of {}</h1>\n<p>{}</p>\n<div class=\"scroll\"><table>\n<thead><tr>", day,
                        summary_of(sorted));
    for (std::string_view const column :
         {"Status", "Source", "Events", "Usual", "New", "Changed", "Off", "Kept", "Dropped", "Pages", "Bytes", "Time"})
        html += fmt::format("<th scope=\"col\">{}</th>", column);
    html += "</tr></thead>\n<tbody>\n";
    for (auto const& report : sorted)
        html += row_of(report);
    html += "</tbody>\n" + foot_of(sorted);
    html += "</table></div>\n<p class=\"why\">Usual: the median of earlier good harvests. Off: cancelled, or listed no "
            "more. Kept: events of before that stay published. What each status means stands in docs/output.md.</p>\n"
            "</body>\n</html>\n";
    return html;
}

}  // namespace almanac
