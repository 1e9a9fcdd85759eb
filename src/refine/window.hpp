#pragma once

#include "event/when.hpp"

#include <absl/time/time.h>

namespace almanac {

/// The moment from which an event is over. An event of whole days, and one without a known end, lasts to the end of its
/// (last) day in its own zone; an unknown zone counts as UTC.
[[nodiscard]] absl::Time end_instant(When const& when);

[[nodiscard]] bool is_over(When const& when, absl::Time now);

}  // namespace almanac
