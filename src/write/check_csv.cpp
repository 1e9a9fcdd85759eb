#include "write/check_csv.hpp"

#include "event/names.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"
#include "write/check_csv_rows.hpp"
#include "write/csv.hpp"
#include "write/tec_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace almanac {
namespace {

constexpr std::size_t max_findings = 1000;
/// PHP's default of upload_max_filesize.
constexpr std::size_t usual_upload_limit = 2U << 20U;

using CsvFindings = std::vector<CsvFinding>;

std::size_t line_of(std::string_view bytes, std::size_t at)
{
    return static_cast<std::size_t>(std::ranges::count(bytes.substr(0, at), '\n')) + 1;
}

std::span<std::string_view const> columns_of(CsvKind kind)
{
    switch (kind) {
    case CsvKind::events: return event_columns;
    case CsvKind::venues: return venue_columns;
    case CsvKind::organizers: return organizer_columns;
    }
    return event_columns;
}

bool is_control(char c)
{
    auto const code = static_cast<unsigned char>(c);
    return (code < 0x20 && c != '\t' && c != '\n' && c != '\r') || code == 0x7F;
}

/// Whether the bytes can be read as rows at all.
bool check_bytes(std::string_view bytes, CsvFindings& findings)
{
    auto const fail = [&](std::size_t line, std::string sentence, std::string cure) {
        findings.push_back({line, "", Level::error, std::move(sentence), std::move(cure)});
    };
    if (trim(bytes).empty()) {
        fail(0, "The file is empty.", "Give it a header and rows.");
        return false;
    }
    bool const utf16 = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") ||
                       (bytes.size() > 1 && (bytes[0] == '\0' || bytes[1] == '\0'));
    if (utf16) {
        fail(0, "The file is UTF-16, which the importer cannot read.", "Save it as UTF-8.");
        return false;
    }
    if (bytes.find('\n') == std::string_view::npos && bytes.find('\r') != std::string_view::npos) {
        fail(1, "Lines end in CR alone: the importer sees one line, imports nothing and says nothing.",
             "Save it with line ends of Windows (CRLF) or Unix (LF).");
        return false;
    }
    if (auto const control = std::ranges::find_if(bytes, is_control); control != bytes.end()) {
        auto const at = static_cast<std::size_t>(control - bytes.begin());
        fail(line_of(bytes, at),
             fmt::format("There is a control character (0x{:02X}): WordPress takes the file for a binary one and "
                         "refuses the upload.",
                         static_cast<unsigned char>(*control)),
             "Remove it.");
    }
    if (!is_utf8(bytes))
        findings.push_back({0, "", Level::warning,
                            "The file is no UTF-8: the importer takes it for Windows-1252, which spoils letters that "
                            "are right.",
                            "Save it as UTF-8."});
    if (bytes.size() > usual_upload_limit)
        findings.push_back({0, "", Level::warning,
                            fmt::format("The file has {:.1f} MB; many WordPress sites take 2 MB at most.",
                                        static_cast<double>(bytes.size()) / (1U << 20U)),
                            "Raise upload_max_filesize and post_max_size of PHP, or split the file."});
    std::size_t line = 1;
    for (std::size_t from = 0; findings.size() < max_findings;) {
        auto const at = bytes.find("\\\"", from);
        if (at == std::string_view::npos)
            break;
        line += line_of(bytes.substr(from), at - from) - 1;
        from = at + 2;
        fail(line,
             "A backslash stands before a quote: the importer loses count of the quotes and shifts the columns that "
             "follow.",
             "Remove the backslash.");
    }
    return true;
}

/// The kind of file whose columns the header has most of.
std::optional<CsvKind> kind_of(std::vector<std::string> const& headers)
{
    std::optional<CsvKind> best;
    std::ptrdiff_t most = 0;
    for (auto const kind : {CsvKind::events, CsvKind::venues, CsvKind::organizers}) {
        auto const count = std::ranges::count_if(columns_of(kind), [&](auto column) {
            return std::ranges::any_of(headers, [&](auto const& h) { return header_key(h) == header_key(column); });
        });
        if (count > most) {
            most = count;
            best = kind;
        }
    }
    return best;
}

std::string required_text(CsvKind kind)
{
    switch (kind) {
    case CsvKind::events: return "Event Name and Event Start Date";
    case CsvKind::venues: return "Venue Name";
    case CsvKind::organizers: return "Organizer Name";
    }
    return "";
}

void check_header(std::vector<std::string> const& headers, CsvKind kind, std::size_t line, CsvFindings& findings)
{
    auto const columns = columns_of(kind);
    auto const add = [&](std::string const& column, Level level, std::string sentence, std::string cure) {
        findings.push_back({line, column, level, std::move(sentence), std::move(cure)});
    };
    std::map<std::string, int> seen;
    std::vector<std::size_t> places;
    for (auto const& header : headers) {
        auto const key = header_key(header);
        auto const found = std::ranges::find(columns, key, header_key);
        if (key.empty())
            add(header, Level::error, "A column has no name.", "Name it, or remove it.");
        else if (found == columns.end())
            add(header, Level::error,
                fmt::format("The importer knows no column '{}'{}.", header, did_you_mean(header, columns)),
                "Use one of its own names; all others have to be mapped by hand at each import.");
        else if (++seen[key] == 2)
            add(header, Level::error, fmt::format("There are several columns '{}': the last one wins.", header),
                "Keep one of them.");
        else
            places.push_back(static_cast<std::size_t>(found - columns.begin()));
    }
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        bool const required = i == 0 || (kind == CsvKind::events && columns[i] == "Event Start Date");
        if (std::ranges::find(places, i) != places.end())
            continue;
        if (required)
            add(std::string{columns[i]}, Level::error,
                fmt::format("The column '{}' is missing; {} are needed in every row.", columns[i], required_text(kind)),
                "Add it.");
        else
            missing.emplace_back(columns[i]);
    }
    if (!missing.empty())
        add("", Level::warning,
            fmt::format("Columns are missing: {}. An import into existing entries may reset what they hold.",
                        join(missing, ", ")),
            "Write every column, even an empty one.");
    if (!std::ranges::is_sorted(places))
        add("", Level::warning,
            "The columns are not in the usual order. After a first import WordPress goes by a column's position, not "
            "its "
            "name.",
            "Keep one order for ever; check the mapping in the import page.");
}

