#pragma once

#include "write/check_csv.hpp"
#include "write/csv.hpp"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Which of the importer's three kinds of file.
enum class CsvKind { events, venues, organizers };

/// Names as the database compares them, by key.
using CsvNames = std::set<std::string>;

/// A name as WordPress' database compares it: without case and accents, but with punctuation and spaces.
[[nodiscard]] std::string collation_key(std::string_view name);

/// The importer's key of a header: "Event Start Date" -> "event_start_date". Headers are only ever compared by it.
[[nodiscard]] std::string header_key(std::string_view header);

struct CsvRowCheck {
    CsvKind kind;
    std::vector<std::string> headers;
    CsvNames const* venues = nullptr;      ///< names that an event may link to; nullptr: unknown
    CsvNames const* organizers = nullptr;  ///< the same
    std::function<void(CsvFinding)> report;
};

/// Checks the rows after the header.
void check_csv_rows(std::vector<CsvRow> const& rows, CsvRowCheck const& check);

}  // namespace almanac
