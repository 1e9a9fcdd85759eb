#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// What stands in the events file where no place is known. Never a venue.
inline constexpr std::string_view no_venue = "See event website";

/// Whether a text names a place: false for what calendars write when there is none ("TBD", "Online", "See event
/// website", "Various locations"), and for text without a letter or digit.
[[nodiscard]] bool is_venue_name(std::string_view text);

/// What tells two names of venues, organizers or events apart, as WordPress' database does or more strictly: fold(), or
/// the name itself where that leaves nothing ("???").
[[nodiscard]] std::string name_key(std::string_view name);

}  // namespace almanac
