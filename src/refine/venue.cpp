#include "refine/venue.hpp"

#include "event/names.hpp"
#include "read/location.hpp"
#include "refine/name.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_name = 300;
constexpr std::size_t max_part = 200;

void fill(std::string& into, std::string const& from)
{
    if (into.empty())
        into = from;
}

std::optional<double> read_degrees(std::string_view text, double limit)
{
    text = trim(text);
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.find('.') == std::string_view::npos ||
        std::isnan(value) || std::abs(value) > limit)
        return std::nullopt;
    return value;
}

/// "Old Farm, Visitor Barn, 38.801774, -77.007948"
void take_coordinates(Place& place)
{
    auto const last = place.name.rfind(',');
    if (last == std::string::npos || last == 0)
        return;
    auto const before = place.name.rfind(',', last - 1);
    if (before == std::string::npos)
        return;
    auto const name = std::string_view{place.name};
    auto const latitude = read_degrees(name.substr(before + 1, last - before - 1), 90);
    auto const longitude = read_degrees(name.substr(last + 1), 180);
    if (!latitude || !longitude)
        return;
    if (!place.latitude || !place.longitude) {
        place.latitude = latitude;
        place.longitude = longitude;
    }
    place.name = trim(name.substr(0, before));
}

bool has_digit(std::string_view text)
{
    return text.find_first_of("0123456789") != std::string_view::npos;
}

void take_address_off_name(Place& place)
{
    auto const found = read_location(place.name);
    auto const is_street = has_digit(found.street);
    if (!is_street && found.postal_code.empty()) {
        // Only a town, or "Name, part of it, town": the whole stays the name, unless the town stands before the name.
        if (!found.name.empty() && !place.name.starts_with(found.name))
            place.name = found.name;
    } else {
        place.name = found.name;
        if (!is_street && !found.street.empty())
            place.name += (place.name.empty() ? "" : ", ") + found.street;
    }
    // A town beside another street than the stated one would be wrong.
    if (!place.street.empty() && is_street && fold(place.street) != fold(found.street))
        return;
    if (is_street)
        fill(place.street, found.street);
    fill(place.city, found.city);
    fill(place.state, found.state);
    fill(place.postal_code, found.postal_code);
    fill(place.country, found.country);
}

/// Many calendars put the whole address into the street.
void split_street(Place& place)
{
    if (!place.city.empty() || place.street.find(',') == std::string::npos)
        return;
    auto const whole = std::move(place.street);
    place.street.clear();
    add_address(place, whole);
    if (place.street.empty() && place.city.empty())
        place.street = whole;
}

/// Mends what calendars write into the street although it stands elsewhere: the name again ("City Hall, 8 Mill St" of
/// City Hall), coordinates ("Old Barn, 38.801774" with the town "-77.007948"), the street one member too late.
void mend_street(Place& place)
{
    auto const last = place.street.rfind(',');
    if (auto const longitude = read_degrees(place.city, 180); longitude && last != std::string::npos) {
        if (auto const latitude = read_degrees(std::string_view{place.street}.substr(last + 1), 90)) {
            place.latitude = place.latitude.value_or(*latitude);
            place.longitude = place.longitude.value_or(*longitude);
            place.street.resize(last);
            place.city.clear();
        }
    }
    auto const name = fold(place.name);
    if (name.empty())
        return;
    if (!has_digit(place.street) && fold(place.street) == name)
        place.street = has_digit(place.city) ? std::exchange(place.city, {}) : std::string{};
    auto const rest = place.street.find(',', place.name.size());
    if (rest == place.name.size() && fold(std::string_view{place.street}.substr(0, rest)) == name)
        place.street = trim(std::string_view{place.street}.substr(rest + 1));
}

/// "(VA)", "(DC)": the state in brackets at the start of a text, or nothing.
std::string_view leading_tag(std::string_view text)
{
    if (text.size() < 4 || text[0] != '(' || text[3] != ')')
        return {};
    auto const code = text.substr(1, 2);
    return state_code(code) == code ? text.substr(0, 4) : std::string_view{};
}

}  // namespace

VenueRules::VenueRules(Source const& source, Config const& config) : m_default_venue(source.default_venue)
{
    for (auto const* aliases : {&source.venue_aliases, &config.venue_aliases})
        for (auto const& [spelled, published] : *aliases)
            m_aliases.try_emplace(name_key(spelled), published);
}

std::string const* VenueRules::alias_of(std::string_view name) const
{
    auto const it = m_aliases.find(name_key(name));
    return it == m_aliases.end() ? nullptr : &it->second;
}

void VenueRules::apply(Place& place) const
{
    for (auto* part : {&place.street, &place.city, &place.state, &place.postal_code, &place.country, &place.phone})
        *part = clean_line(*part, max_part);
    place.name = clean_line(place.name, max_name);
    auto const says_nothing = place.name.empty();
    if (auto const* alias = alias_of(place.name)) {
        place.name = *alias;
    } else if (!is_venue_name(place.name)) {
        place.name.clear();
    } else {
        take_coordinates(place);
        take_address_off_name(place);
        if (auto const* short_alias = alias_of(place.name))
            place.name = *short_alias;
    }
    split_street(place);
    mend_street(place);
    if (auto code = state_code(place.state); !code.empty())
        place.state = std::move(code);
    if (place.country.empty())
        place.country = country_of_state(place.state);
    if (place.country.size() == 2)
        std::ranges::transform(place.country, place.country.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (place.name.empty() && !place.street.empty())
        place.name = place.street;
    if (place.name.empty() && says_nothing)
        place.name = m_default_venue;
}

std::string state_tag(Place const& place, std::string_view source_state)
{
    if (!place.state.empty())
        return state_code(place.state);
    auto const abroad = !place.country.empty() && fold(place.country) != "united states" &&
                        fold(place.country) != "us" && fold(place.country) != "usa";
    return abroad ? std::string{} : std::string{source_state};
}

std::string tag_description(std::string_view description, std::string_view state)
{
    // A tag may also stand inside the first paragraph.
    std::string_view const paragraph = description.starts_with("<p>") ? "<p>" : "";
    auto rest = trim(description.substr(paragraph.size()));
    while (!leading_tag(rest).empty())
        rest = trim(rest.substr(4));
    if (state.empty())
        return fmt::format("{}{}", paragraph, rest);
    return std::string{trim(fmt::format("({}) {}{}", state, paragraph, rest))};
}

}  // namespace almanac
