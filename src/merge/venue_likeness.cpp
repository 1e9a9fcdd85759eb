#include "merge/venue_likeness.hpp"

#include "event/names.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_words = 16;

constexpr std::array<std::pair<std::string_view, std::string_view>, 19> abbreviations{{
    {"assn", "association"}, {"assoc", "association"},  {"ave", "avenue"},
    {"bldg", "building"},    {"centre", "center"},      {"co", "county"},
    {"comm", "community"},   {"ctr", "center"},         {"ft", "fort"},
    {"govt", "government"},  {"intl", "international"}, {"lib", "library"},
    {"mt", "mount"},         {"natl", "national"},      {"pk", "park"},
    {"rd", "road"},          {"rec", "recreation"},     {"st", "saint"},
    {"theater", "theatre"},
}};

constexpr std::array<std::string_view, 9> silent{"a", "and", "at", "in", "near", "of", "on", "the", "us"};

/// What kind of place it is: alone these name none, and two kinds are two places.
constexpr std::array<std::string_view, 56> kinds{
    "amphitheater", "arena",  "auditorium", "barn",     "branch",   "building",   "campus",       "center",
    "chapel",       "church", "club",       "college",  "commons",  "community",  "conservatory", "courthouse",
    "district",     "farm",   "field",      "fields",   "forest",   "garden",     "gardens",      "green",
    "gym",          "hall",   "hospital",   "hotel",    "house",    "landing",    "library",      "lodge",
    "main",         "marina", "market",     "memorial", "mill",     "museum",     "national",     "nature",
    "office",       "park",   "plaza",      "pool",     "preserve", "recreation", "regional",     "room",
    "school",       "square", "stadium",    "state",    "station",  "tavern",     "theatre",      "visitor",
};
static_assert(std::ranges::is_sorted(kinds));
static_assert(std::ranges::is_sorted(silent));

std::string written_out(std::string_view word)
{
    auto const it =
        std::ranges::lower_bound(abbreviations, word, {}, &std::pair<std::string_view, std::string_view>::first);
    return std::string{it != abbreviations.end() && it->first == word ? it->second : word};
}

bool is_kind(std::string const& word)
{
    return std::ranges::binary_search(kinds, word);
}

/// "12 Chapel Rd" as "12 chapel".
std::string street_key(std::string_view street)
{
    auto const folded = fold(street);
    auto const parts = split(folded, ' ');
    if (parts.size() < 2 || parts[0].empty() || parts[0][0] < '0' || parts[0][0] > '9')
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

PlaceLikeness compare_names(std::vector<std::string> const& a, std::vector<std::string> const& b)
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
        return PlaceLikeness::alike;
    if (own_a != own_b)
        return PlaceLikeness::different;
    // "Brookland Library" is not "Brookland School"; a kind that only one states says nothing.
    return share_a_word(of_kind(a, true), of_kind(b, true)) ? PlaceLikeness::alike : PlaceLikeness::different;
}

}  // namespace

PlaceKey read_place(Place const& place)
{
    PlaceKey key{.words = {}, .street = street_key(place.street), .city = fold(place.city), .state = fold(place.state)};
    if (!is_venue_name(place.name))
        return key;
    auto const folded = fold(place.name);
    auto parts = split(folded, ' ');
    auto const is_silent = [](std::string_view part) { return std::ranges::binary_search(silent, part); };
    if (!std::ranges::all_of(parts, is_silent))
        std::erase_if(parts, is_silent);
    for (auto const part : std::span{parts}.first(std::min(max_words, parts.size())))
        key.words.push_back(written_out(part));
    std::ranges::sort(key.words);
    key.words.erase(std::ranges::unique(key.words).begin(), key.words.end());
    return key;
}

PlaceLikeness compare_places(PlaceKey const& a, PlaceKey const& b)
{
    bool const same_street = !a.street.empty() && a.street == b.street;
    if (stated_and_different(a.state, b.state) || (stated_and_different(a.city, b.city) && !same_street))
        return PlaceLikeness::different;
    if (same_street)
        return PlaceLikeness::same;
    if (stated_and_different(a.street, b.street) && a.words != b.words)
        return PlaceLikeness::different;
    return compare_names(a.words, b.words);
}

}  // namespace almanac
