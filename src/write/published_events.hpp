#pragma once

#include "event/event.hpp"

#include <absl/time/civil_time.h>

#include <span>
#include <string>
#include <vector>

namespace almanac {

/// An event under the title it has in WordPress. Refers to an event of the caller.
struct PublishedEvent {
    Event const* event = nullptr;
    std::string title;  ///< a cell (to_title_cell)
    absl::CivilMinute start;
};

/// The events that belong on the calendar (is_published), by start, name and source: the same order for the same
/// events. WordPress tells events apart by title and start alone, so where several share both, each gets its venue
/// (else its organizer, else a number) after the title.
[[nodiscard]] std::vector<PublishedEvent> publish_events(std::span<Event const> events);

}  // namespace almanac
