#pragma once

#include "time/rule.hpp"

#include <absl/time/civil_time.h>

#include <cstdint>
#include <vector>

namespace almanac {

/// What the rules of one event may cost together. Real rules stay far below: a daily rule since 2000 takes 10,000
/// steps.
struct WalkBudget {
    std::int64_t steps = 100'000;     ///< periods, days and times looked at
    std::size_t occurrences = 5'000;  ///< kept
};

/// The wall-clock starts that the rule gives for an event that starts at `first`, from `from` to `to` (both included),
/// in order. `first` counts only if the rule gives it. Rules without COUNT are entered at the window, so that an old
/// daily event costs no more than a new one. `until` replaces the rule's own. False: the budget ran out on the way.
bool walk_rule(Rule const& rule, absl::CivilSecond first, absl::CivilSecond from, absl::CivilSecond to,
               WalkBudget& budget, std::vector<absl::CivilSecond>& starts);

}  // namespace almanac
