#pragma once

#include "event/place.hpp"

#include <string>
#include <vector>

namespace almanac {

/// A place as it is compared with others.
struct PlaceKey {
    std::vector<std::string> in_order;  ///< words of the name, abbreviations written out
    std::string initials;               ///< of each of them as the name has it
    std::vector<std::string> words;     ///< the same sorted, each once; empty: no place is named
    bool room = false;                  ///< names no building: "Meeting Room B"
    bool online = false;                ///< "Zoom", "Virtual Event"
    std::string street;                 ///< house number and the word after it; empty when there is none
    std::string city;                   ///< folded
    std::string state;
};

[[nodiscard]] PlaceKey read_place(Place const& place);

/// `alike`: one may be another name of the other ("Rock Creek Park Nature Center", "Nature Center").
enum class PlaceLikeness { different, unknown, alike, same };

[[nodiscard]] PlaceLikeness compare_places(PlaceKey const& a, PlaceKey const& b);

/// The names have a word of their own in common, or one has the other's town, and nothing but the names says that they
/// are two: "Weinberg Hall", "Weinberg Center for the Arts". So have "Laurel Library" and "Laurel School": much else
/// must speak for one event.
[[nodiscard]] bool are_related(PlaceKey const& a, PlaceKey const& b);

}  // namespace almanac
