#include "event/names.hpp"

#include "text/text.hpp"

#include <algorithm>

namespace almanac {
namespace {

// Whole names, folded: "Online" is none, "Online Cafe" may be one.
constexpr std::string_view no_names[] = {
    "address tba",
    "address tbd",
    "address to be announced",
    "details to follow",
    "location",
    "location tba",
    "location tbd",
    "location to be announced",
    "location to be determined",
    "multiple locations",
    "n a",
    "na",
    "no location",
    "no venue",
    "none",
    "online",
    "online event",
    "online via zoom",
    "please see website",
    "see below",
    "see description",
    "see details",
    "see event website",
    "see website",
    "tba",
    "tbd",
    "to be announced",
    "to be determined",
    "unknown",
    "unnamed venue",
    "various",
    "various locations",
    "venue",
    "venue tba",
    "venue tbd",
    "via zoom",
    "virtual",
    "virtual event",
    "webinar",
    "zoom",
};
static_assert(std::ranges::is_sorted(no_names));

}  // namespace

bool is_venue_name(std::string_view text)
{
    auto const folded = fold(text);
    return !folded.empty() && !folded.starts_with("http ") && !folded.starts_with("https ") &&
           !folded.starts_with("see event ") && !std::ranges::binary_search(no_names, folded);
}

std::string name_key(std::string_view name)
{
    auto folded = fold(name);
    return folded.empty() ? std::string{name} : folded;
}

}  // namespace almanac
