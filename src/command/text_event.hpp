#pragma once

#include "event/event.hpp"

#include <string>

namespace almanac {

/// An event as one line for people: "2026-03-01 10:00  Bird walk · Rock Creek · EventCancelled", ended by a line break.
[[nodiscard]] std::string to_text(Event const& event);

}  // namespace almanac
