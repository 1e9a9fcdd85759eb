#pragma once

#include "event/event.hpp"
#include "read/reader.hpp"

#include <span>
#include <string>
#include <vector>

namespace almanac {

/// Events of which none is there twice, in the order they came, and a Drop for each that went into another.
struct Merged {
    std::vector<Event> events;
    std::vector<Drop> drops;
};

/// The events of one source, refined. Two with the same folded name, start and venue are one; so are two with the same
/// name, start and UID or page of which one has no venue. The one with more fields stays, and takes what only the other
/// states. Linear.
[[nodiscard]] Merged merge_within(std::vector<Event> events);

/// The events of all sources, each source already merged within itself. The same folded name and start at the same
/// venue, or with the same page when one names no venue, is one event: that of the source which comes first in
/// `authority` (ids that are not in it come last, in alphabetical order). It takes what only the others state, and
/// their ids into also_listed_by. The same title at two venues stays two events, and so do two without any venue.
/// Linear.
[[nodiscard]] Merged merge_across(std::vector<Event> events, std::span<std::string const> authority);

}  // namespace almanac
