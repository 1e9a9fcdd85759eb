#include "merge/venue_likeness.hpp"

#include "event/names.hpp"
#include "text/ascii.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_words = 16;

/// What venues abbreviate, and what they write in two ways; sorted. "St" and "Co" are read by where they stand.
constexpr auto abbreviations = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"admin", "administration"},
    {"assn", "association"},
    {"assoc", "association"},
    {"aud", "auditorium"},
    {"ave", "avenue"},
    {"bldg", "building"},
    {"blvd", "boulevard"},
    {"centre", "center"},
    {"co", "county"},
    {"comm", "community"},
    {"ctr", "center"},
    {"dept", "department"},
    {"dr", "drive"},
    {"elem", "elementary"},
    {"ft", "fort"},
    {"gdns", "gardens"},
    {"govt", "government"},
    {"grds", "grounds"},
    {"gymnasium", "gym"},
    {"hwy", "highway"},
    {"intl", "international"},
    {"lib", "library"},
    {"links", "course"},
    {"ln", "lane"},
    {"mt", "mount"},
    {"mtn", "mountain"},
    {"natl", "national"},
    {"pk", "park"},
    {"pkwy", "parkway"},
    {"rd", "road"},
    {"rec", "recreation"},
    {"rm", "room"},
    {"sq", "square"},
    {"st", "saint"},
    {"theater", "theatre"},
    {"thos", "thomas"},
    {"twp", "township"},
    {"univ", "university"},
    {"wm", "william"},
});
static_assert(std::ranges::is_sorted(abbreviations));

constexpr std::array<std::string_view, 9> silent{"a", "and", "at", "in", "near", "of", "on", "the", "us"};

/// What kind of place it is: alone these name none, and two kinds are two places.
constexpr auto kinds = std::to_array<std::string_view>({
    "amphitheater", "arena",      "auditorium", "avenue",  "barn",     "boulevard", "branch",   "building",
    "campus",       "center",     "chapel",     "church",  "club",     "college",   "common",   "community",
    "conservatory", "courthouse", "district",   "drive",   "farm",     "field",     "forest",   "garden",
    "green",        "gym",        "hall",       "highway", "hospital", "hotel",     "house",    "landing",
    "lane",         "library",    "lodge",      "main",    "marina",   "market",    "memorial", "mill",
    "museum",       "national",   "nature",     "office",  "park",     "plaza",     "pool",     "preserve",
    "recreation",   "regional",   "road",       "room",    "school",   "square",    "stadium",  "state",
    "station",      "street",     "tavern",     "theatre", "visitor",
});
static_assert(std::ranges::is_sorted(kinds));
static_assert(std::ranges::is_sorted(silent));

/// Where in a building something is: no more than these name no building.
constexpr auto rooms = std::to_array<std::string_view>({
    "activity", "annex",     "atrium",     "auditorium", "basement", "boardroom", "bus",       "chamber",
    "children", "classroom", "conference", "council",    "court",    "craft",     "downstair", "entrance",
    "field",    "floor",     "gallery",    "gym",        "kid",      "lab",       "lawn",      "level",
    "lobby",    "loop",      "lot",        "lounge",     "lower",    "main",      "meeting",   "multipurpose",
    "parking",  "patio",     "program",    "reading",    "rink",     "room",      "shelter",   "stage",
    "studio",   "suite",     "tent",       "trailhead",  "upper",    "upstair",
});
static_assert(std::ranges::is_sorted(rooms));

constexpr std::array<std::string_view, 9> online{"internet", "livestream", "online",  "teams", "virtual",
                                                 "webcast",  "webex",      "webinar", "zoom"};
static_assert(std::ranges::is_sorted(online));

/// What stands beside these.
constexpr std::array<std::string_view, 7> around_online{"call", "event", "meet", "meeting", "only", "via", "video"};
static_assert(std::ranges::is_sorted(around_online));

constexpr std::array<std::string_view, 9> streets{"avenue",  "boulevard", "drive", "highway", "lane",
                                                  "parkway", "pike",      "road",  "street"};
static_assert(std::ranges::is_sorted(streets));

template <std::size_t N>
bool is_one_of(std::array<std::string_view, N> const& sorted, std::string_view word)
{
    return std::ranges::binary_search(sorted, word);
}

bool is_kind(std::string_view word)
{
    return is_one_of(kinds, word);
}

/// The word after `before`, without an abbreviation and in the singular, as "St. Luke's" is also "St. Luke".
std::string written_out(std::string_view word, std::string_view before)
{
    // "St. Luke Church", "Church of St. Luke", but "Mill St. Stage".
    if (word == "st" && !before.empty() && !is_kind(before))
        return "street";
    auto const it =
        std::ranges::lower_bound(abbreviations, word, {}, &std::pair<std::string_view, std::string_view>::first);
    if (it != abbreviations.end() && it->first == word)
        word = it->second;
    constexpr std::size_t least = 4;
    bool const plural = word.size() >= least && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    return std::string{plural ? word.substr(0, word.size() - 1) : word};
}

