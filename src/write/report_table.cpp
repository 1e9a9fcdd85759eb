#include "text/text.hpp"
#include "text/utf8.hpp"
#include "write/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace almanac {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

bool in(std::span<Range const> ranges, char32_t c)
{
    return std::ranges::any_of(ranges, [c](Range r) { return c >= r.first && c <= r.last; });
}

// Combining marks, zero-width characters, variation selectors and emoji modifiers.
constexpr std::array narrowest = {Range{0x0300, 0x036F}, Range{0x0591, 0x05BD},   Range{0x0610, 0x061A},
                                  Range{0x064B, 0x065F}, Range{0x1AB0, 0x1AFF},   Range{0x1DC0, 0x1DFF},
                                  Range{0x200B, 0x200F}, Range{0x202A, 0x202E},   Range{0x2060, 0x2064},
                                  Range{0x20D0, 0x20F0}, Range{0xFE00, 0xFE0F},   Range{0xFE20, 0xFE2F},
                                  Range{0xFEFF, 0xFEFF}, Range{0x1F3FB, 0x1F3FF}, Range{0xE0100, 0xE01EF}};
// Wide and full-width characters of Unicode Standard Annex 11, in rough blocks.
constexpr std::array widest = {Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},
                               Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
                               Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},
                               Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1FAFF},
                               Range{0x20000, 0x3FFFD}};

/// One word of white space, and nothing that moves a terminal's cursor.
std::string for_terminal(std::string_view text)
{
    std::string clean;
    for (auto const& c : collapse_spaces(text))
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)
            clean += c;
    return clean;
}

std::string pad(std::string_view text, std::size_t width, bool right)
{
    std::string const spaces(width - std::min(width, display_width(text)), ' ');
    return right ? spaces + std::string{text} : std::string{text} + spaces;
}

std::string_view colour_of(SourceStatus status)
{
    switch (status) {
    case SourceStatus::broken: return "\x1b[31m";
    case SourceStatus::stale:
    case SourceStatus::with_errors:
    case SourceStatus::not_reached: return "\x1b[33m";
    case SourceStatus::skipped:
    case SourceStatus::no_events: return "\x1b[2m";
    case SourceStatus::operational: return "\x1b[32m";
    }
    return "";
}

constexpr std::size_t columns = 10;
using Row = std::array<std::string, columns>;

Row row_of(SourceReport const& r)
{
    return {std::string{to_string(r.status)},
            for_terminal(r.source),
            std::to_string(r.events),
            r.usual ? fmt::format("{:g}", *r.usual) : "-",
            std::to_string(r.added),
            std::to_string(r.changed),
            std::to_string(r.dropped()),
            r.failed_pages > 0 ? fmt::format("{} ({} failed)", r.pages, r.failed_pages) : std::to_string(r.pages),
            to_size(r.bytes),
            fmt::format("{:.1f} s", r.seconds)};
}

Row sums_of(std::span<SourceReport const> reports)
{
    SourceReport sum;
    for (auto const& r : reports) {
        sum.events += r.events;
        sum.added += r.added;
        sum.changed += r.changed;
        sum.drops[""] += r.dropped();
        sum.pages += r.pages;
        sum.failed_pages += r.failed_pages;
        sum.bytes += r.bytes;
    }
    auto row = row_of(sum);
    row[0] = fmt::format("{} sources", reports.size());
    row.back() = "";  // sources are read at the same time: their seconds do not add up
    row[3] = "";
    return row;
}

/// Words in lines of at most `width` columns, each after `indent` spaces. A longer word has a line of its own.
void append_wrapped(std::string& out, std::string const& text, std::size_t indent, std::size_t width)
{
    std::size_t used = 0;
    for (auto const word : split(text, ' ')) {
        auto const size = display_width(word);
        if (used == 0 || used + 1 + size > width) {
            out += (used == 0 ? "" : "\n") + std::string(indent, ' ');
            used = size;
        } else {
            out += ' ';
            used += 1 + size;
        }
        out += word;
    }
    out += '\n';
}

}  // namespace

std::size_t display_width(std::string_view text)
{
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        auto const c = decode_utf8(text, at);
        at += c.size;
        if (c.value < 0x20 || in(narrowest, c.value))
            continue;
        width += in(widest, c.value) ? 2 : 1;
    }
    return width;
}

std::string to_report_table(std::span<SourceReport const> reports, TableOptions const& options)
{
    std::vector<SourceReport> sorted{reports.begin(), reports.end()};
    sort_worst_first(sorted);
    std::vector<Row> rows = {
        {"Status", "Source", "Events", "Usual", "New", "Changed", "Dropped", "Pages", "Bytes", "Time"}};
    for (auto const& r : sorted)
        rows.push_back(row_of(r));
    rows.push_back(sums_of(sorted));

    std::array<std::size_t, columns> widths{};
    for (auto const& row : rows)
        for (std::size_t i = 0; i < columns; ++i)
            widths[i] = std::max(widths[i], display_width(row[i]));

    std::string table;
    for (std::size_t n = 0; n < rows.size(); ++n) {
        bool const is_source = n > 0 && n + 1 < rows.size();
        std::string line;
        for (std::size_t i = 0; i < columns; ++i) {
            auto cell = pad(rows[n][i], widths[i], i > 1);
            if (options.colour && is_source && i == 0)
                cell = fmt::format("{}{}\x1b[0m", colour_of(sorted[n - 1].status), cell);
            line += (i > 0 ? "  " : "") + cell;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        table += line + '\n';
        if (is_source && !sorted[n - 1].message.empty())
            append_wrapped(table, for_terminal(sorted[n - 1].message), 4, std::max<std::size_t>(options.width, 24) - 4);
    }
    return table;
}

}  // namespace almanac
