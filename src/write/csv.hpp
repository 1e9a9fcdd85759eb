#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Appends one record as RFC 4180 has it: cells parted by commas, quoted only where a comma, a quote or a line break
/// asks for it, quotes doubled, CRLF at the end.
void append_csv_row(std::string& out, std::span<std::string const> cells);
void append_csv_row(std::string& out, std::initializer_list<std::string_view> cells);

/// The text with an apostrophe before it when a spreadsheet would take it for a formula (starts with = + - @ tab).
/// For files that people open; never for files that a program imports.
[[nodiscard]] std::string guard_formula(std::string text);

struct CsvRow {
    std::size_t line = 0;  ///< where the record starts, 1-based
    std::vector<std::string> cells;
};

struct CsvTable {
    std::vector<CsvRow> rows;  ///< blank lines are left out
    std::string problem;       ///< why reading stopped early, a full sentence; empty when all was read
    std::size_t problem_line = 0;
};

/// Bounds of what is read: hostile files end in a problem, not in memory.
struct CsvLimits {
    std::size_t bytes = std::size_t{256} << 20U;
    std::size_t rows = 1'000'000;
    std::size_t columns = 1'000;
};

/// Reads RFC 4180 with LF or CRLF and an optional byte order mark. A quote inside an unquoted cell is kept as it is.
/// Never throws.
[[nodiscard]] CsvTable read_csv(std::string_view bytes, char delimiter = ',', CsvLimits const& limits = {});

}  // namespace almanac
