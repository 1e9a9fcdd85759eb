#pragma once

#include "event/when.hpp"
#include "time/recurrence.hpp"

#include <absl/time/civil_time.h>

#include <string>
#include <vector>

namespace almanac {

/// What expanding gives: the occurrences that touch the window, in order, and what was wrong with a rule.
struct Expansion {
    std::vector<When> occurrences;
    std::vector<std::string> problems;  ///< full sentences: a bad rule part, the budget reached
};

/// The occurrences of an event that starts at `first` and repeats by `recurrence`, as far as they overlap
/// [from, to] (civil days in the event's zone, inclusive). RFC 5545 section 3.3.10; DST as in facts: a time in a
/// gap moves forward, in an overlap it is the first. Hostile rules stop at a budget and say so.
[[nodiscard]] Expansion expand(When const& first, Recurrence const& recurrence, absl::CivilDay from, absl::CivilDay to);

}  // namespace almanac
