#pragma once

#include "read/reader.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Something that The Events Calendar would misread.
struct CsvFinding {
    std::size_t line = 0;        ///< 1-based; 0: the file as a whole
    std::string column;          ///< the header; empty: the row or the file as a whole
    Level level = Level::error;  ///< error: the import loses or changes something; warning: it may
    std::string sentence;
    std::string cure;

    bool operator==(CsvFinding const&) const = default;
};

/// Files that belong to an events file; empty: not at hand, names are not checked against them.
struct CsvSiblings {
    std::string_view venues;
    std::string_view organizers;
};

/// What The Events Calendar would misread of an events, venues or organizers file, whoever wrote it, in the order of
/// the file (docs/output.md gives the rules). Which of the three it is shows in its header. At most 1000 findings.
/// Never throws.
[[nodiscard]] std::vector<CsvFinding> check_csv(std::string_view bytes, CsvSiblings const& siblings = {});

/// Whether the file is one of Almanac's lists for people (changes, report, log), which nobody imports.
[[nodiscard]] bool is_list_for_people(std::string_view bytes);

}  // namespace almanac
