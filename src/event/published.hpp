#pragma once

#include "event/event.hpp"

namespace almanac {

/// Whether the event belongs on the published calendar: into the CSV files, the page and the feeds. The one place that
/// decides it. A cancelled event does not, nor does a postponed one, as its date no longer holds (schema.org
/// EventPostponed); both stay in the list of events so that the changes tell the editor to take them down. A sold-out
/// event does.
[[nodiscard]] bool is_published(Event const& event);

}  // namespace almanac
