#pragma once

#include "read/field_reader.hpp"
#include "read/reader.hpp"

#include <optional>
#include <vector>

namespace almanac {

/// An event while it is read: what another reader or nobody found, and texts by field that a recipe found over it.
struct Found {
    Event event;
    Values values;
};

/// Puts what the event's own page says over what the list said. A page that states the time in other fields than the
/// list replaces the list's time altogether.
void put_over(Values& values, Values detail);

/// False when the event's time is known and wholly outside the window.
[[nodiscard]] bool may_be_wanted(Found const& found, ReadContext const& context);

/// The events that the texts state, one for each time ("Sat 10am and 2pm" are two); none, with the reason, when there
/// is no name or no readable date.
struct Made {
    std::vector<Event> events;
    std::optional<Drop> drop;
};
[[nodiscard]] Made make_events(Found found, ReadContext const& context);

/// The values that templates of an event's own page can name, for an event that no recipe read.
[[nodiscard]] Names names_of(Event const& event);

}  // namespace almanac
