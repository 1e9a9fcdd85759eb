#include "write/csv.hpp"

#include <fmt/format.h>

namespace almanac {
namespace {

void append_cell(std::string& out, std::string_view cell)
{
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (char const c : cell) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

template <class Cells>
void append_row(std::string& out, Cells const& cells)
{
    bool first = true;
    for (auto const& cell : cells) {
        if (!first)
            out += ',';
        first = false;
        append_cell(out, cell);
    }
    out += "\r\n";
}

/// Walks over the bytes once; `m_line` counts LF, CRLF and lone CR inside quotes alike.
class CsvReader {
public:
    CsvReader(std::string_view bytes, char delimiter, CsvLimits const& limits)
        : m_bytes(bytes), m_delimiter(delimiter), m_limits(limits)
    {
    }

    CsvTable read()
    {
        CsvTable table;
        if (m_bytes.size() > m_limits.bytes) {
            table.problem = fmt::format("The file has {} bytes; at most {} are read.", m_bytes.size(), m_limits.bytes);
            return table;
        }
        if (m_bytes.starts_with("\xEF\xBB\xBF"))
            m_at = 3;
        while (m_at < m_bytes.size() && m_problem.empty()) {
            if (table.rows.size() == m_limits.rows) {
                fail(fmt::format("The file has more than {} rows; the rest was not read.", m_limits.rows), m_line);
                break;
            }
            CsvRow row = read_row();
            bool const blank = row.cells.size() == 1 && row.cells.front().empty();
            if (!blank)
                table.rows.push_back(std::move(row));
        }
        table.problem = std::move(m_problem);
        table.problem_line = m_problem_line;
        return table;
    }

private:
    void fail(std::string problem, std::size_t line)
    {
        m_problem = std::move(problem);
        m_problem_line = line;
    }

    CsvRow read_row()
    {
        CsvRow row{m_line, {}};
        for (;;) {
            if (row.cells.size() == m_limits.columns) {
                fail(fmt::format("A row has more than {} cells.", m_limits.columns), row.line);
                return row;
            }
            row.cells.push_back(read_cell());
            if (m_at < m_bytes.size() && m_bytes[m_at] == m_delimiter) {
                ++m_at;
                continue;
            }
            skip_line_end();
            return row;
        }
    }

    std::string read_cell()
    {
        std::string cell;
        if (m_at < m_bytes.size() && m_bytes[m_at] == '"')
            read_quoted(cell);
        // What follows a closing quote belongs to the cell too: nothing is lost of a file that breaks the rules.
        auto const stop = std::string{m_delimiter} + "\r\n";
        for (;;) {
            auto const end = std::min(m_bytes.find_first_of(stop, m_at), m_bytes.size());
            cell += m_bytes.substr(m_at, end - m_at);
            m_at = end;
            bool const lone_cr = at(m_at) == '\r' && m_at + 1 < m_bytes.size() && at(m_at + 1) != '\n';
            if (!lone_cr)
                return cell;
            cell += '\r';
            ++m_at;
        }
    }

    void read_quoted(std::string& cell)
    {
        auto const opened = m_line;
        ++m_at;
        while (m_at < m_bytes.size()) {
            char const c = m_bytes[m_at++];
            if (c == '"' && at(m_at) != '"')
                return;
            if (c == '"')
                ++m_at;
            if (c == '\n' || (c == '\r' && at(m_at) != '\n'))
                ++m_line;
            cell += c;
        }
        fail("A quote that is opened here is never closed.", opened);
    }

    void skip_line_end()
    {
        if (at(m_at) == '\r')
            ++m_at;
        if (at(m_at) == '\n')
            ++m_at;
        ++m_line;
    }

    [[nodiscard]] char at(std::size_t i) const { return i < m_bytes.size() ? m_bytes[i] : '\0'; }

    std::string_view m_bytes;
    char m_delimiter;
    CsvLimits m_limits;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    std::string m_problem;
    std::size_t m_problem_line = 0;
};

}  // namespace

void append_csv_row(std::string& out, std::span<std::string const> cells)
{
    append_row(out, cells);
}

void append_csv_row(std::string& out, std::initializer_list<std::string_view> cells)
{
    append_row(out, cells);
}

std::string guard_formula(std::string text)
{
    if (!text.empty() && std::string_view{"=+-@\t"}.find(text.front()) != std::string_view::npos)
        text.insert(text.begin(), '\'');
    return text;
}

CsvTable read_csv(std::string_view bytes, char delimiter, CsvLimits const& limits)
{
    return CsvReader{bytes, delimiter, limits}.read();
}

}  // namespace almanac
