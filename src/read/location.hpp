#pragma once

#include "event/place.hpp"
#include "read/states.hpp"

#include <string>
#include <string_view>

namespace almanac {

/// The place that one line of text names, as calendars write it: "Name, street, city, state zip, country", "Name @
/// street", "street, city, state", "City, State (Name)". What cannot be told apart is the name; an address alone has
/// none. A web address is `url` alone: an online event.
[[nodiscard]] Place read_location(std::string_view text);

/// A text that is known to be an address: never a name. Fills only what `place` does not have yet.
void add_address(Place& place, std::string_view text);

/// The street of a text that may repeat the rest of the address, whose town `place` has: "100 Main St, Springfield, VA
/// 22150" -> "100 Main St". State and postal code are taken from it where `place` has none.
void add_street(Place& place, std::string_view text);

/// A town that may say its state and country as well: "Springfield, VA".
void add_town(Place& place, std::string_view text);

}  // namespace almanac