/// A file with one row that holds HTML is taken for HTML.
void check_upload(std::string_view bytes, std::size_t rows, CsvFindings& findings)
{
    if (rows != 1)
        return;
    auto const low = lower_ascii(bytes);
    for (auto const* mark : {"<a ", "<table", "<script", "<style", "<title", "<head"})
        if (low.find(mark) != std::string::npos) {
            findings.push_back({0, "", Level::warning,
                                fmt::format("The file has one row and holds '{}': PHP may take it for HTML, and "
                                            "WordPress then refuses the upload.",
                                            trim(mark)),
                                "Add a second row, or enter this one by hand."});
            return;
        }
}

CsvNames names_of(std::string_view bytes, std::string_view column)
{
    CsvNames names;
    auto const table = read_csv(bytes);
    if (table.rows.empty())
        return names;
    auto const& header = table.rows.front().cells;
    auto const found = std::ranges::find(header, header_key(column), header_key);
    auto const at = static_cast<std::size_t>(found - header.begin());
    for (auto const& row : table.rows)
        if (at < row.cells.size())
            names.insert(collation_key(row.cells[at]));
    return names;
}

}  // namespace

std::vector<CsvFinding> check_csv(std::string_view bytes, CsvSiblings const& siblings)
{
    CsvFindings findings;
    if (!check_bytes(bytes, findings))
        return findings;
    auto const table = read_csv(bytes);
    if (!table.problem.empty())
        findings.push_back({table.problem_line, "", Level::error, table.problem, "Correct the file from here on."});
    if (table.rows.empty())
        return findings;
    auto const& headers = table.rows.front().cells;
    auto const line = table.rows.front().line;
    auto const kind = kind_of(headers);
    if (!kind) {
        auto const semicolons = read_csv(bytes.substr(0, std::min(bytes.find('\n'), bytes.size())), ';');
        bool const other = !semicolons.rows.empty() && kind_of(semicolons.rows.front().cells);
        findings.push_back(
            {line, "", Level::error,
             other ? "Cells are divided by ';': the importer reads each row as one cell and says "
                     "\"Missing required fields\"."
                   : "No column is one of The Events Calendar.",
             other
                 ? "Save it with ',' between cells."
                 : fmt::format("Begin with the header {} ...",
                               join(std::vector<std::string>(event_columns.begin(), event_columns.begin() + 4), ","))});
        return findings;
    }
    check_header(headers, *kind, line, findings);
    check_upload(bytes, table.rows.size() - 1, findings);

    auto const venues = names_of(siblings.venues, "Venue Name");
    auto const organizers = names_of(siblings.organizers, "Organizer Name");
    CsvRowCheck const check{*kind, headers, siblings.venues.empty() ? nullptr : &venues,
                            siblings.organizers.empty() ? nullptr : &organizers, [&](CsvFinding finding) {
                                if (findings.size() < max_findings)
                                    findings.push_back(std::move(finding));
                            }};
    check_csv_rows(table.rows, check);
    std::ranges::stable_sort(findings, {}, &CsvFinding::line);
    return findings;
}

bool is_list_for_people(std::string_view bytes)
{
    return bytes.starts_with("To Do,Change,") || bytes.starts_with("Status,Source,") ||
           bytes.starts_with("Time,Level,");
}

}  // namespace almanac
