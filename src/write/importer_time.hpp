#pragma once

#include <absl/time/civil_time.h>

#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// What The Events Calendar makes of a date or a time in a CSV file (facts: importer, section 1.4; PHP's strtotime).
template <class T>
struct ImporterReading {
    std::optional<T> value;  ///< nothing where it reads nonsense or another value than a person would
    std::string problem;     ///< a full sentence; empty when all is well
    std::string cure;
};

/// A cell of a date column; empty cells give nothing and no problem.
[[nodiscard]] ImporterReading<absl::CivilDay> read_importer_date(std::string_view cell);

/// A cell of a time column, as minutes from midnight.
[[nodiscard]] ImporterReading<int> read_importer_time(std::string_view cell);

/// Whether the importer knows the time zone: an IANA name, "UTC+2", "-05:00". Others silently become the site's.
[[nodiscard]] bool is_importer_zone(std::string_view cell);

}  // namespace almanac
