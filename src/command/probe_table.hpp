#pragma once

#include "read/rungs.hpp"

#include <absl/time/civil_time.h>

#include <cstddef>
#include <string>
#include <vector>

namespace almanac {

/// A way to read a page that was tried, and what a source file says to go it.
struct Way {
    Rung rung;
    std::string toml = {};     ///< lines of the file
    bool is_proposed = false;  ///< a guess at the page's structure
};

/// One row for each way: how many events, which fields are filled how often, an example or why there is none. The one
/// at `chosen` is marked.
[[nodiscard]] std::string table_of(std::vector<Way> const& ways, std::size_t chosen, absl::CivilSecond now);

/// Why that one: a sentence.
[[nodiscard]] std::string reason_of(std::vector<Way> const& ways, std::size_t chosen, absl::CivilSecond now);

}  // namespace almanac