/// "12 E. Chapel Rd" as "12 chapel".
std::string street_key(std::string_view street)
{
    static constexpr std::array<std::string_view, 12> directions{"e", "east", "n",     "ne", "north", "nw",
                                                                 "s", "se",   "south", "sw", "w",     "west"};
    auto const folded = fold(street);
    auto parts = split(folded, ' ');
    if (parts.size() > 2 && is_one_of(directions, parts[1]))
        parts.erase(parts.begin() + 1);
    if (parts.size() < 2 || parts[0].empty() || !is_digit(parts[0][0]))
        return {};
    return std::string{parts[0]} + ' ' + std::string{parts[1]};
}

std::vector<std::string> of_kind(std::vector<std::string> const& words, bool kind)
{
    std::vector<std::string> some;
    std::ranges::copy_if(words, std::back_inserter(some), [&](auto const& word) { return is_kind(word) == kind; });
    return some;
}

bool share_a_word(std::vector<std::string> const& a, std::vector<std::string> const& b)
{
    return std::ranges::any_of(a, [&](auto const& word) { return std::ranges::binary_search(b, word); });
}

bool stated_and_different(std::string const& a, std::string const& b)
{
    return !a.empty() && !b.empty() && a != b;
}

/// "Rock Creek Park" and "Rock Creek Regional Park": one name only adds who owns the place, which may be another.
bool differ_in_owner(std::vector<std::string> const& a, std::vector<std::string> const& b)
{
    constexpr std::array<std::string_view, 3> owners{"national", "regional", "state"};
    std::vector<std::string> more;
    std::ranges::set_symmetric_difference(a, b, std::back_inserter(more));
    return std::ranges::all_of(more, [&](auto const& word) { return std::ranges::find(owners, word) != owners.end(); });
}

PlaceLikeness compare_words(std::vector<std::string> const& a, std::vector<std::string> const& b)
{
    if (a.empty() || b.empty())
        return PlaceLikeness::unknown;
    if (a == b)
        return PlaceLikeness::same;
    auto const own_a = of_kind(a, false);
    auto const own_b = of_kind(b, false);
    bool const within = std::ranges::includes(a, b) || std::ranges::includes(b, a);
    if (own_a.empty() || own_b.empty())
        return within ? PlaceLikeness::unknown : PlaceLikeness::different;
    if (within)
        return differ_in_owner(a, b) ? PlaceLikeness::unknown : PlaceLikeness::alike;
    if (own_a != own_b)
        return PlaceLikeness::different;
    // "Brookland Library" is not "Brookland School"; a kind that only one states says nothing.
    return share_a_word(of_kind(a, true), of_kind(b, true)) ? PlaceLikeness::alike : PlaceLikeness::different;
}

bool is_room(std::string const& word)
{
    return word.size() == 1 || is_digit(word.front()) || is_one_of(rooms, word);
}

/// "Zoom", "Virtual Event", "Online via Zoom".
bool is_online(std::span<std::string_view const> words)
{
    return std::ranges::any_of(words, [](auto word) { return is_one_of(online, word); }) &&
           std::ranges::all_of(words,
                               [](auto word) { return is_one_of(online, word) || is_one_of(around_online, word); });
}

/// Where the words stand in `other` that `word` abbreviates: "MLK" is "Martin Luther King".
std::span<std::string const> written_out_in(std::string const& word, PlaceKey const& other)
{
    constexpr std::size_t least = 3, most = 4;
    auto const at = word.size() < least || word.size() > most ? std::string::npos : other.initials.find(word);
    if (at == std::string::npos || std::ranges::binary_search(other.words, word))
        return {};
    return std::span{other.in_order}.subspan(at, word.size());
}

/// The words, with what the other name writes out written out.
std::vector<std::string> without_initials(PlaceKey const& key, PlaceKey const& other)
{
    std::vector<std::string> words;
    for (auto const& word : key.words) {
        auto const run = written_out_in(word, other);
        words.insert(words.end(), run.begin(), run.end());
        if (run.empty())
            words.push_back(word);
    }
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end());
    return words;
}

bool is_somewhere(PlaceKey const& key)
{
    return !key.words.empty() || !key.street.empty();
}

/// The words of a name without the town that the other's address has: "Christ Church, Alexandria".
std::vector<std::string> without_town(PlaceKey const& key, PlaceKey const& other)
{
    auto words = key.words;
    auto const town = split(other.city, ' ');
    std::erase_if(words, [&](auto const& word) { return std::ranges::find(town, word) != town.end(); });
    return std::ranges::all_of(words, is_room) ? key.words : words;
}

PlaceLikeness compare_names(PlaceKey const& a, PlaceKey const& b)
{
    // A room of a building.
    if (a.room != b.room)
        return PlaceLikeness::unknown;
    auto const abbreviates = [](PlaceKey const& key, PlaceKey const& other) {
        return std::ranges::any_of(key.words, [&](auto const& word) { return !written_out_in(word, other).empty(); });
    };
    auto const names = abbreviates(a, b) || abbreviates(b, a)
                           ? compare_words(without_initials(a, b), without_initials(b, a))
                           : compare_words(a.words, b.words);
    bool const town_in_name = names == PlaceLikeness::different && a.city.empty() != b.city.empty();
    return town_in_name ? compare_words(without_town(a, b), without_town(b, a)) : names;
}

