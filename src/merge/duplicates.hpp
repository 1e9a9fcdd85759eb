#pragma once

#include "event/event.hpp"
#include "merge/standing.hpp"
#include "read/reader.hpp"

#include <string>
#include <vector>

namespace almanac {

/// Events of which none is there twice, in the order they came, and a Drop for each that went into another, which says
/// why.
struct Merged {
    std::vector<Event> events;
    std::vector<Drop> drops;
};

/// The events of one source, refined. Two with the same folded name, start and venue are one; so are those that
/// find_links() finds. The one with more fields stays, and takes what only the other states. It is cancelled or sold
/// out when one of them says so. Linear.
[[nodiscard]] Merged merge_within(std::vector<Event> events);

/// The events of all sources, each source already merged within itself. Listings of several sources that find_links()
/// finds to be one are that of the source with the most authority (standing.hpp). It takes what only the others state,
/// and their ids into also_listed_by. Whether it takes place is for that source to say, but a cancellation by the
/// organizer's own site holds wherever it stands in that order. Linear.
[[nodiscard]] Merged merge_across(std::vector<Event> events, Standings const& standings);

}  // namespace almanac
