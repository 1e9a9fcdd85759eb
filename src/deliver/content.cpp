#include "deliver/content.hpp"

#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace almanac {
namespace {

constexpr std::size_t max_sources = 40;
constexpr std::size_t max_text = 600;

std::string shortened(std::string_view text)
{
    return cut_at_word(text, max_text);
}

/// A cell that WordPress reads as HTML, as the text that it stands for (to_text_cell).
std::string text_of_cell(std::string const& cell)
{
    return shortened(replace_all(replace_all(cell, "&lt;", "<"), "&amp;", "&"));
}

MailSource to_mail_source(SourceReport const& report)
{
    return {report.source,        shortened(report.name),    std::string{to_string(report.status)},
            report.status_before, shortened(report.message), needs_attention(report.status)};
}

bool is_worth_telling(SourceReport const& report)
{
    return needs_attention(report.status) || report.status == SourceStatus::with_errors ||
           (report.status == SourceStatus::skipped && !report.message.empty());
}

bool is_news(SourceReport const& report)
{
    return report.status_before.empty() ? is_worth_telling(report) : report.status_before != to_string(report.status);
}

void add_changes(std::vector<ChangeLine> lines, MailContent& content)
{
    std::map<std::string, std::size_t> listed;
    for (auto& line : lines) {
        content.to_do += line.to_do.empty() ? 0 : 1;
        content.added += line.change == "new" ? 1 : 0;
        content.changed += line.change == "changed" ? 1 : 0;
        content.cancelled += line.change == "cancelled" || line.change == "postponed" ? 1 : 0;
        content.gone += line.change == "gone" ? 1 : 0;
        if (++listed[line.to_do.empty() ? line.change : "to do"] > max_mail_lines)
            continue;
        line.name = text_of_cell(line.name);
        line.new_name = text_of_cell(line.new_name);
        line.organizer = text_of_cell(line.organizer);
        line.why = shortened(line.why);
        content.changes.push_back(std::move(line));
    }
    content.news = content.news || !content.changes.empty();
}

void add_files(std::span<Output const> outputs, MailContent& content)
{
    constexpr std::string_view wanted[] = {"venues.csv",  "organizers.csv", "events.csv",
                                           "changes.csv", "report.csv",     "report.html"};
    for (auto const end : wanted)
        for (auto const& output : outputs)
            if (output.latest.ends_with(end))
                content.files.push_back({output.latest.substr(output.latest.rfind('/') + 1), output.path, output.latest,
                                         output.content_type, std::ssize(output.bytes)});
}

}  // namespace

std::int64_t MailContent::urgent() const
{
    return std::ranges::count(attention, true, &MailSource::urgent);
}

MailContent to_mail_content(Calendar const& calendar, RunSummary const& summary, std::string place,
                            std::span<Output const> outputs, std::vector<std::string> const& only)
{
    MailContent content{.run = run_name(summary.time),
                        .time = summary.time,
                        .timezone = calendar.timezone,
                        .place = std::move(place),
                        .events = summary.counts.at("events"),
                        .sources = summary.counts.at("sources")};
    for (auto const& report : calendar.reports) {
        bool const asked = only.empty() || std::ranges::find(only, report.source) != only.end();
        if (!asked && !needs_attention(report.status))
            continue;
        content.news = content.news || (asked && is_news(report));
        if (is_worth_telling(report) && content.attention.size() < max_sources)
            content.attention.push_back(to_mail_source(report));
    }
    add_changes(change_lines(calendar), content);
    add_files(outputs, content);
    return content;
}

bool is_wanted(MailContent const& content, std::string_view when)
{
    if (when == "trouble")
        return content.nothing_read || content.urgent() > 0;
    return when == "always" || content.news;
}

}  // namespace almanac
