#pragma once

#include "read/known_events.hpp"
#include "read/recipe.hpp"
#include "read/repair.hpp"
#include "read/sheet.hpp"

#include <vector>

namespace almanac {

/// Mends `skip_if`: a condition whose place is gone, or that no longer leaves out events that it left out. Only events
/// of both pages can tell the latter; where there are none, that is a doubt. `same`: for each item of `now`, the old
/// one.
[[nodiscard]] Changes mend_conditions(std::vector<Condition>& conditions, Sheet const& old, Sheet const& now,
                                      Same const& same, Format format);

}  // namespace almanac
