#pragma once

#include "event/event.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace almanac {

/// Two listings that were found to be one event.
struct Link {
    std::size_t from = 0;
    std::size_t to = 0;
    std::string why;
};

/// The events that are one, as links between their indices: each joins two groups, so that n events in a group have
/// n - 1. Of several sources when `across`, and then never two of one source; else all of one source. The surest come
/// first; where an event could be either of two of another source, it is neither. Events are compared only with those
/// that share a word of the name, the page, the UID or the description on the same day, and with a bounded number of
/// these: linear in the number of events.
[[nodiscard]] std::vector<Link> find_links(std::span<Event const> events, bool across);

}  // namespace almanac
