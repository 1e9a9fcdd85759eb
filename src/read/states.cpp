#include "read/states.hpp"

#include "text/text.hpp"

#include <algorithm>
#include <array>

namespace almanac {

namespace {

struct State {
    std::string_view code;
    std::string_view name;
    std::string_view press;  ///< as newspapers shorten it, dots and spaces left out; empty where they do not
};

constexpr std::array states{
    State{"AL", "alabama", "ala"},
    State{"AK", "alaska", ""},
    State{"AZ", "arizona", "ariz"},
    State{"AR", "arkansas", "ark"},
    State{"CA", "california", "calif"},
    State{"CO", "colorado", "colo"},
    State{"CT", "connecticut", "conn"},
    State{"DE", "delaware", "del"},
    State{"DC", "districtofcolumbia", ""},
    State{"FL", "florida", "fla"},
    State{"GA", "georgia", ""},
    State{"HI", "hawaii", ""},
    State{"ID", "idaho", ""},
    State{"IL", "illinois", "ill"},
    State{"IN", "indiana", "ind"},
    State{"IA", "iowa", ""},
    State{"KS", "kansas", "kan"},
    State{"KY", "kentucky", ""},
    State{"LA", "louisiana", ""},
    State{"ME", "maine", ""},
    State{"MD", "maryland", ""},
    State{"MA", "massachusetts", "mass"},
    State{"MI", "michigan", "mich"},
    State{"MN", "minnesota", "minn"},
    State{"MS", "mississippi", "miss"},
    State{"MO", "missouri", ""},
    State{"MT", "montana", "mont"},
    State{"NE", "nebraska", "neb"},
    State{"NV", "nevada", "nev"},
    State{"NH", "newhampshire", ""},
    State{"NJ", "newjersey", ""},
    State{"NM", "newmexico", ""},
    State{"NY", "newyork", ""},
    State{"NC", "northcarolina", ""},
    State{"ND", "northdakota", ""},
    State{"OH", "ohio", ""},
    State{"OK", "oklahoma", "okla"},
    State{"OR", "oregon", "ore"},
    State{"PA", "pennsylvania", "penn"},
    State{"RI", "rhodeisland", ""},
    State{"SC", "southcarolina", ""},
    State{"SD", "southdakota", ""},
    State{"TN", "tennessee", "tenn"},
    State{"TX", "texas", "tex"},
    State{"UT", "utah", ""},
    State{"VT", "vermont", ""},
    State{"VA", "virginia", ""},
    State{"WA", "washington", "wash"},
    State{"WV", "westvirginia", ""},
    State{"WI", "wisconsin", "wis"},
    State{"WY", "wyoming", "wyo"},
    State{"PR", "puertorico", ""},
    State{"AB", "alberta", ""},  // from here on provinces of Canada
    State{"BC", "britishcolumbia", ""},
    State{"MB", "manitoba", ""},
    State{"NB", "newbrunswick", ""},
    State{"NL", "newfoundlandandlabrador", ""},
    State{"NS", "novascotia", ""},
    State{"ON", "ontario", ""},
    State{"PE", "princeedwardisland", ""},
    State{"QC", "quebec", ""},
    State{"SK", "saskatchewan", ""},
};

/// Letters only, lower case: "N. C." and "nc" are one.
std::string bare_letters(std::string_view text)
{
    std::string bare;
    if (text.size() > 40)
        return bare;
    for (char const c : lower_ascii(text)) {
        if (c >= 'a' && c <= 'z')
            bare += c;
        else if (c != '.' && c != ' ')
            return {};
    }
    return bare;
}

}  // namespace

std::string state_code(std::string_view text)
{
    auto const bare = bare_letters(trim(text));
    if (bare.empty())
        return {};
    auto const found = std::ranges::find_if(states, [&](State const& state) {
        return bare == state.name || equal_ignoring_case(bare, state.code) || bare == state.press;
    });
    return found == states.end() ? std::string{} : std::string{found->code};
}

std::string country_of_state(std::string_view code)
{
    auto const found = std::ranges::find(states, code, &State::code);
    if (found == states.end())
        return {};
    return found < std::ranges::find(states, "AB", &State::code) ? "US" : "CA";
}

std::string country_name(std::string_view text)
{
    auto const bare = bare_letters(text);
    constexpr std::array<std::string_view, 4> us{"us", "usa", "unitedstates", "unitedstatesofamerica"};
    // Not Georgia and Jordan, which are a state and names as well.
    constexpr std::array<std::string_view, 29> others{
        "canada",  "unitedkingdom", "australia", "mexico", "uk",          "england", "scotland", "wales",
        "ireland", "germany",       "france",    "spain",  "italy",       "austria", "belgium",  "switzerland",
        "sweden",  "norway",        "denmark",   "poland", "netherlands", "finland", "portugal", "newzealand",
        "japan",   "india",         "brazil",    "greece", "deutschland"};
    if (std::ranges::find(us, bare) != us.end())
        return "United States";
    return std::ranges::find(others, bare) != others.end() ? std::string{text} : std::string{};
}

}  // namespace almanac
