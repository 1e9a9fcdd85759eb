#pragma once

#include "time/recurrence.hpp"

#include <boost/json/fwd.hpp>

namespace almanac {

/// How an event repeats, as JSON: {"rules": ["FREQ=WEEKLY"], "excluded": [{"time": "2026-12-05T19:30:00", "zone":
/// "America/New_York"}] ...}. Empty members are left out.
[[nodiscard]] boost::json::object to_json(Recurrence const& recurrence);

/// The inverse. Throws JsonError.
[[nodiscard]] Recurrence read_recurrence(boost::json::value const& value);

}  // namespace almanac