/// "Arts Center, Room 214", "Services Center, 2nd Floor": which room of a building tells no two events apart that have
/// one name and hour.
void drop_room_numbers(PlaceKey& key)
{
    auto const numbers = [](std::string const& word) {
        return word == "room" || word == "suite" || word == "floor" || word == "classroom";
    };
    auto const is_number = [](std::string const& word) { return word.size() == 1 || is_digit(word.front()); };
    std::vector<std::string> rest;
    auto const& words = key.in_order;
    for (std::size_t i = 0; i < words.size(); ++i) {
        bool const beside = (i > 0 && numbers(words[i - 1])) || (i + 1 < words.size() && numbers(words[i + 1]));
        bool const has_number = (i > 0 && is_number(words[i - 1])) || (i + 1 < words.size() && is_number(words[i + 1]));
        if (!(numbers(words[i]) && has_number) && !(is_number(words[i]) && beside))
            rest.push_back(words[i]);
    }
    if (!std::ranges::all_of(rest, is_room))
        key.in_order = std::move(rest);
}

}  // namespace

PlaceKey read_place(Place const& place)
{
    PlaceKey key{.in_order = {},
                 .initials = {},
                 .words = {},
                 .street = street_key(place.street),
                 .city = fold(place.city),
                 .state = fold(place.state)};
    auto const folded = fold(place.name);
    auto parts = split(folded, ' ');
    key.online = is_online(parts);
    if (key.online || !is_venue_name(place.name))
        return key;
    auto const is_silent = [](std::string_view part) { return is_one_of(silent, part); };
    if (!std::ranges::all_of(parts, is_silent))
        std::erase_if(parts, is_silent);
    // "Harbor Brewing Co."
    if (parts.size() > 1 && parts.back() == "co")
        parts.pop_back();
    for (auto const part : std::span{parts}.first(std::min(max_words, parts.size()))) {
        key.in_order.push_back(written_out(part, key.in_order.empty() ? std::string{} : key.in_order.back()));
    }
    drop_room_numbers(key);
    // An address where the name should be.
    if (key.street.empty() &&
        std::ranges::any_of(key.in_order, [](auto const& word) { return is_one_of(streets, word); }))
        key.street = street_key(place.name);
    if (!key.street.empty() && place.street.empty()) {
        key.in_order.clear();
        return key;
    }
    key.room = std::ranges::all_of(key.in_order, is_room);
    for (auto const& word : key.in_order)
        key.initials += word.empty() ? ' ' : word.front();
    key.words = key.in_order;
    std::ranges::sort(key.words);
    key.words.erase(std::ranges::unique(key.words).begin(), key.words.end());
    return key;
}

/// A house of that name may be given two numbers in its street, but not two streets.
bool are_other_streets(PlaceKey const& a, PlaceKey const& b)
{
    auto const name_of = [](std::string const& street) { return street.substr(street.find(' ') + 1); };
    return stated_and_different(a.street, b.street) && (a.words != b.words || name_of(a.street) != name_of(b.street));
}

PlaceLikeness compare_places(PlaceKey const& a, PlaceKey const& b)
{
    bool const same_street = !a.street.empty() && a.street == b.street;
    bool const other_city = stated_and_different(a.city, b.city);
    if (stated_and_different(a.state, b.state) || (other_city && !same_street))
        return PlaceLikeness::different;
    if (!same_street && are_other_streets(a, b))
        return PlaceLikeness::different;
    if (a.online != b.online && (a.online ? is_somewhere(b) : is_somewhere(a)))
        return PlaceLikeness::different;
    // One address may have two towns, that of the post and its own; but "1 Main Street" is in every town.
    auto const names = compare_names(a, b);
    constexpr std::size_t long_number = 4;
    bool const one_address = a.street.find(' ') >= long_number ||
                             (names >= PlaceLikeness::alike ? !of_kind(a.words, false).empty()
                                                            : share_a_word(of_kind(a.words, false), b.words));
    if (other_city && !one_address)
        return PlaceLikeness::different;
    return same_street ? PlaceLikeness::same : names;
}

bool are_related(PlaceKey const& a, PlaceKey const& b)
{
    constexpr std::size_t least = 4;
    auto const is_in = [](PlaceKey const& town, PlaceKey const& key) {
        return !town.city.empty() && std::ranges::all_of(split(town.city, ' '), [&](auto word) {
            return std::ranges::find(key.words, word) != key.words.end();
        });
    };
    if (is_in(a, b) || is_in(b, a))
        return true;
    return !stated_and_different(a.state, b.state) && !stated_and_different(a.city, b.city) &&
           !stated_and_different(a.street, b.street) && std::ranges::any_of(a.words, [&](auto const& word) {
               return word.size() >= least && !is_kind(word) && std::ranges::binary_search(b.words, word);
           });
}

}  // namespace almanac
