#include "read/location.hpp"

#include "read/address_words.hpp"
#include "text/ascii.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace almanac {

namespace {

using Parts = std::vector<std::string>;

/// Commas, line breaks and bullets separate the parts of an address; " @ " and " - " do where an address stands beside
/// them, as in "Name @ street" (or the other way round) and "Name - street".
Parts split_parts(std::string_view text)
{
    Parts parts;
    auto spaced = replace_all(replace_all(std::string{text}, "\n", ","), " \xE2\x80\xA2 ", ",");
    if (auto const at = spaced.find(" @ "); at != std::string::npos) {
        auto const before = collapse_spaces(spaced.substr(0, at));
        auto const after = collapse_spaces(spaced.substr(at + 3));
        bool const turned = looks_like_street(before, true) && !looks_like_street(after, true);
        spaced = turned ? after + "," + before : before + "," + after;
    }
    if (auto const dash = spaced.find(" - ");
        dash != std::string::npos && looks_like_street(trim(spaced.substr(dash + 3)), true))
        spaced.replace(dash, 3, ",");
    // "Club House at 50 F St": two digits, as "at 9" is a time.
    if (auto const at = spaced.find(" at "); at != std::string::npos) {
        auto const street = std::string_view{spaced}.substr(at + 4, spaced.find(',', at) - at - 4);
        if (street.size() > 2 && is_digit(street[0]) && is_digit(street[1]) && looks_like_street(street, true))
            spaced.replace(at, 4, ",");
    }
    for (auto const part : split(spaced, ',')) {
        if (auto clean = collapse_spaces(part); !clean.empty() && clean != "-")
            parts.push_back(std::move(clean));
    }
    return parts;
}

/// "Richmond VA" -> "Richmond", "VA": the last word, or nothing when it is the only one.
std::pair<std::string, std::string> split_last_word(std::string_view part, std::size_t words = 1)
{
    auto space = part.size();
    for (; words > 0 && space != std::string_view::npos && space > 0; --words)
        space = part.rfind(' ', space - 1);
    if (space == std::string_view::npos || space == 0)
        return {};
    return {std::string{part.substr(0, space)}, std::string{part.substr(space + 1)}};
}

void fill(std::string& member, std::string value)
{
    if (member.empty())
        member = std::move(value);
}

/// Where the postal code stands before its town: "13006 Marseille, France".
bool is_abroad(std::string_view country)
{
    return !country.empty() && country != "United States" && country != "Canada";
}

/// Moves what the last part says of country, state and postal code into `place`; false when it says nothing.
bool take_tail(Parts& parts, Place& place)
{
    auto& last = parts.back();
    bool const alone = parts.size() == 1;
    if (auto country = country_name(last); !alone && !country.empty()) {
        fill(place.country, std::move(country));
        parts.pop_back();
        return true;
    }
    if (is_postal_code(last)) {
        fill(place.postal_code, last);
        parts.pop_back();
        return true;
    }
    // In "Washington, DC" the town is no second state; in "VA 22150" no town is stated.
    bool const may_be_state = !alone || (last.size() == 2 && !place.postal_code.empty());
    if (auto state = state_code(last);
        may_be_state && !state.empty() && (place.state.empty() || state == place.state)) {
        fill(place.state, std::move(state));
        parts.pop_back();
        return true;
    }
    if (auto const digits = std::min(last.find_first_not_of("0123456789"), last.size());
        !alone && is_abroad(place.country) && digits >= 4 && digits <= 5 && last.substr(digits, 1) == " ") {
        fill(place.postal_code, last.substr(0, digits));
        last.erase(0, digits + 1);
        return true;
    }
    for (std::size_t const words : {1U, 2U}) {  // a Canadian code is two words
        auto [before, code] = split_last_word(last, words);
        if (is_postal_code(code)) {
            fill(place.postal_code, std::move(code));
            last = std::move(before);
            return true;
        }
    }
    auto [before, word] = split_last_word(last);
    bool const capitals = word.size() == 2 && std::ranges::all_of(word, [](char c) { return c >= 'A' && c <= 'Z'; });
    for (std::string_view const country : {" USA", " US", " United States", " Canada"}) {
        if (!alone && last.ends_with(country)) {
            fill(place.country, country_name(country));
            last.resize(last.size() - country.size());
            return true;
        }
    }
    if (!place.state.empty() || (alone && place.postal_code.empty()))
        return false;
    // Two capitals may be a state; a full name only where a postal code or country follows it.
    bool const certain = !place.postal_code.empty() || !place.country.empty();
    if (auto state = state_code(word); !state.empty() && (capitals || certain)) {
        fill(place.state, std::move(state));
        last = std::move(before);
        return true;
    }
    return false;
}

void take_tails(Parts& parts, Place& place)
{
    for (int most = 12; most > 0 && !parts.empty() && take_tail(parts, place); --most) {
    }
}

/// "NW", "S.E.": the quarter of a town, behind its streets.
bool is_direction(std::string_view word)
{
    constexpr std::array<std::string_view, 8> directions{"n", "s", "e", "w", "ne", "nw", "se", "sw"};
    return std::ranges::find(directions, replace_all(lower_ascii(word), ".", "")) != directions.end();
}

/// "100 Main St Springfield", "100 Main St. NW Springfield": the comma between street and town was forgotten.
void split_street_and_city(Parts& parts)
{
    auto const whole = parts.back();
    auto const words = split(whole, ' ');
    auto const ends_street = [&](std::size_t word) {
        return is_street_word(words[word]) ||
               (word > 1 && is_direction(words[word]) && is_street_word(words[word - 1]));
    };
    for (auto word = words.size() - 1; is_digit(whole[0]) && word > 1; --word) {
        auto const& after = words[word];
        bool const town = after.size() > 2 && is_letter(after[0]) && !is_room(after) && !is_direction(after);
        if (town && ends_street(word - 1)) {
            auto const at = static_cast<std::size_t>(after.data() - whole.data());
            parts.back() = whole.substr(0, at - 1);
            parts.push_back(whole.substr(at));
            return;
        }
    }
}

/// The last part is the town. Some pages say the whole address twice in a row.
void take_city(Parts& parts, Place& place)
{
    place.city = parts.back();
    parts.pop_back();
    if (std::ranges::find(parts, place.city) == parts.end())
        return;
    take_tails(parts, place);
    std::erase(parts, place.city);
}

/// "Johns Island, S.C. (Golf Club)" and "Washington, D.C., Shaw Field": sport calendars put the town first.
bool read_town_first(std::string_view text, Parts const& all, Place& place)
{
    auto const open = text.find(" (");
    bool const bracket = open != std::string_view::npos && text.ends_with(')');
    auto bracketed = bracket ? split_parts(text.substr(0, open)) : Parts{};
    if (bracketed.size() == 2)
        bracketed.emplace_back(text.substr(open + 2, text.size() - open - 3));
    auto const& parts = bracket ? bracketed : all;
    if (parts.size() != 3 || state_code(parts[1]).empty() || !country_name(parts[2]).empty() ||
        !state_code(parts[2]).empty() || is_postal_code(parts[2]))
        return false;
    place.city = parts[0];
    place.state = state_code(parts[1]);
    place.name = parts[2];
    return true;
}

/// "Oak Hall - 100 Main St  Springfield VA 22150", "Oak Hall -   Springfield VA 22150": CivicPlus fills in what it
/// knows, with two spaces where the street ends or is missing.
bool read_filled_in(std::string_view text, Place& place)
{
    auto const gap = text.rfind("  ");
    auto const dash = text.starts_with("- ") ? 0 : text.rfind(" - ", gap);
    if (gap == std::string_view::npos || dash == std::string_view::npos)
        return false;
    auto const address = text.find_first_not_of(" -", dash);
    auto const street = gap < address ? std::string{} : collapse_spaces(text.substr(address, gap - address));
    Place rest;
    add_address(rest, street.empty() ? text.substr(address) : fmt::format("{}, {}", street, text.substr(gap)));
    if (rest.postal_code.empty())
        return false;
    place = std::move(rest);
    place.name = collapse_spaces(text.substr(0, dash));
    return true;
}

void take_street(Place& place, Parts::iterator begin, Parts::iterator end)
{
    fill(place.street, join({begin, end}, ", "));
}

/// Without state and postal code only a street tells an address from a name.
void read_loose(Place& place, Parts& parts)
{
    auto const street = std::ranges::find_if(parts, [](auto const& part) { return looks_like_street(part, true); });
    place.name = join({parts.begin(), street}, ", ");
    if (street == parts.end())
        return;
    if (parts.end() - street == 2 && !is_room(parts.back())) {
        fill(place.city, parts.back());
        parts.pop_back();
    }
    take_street(place, street, parts.end());
}

/// Below the lines that say where, calendars write how to join and what else they want to say: "Zoom: https://...",
/// "Phone: 202-555-0100", "*Subject to change". Without them.
std::string without_notes(std::string_view text)
{
    std::string kept;
    for (auto const line : split(text, '\n')) {
        bool const note = line.find("://") != std::string_view::npos || line.find(": ") != std::string_view::npos ||
                          trim(line).starts_with('*');
        if (note && !kept.empty())
            break;
        kept += (kept.empty() ? "" : "\n") + std::string{line};
    }
    return kept;
}

/// "1 Gateway Plaza, Los Angeles, CA 90012, 3rd Floor, Board Room": what follows the postal code is where in the house.
Parts take_rooms(Parts& parts)
{
    for (std::size_t at = 1; at + 1 < parts.size(); ++at) {
        auto const [state, code] = split_last_word(parts[at]);
        if (!is_postal_code(code) || state_code(state).empty() || !country_name(parts[at + 1]).empty())
            continue;
        Parts rooms{parts.begin() + static_cast<std::ptrdiff_t>(at) + 1, parts.end()};
        parts.resize(at + 1);
        return rooms;
    }
    return {};
}

}  // namespace

