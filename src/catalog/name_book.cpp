#include "catalog/name_book.hpp"

#include "event/names.hpp"
#include "text/text.hpp"

#include <string_view>
#include <utility>

namespace almanac {
namespace {

Aliases with_folded_keys(Aliases const& aliases)
{
    Aliases folded;
    for (auto const& [spelled, published] : aliases)
        folded[name_key(spelled)] = published;
    return folded;
}

/// The published name of an alias, or nothing.
std::string const* alias_of(Aliases const& aliases, std::string const& name)
{
    auto const found = aliases.find(name_key(name));
    return found == aliases.end() ? nullptr : &found->second;
}

bool replaced_by_alias(Aliases const& aliases, std::string const& key)
{
    auto const found = aliases.find(key);
    return found != aliases.end() && name_key(found->second) != key;
}

bool differ(std::string_view a, std::string_view b)
{
    return !a.empty() && !b.empty() && fold(a) != fold(b);
}

/// Whether what is stated of two places excludes that they are one: other states, or another city with another postal
/// code. A city alone proves nothing ("Washington", "Washington, D.C.", a district's name).
bool elsewhere(Place const& a, Place const& b)
{
    auto const zip = [](Place const& place) { return std::string_view{place.postal_code}.substr(0, 5); };
    return differ(a.state, b.state) || (differ(a.city, b.city) && differ(zip(a), zip(b)));
}

bool fill(std::string& known, std::string const& stated)
{
    if (!known.empty() || stated.empty())
        return false;
    known = stated;
    return true;
}

/// Takes over what was not known. True when something was.
bool fill(Place& known, Place const& stated)
{
    bool filled = false;
    for (auto const part : {&Place::street, &Place::city, &Place::state, &Place::postal_code, &Place::country,
                            &Place::phone, &Place::url})
        filled = fill(known.*part, stated.*part) || filled;
    // A pair of coordinates belongs together.
    if (!known.latitude && !known.longitude && stated.latitude && stated.longitude) {
        known.latitude = stated.latitude;
        known.longitude = stated.longitude;
        filled = true;
    }
    return filled;
}

template <class T>
std::vector<T> take(std::map<std::string, T> const& all, std::set<std::string>& changed)
{
    std::vector<T> taken;
    for (auto const& key : std::exchange(changed, {}))
        taken.push_back(all.at(key));
    return taken;
}

template <class T>
std::vector<T> list(std::map<std::string, T> const& all, Aliases const& aliases)
{
    std::vector<T> result;
    for (auto const& [key, value] : all)
        if (!replaced_by_alias(aliases, key))
            result.push_back(value);
    return result;
}

}  // namespace

VenueBook::VenueBook(Aliases const& aliases) : m_aliases(with_folded_keys(aliases)) {}

void VenueBook::add_known(Place place)
{
    auto key = name_key(place.name);
    m_places.emplace(std::move(key), std::move(place));
}

Place VenueBook::publish(Place place)
{
    place.name = collapse_spaces(place.name);
    auto const* alias = alias_of(m_aliases, place.name);
    if (alias != nullptr)
        place.name = *alias;
    if (!is_venue_name(place.name)) {
        place.name.clear();
        return place;
    }
    auto found = m_places.find(name_key(place.name));
    if (found != m_places.end() && elsewhere(found->second, place)) {
        place.name += " (" + (differ(found->second.city, place.city) ? place.city : place.state) + ")";
        alias = nullptr;
        found = m_places.find(name_key(place.name));
    }
    auto const key = name_key(place.name);
    if (found == m_places.end()) {
        m_changed.insert(key);
        return m_places.emplace(key, std::move(place)).first->second;
    }
    auto& known = found->second;
    bool changed = fill(known, place);
    if (alias != nullptr && known.name != *alias) {
        known.name = *alias;
        changed = true;
    }
    if (changed)
        m_changed.insert(key);
    return known;
}

std::vector<Place> VenueBook::all() const
{
    return list(m_places, m_aliases);
}

std::vector<Place> VenueBook::take_changed()
{
    return take(m_places, m_changed);
}

OrganizerBook::OrganizerBook(Aliases const& aliases) : m_aliases(with_folded_keys(aliases)) {}

void OrganizerBook::add_known(Organizer organizer)
{
    auto key = name_key(organizer.name);
    m_organizers.emplace(std::move(key), std::move(organizer));
}

Organizer OrganizerBook::publish(Organizer organizer)
{
    organizer.name = collapse_spaces(organizer.name);
    if (organizer.name.empty())
        return organizer;
    auto const* alias = alias_of(m_aliases, organizer.name);
    if (alias != nullptr)
        organizer.name = *alias;
    auto const key = name_key(organizer.name);
    auto const [found, is_new] = m_organizers.emplace(key, organizer);
    auto updated = found->second;
    if (alias != nullptr)
        updated.name = *alias;
    // Unlike a venue's address, what an organizer says of itself today is better than what it said before.
    for (auto const part : {&Organizer::url, &Organizer::email, &Organizer::phone})
        if (!(organizer.*part).empty())
            updated.*part = organizer.*part;
    if (is_new || updated != found->second)
        m_changed.insert(key);
    return found->second = updated;
}

std::vector<Organizer> OrganizerBook::all() const
{
    return list(m_organizers, m_aliases);
}

std::vector<Organizer> OrganizerBook::take_changed()
{
    return take(m_organizers, m_changed);
}

}  // namespace almanac