Place read_location(std::string_view text)
{
    Place place;
    auto const lines = without_notes(trim(text));
    auto const whole = trim(lines);
    if ((whole.starts_with("http://") || whole.starts_with("https://")) &&
        whole.find_first_of(" \n") == std::string_view::npos) {
        place.url = whole;
        return place;
    }
    auto parts = split_parts(whole);
    if (read_town_first(whole, parts, place) || read_filled_in(whole, place))
        return place;
    if (auto const rooms = take_rooms(parts); !rooms.empty()) {
        place = read_location(join(parts, ", "));
        place.name = join(place.name.empty() ? rooms : Parts{place.name, join(rooms, ", ")}, ", ");
        return place;
    }
    take_tails(parts, place);
    if (parts.empty())
        return place;
    if (place.state.empty() && place.postal_code.empty()) {
        read_loose(place, parts);
        return place;
    }
    split_street_and_city(parts);
    if (parts.size() == 1 && looks_like_street(parts[0], true)) {
        place.street = parts[0];
        return place;
    }
    take_city(parts, place);
    auto street =
        std::ranges::find_if(parts, [&](auto const& part) { return looks_like_street(part, &part == parts.data()); });
    if (street == parts.end() && parts.size() > 1)
        street = parts.begin() + 1;
    place.name = join({parts.begin(), street}, ", ");
    take_street(place, street, parts.end());
    return place;
}

void add_street(Place& place, std::string_view text)
{
    auto parts = split_parts(text);
    Place rest;
    take_tails(parts, rest);
    if (parts.empty() || (rest.state.empty() && rest.postal_code.empty())) {
        place.street = trim(text);
        return;
    }
    auto const& city = place.city;
    std::erase(parts, city);
    auto& last = parts.empty() ? parts.emplace_back() : parts.back();
    if (last.size() > city.size() && last.ends_with(city) && last[last.size() - city.size() - 1] == ' ')
        last.resize(last.size() - city.size() - 1);
    place.street = join(parts, ", ");
    fill(place.state, std::move(rest.state));
    fill(place.postal_code, std::move(rest.postal_code));
    fill(place.country, std::move(rest.country));
}

void add_town(Place& place, std::string_view text)
{
    auto parts = split_parts(text);
    take_tails(parts, place);
    place.city = join(parts, ", ");
}

void add_address(Place& place, std::string_view text)
{
    auto parts = split_parts(text);
    take_tails(parts, place);
    if (!parts.empty() && !place.name.empty() && fold(parts.front()) == fold(place.name))
        parts.erase(parts.begin());
    if (parts.empty())
        return;
    bool const address = !place.state.empty() || !place.postal_code.empty();
    if (address)
        split_street_and_city(parts);
    // "235 North 500 West Salt Lake City, UT": where no comma tells, it is a street with its town, and no town.
    bool const only_street = parts.size() == 1 && (is_digit(parts[0][0]) || looks_like_street(parts[0], true));
    bool const town = address ? !only_street : parts.size() > 1 && !is_room(parts.back());
    if (town && place.city.empty())
        take_city(parts, place);
    else
        std::erase(parts, place.city);
    take_street(place, parts.begin(), parts.end());
}

}  // namespace almanac
