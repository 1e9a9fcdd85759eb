#pragma once

#include "event/organizer.hpp"
#include "event/place.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace almanac {

/// How names are to be published: as a page spells it -> as published.
using Aliases = std::map<std::string, std::string>;

/// The venues of all harvests. Knows nothing of where they are kept.
class VenueBook {
public:
    explicit VenueBook(Aliases const& aliases);

    /// A venue of an earlier harvest.
    void add_known(Place place);

    /// The venue as it is published (see Catalog::publish_venue).
    [[nodiscard]] Place publish(Place place);

    /// By folded name. Without those that an alias has replaced by another.
    [[nodiscard]] std::vector<Place> all() const;

    /// Those that publish() added or filled since it was last asked.
    [[nodiscard]] std::vector<Place> take_changed();

private:
    Aliases m_aliases;  ///< keys folded
    std::map<std::string, Place> m_places;
    std::set<std::string> m_changed;
};

/// The organizers of all harvests.
class OrganizerBook {
public:
    explicit OrganizerBook(Aliases const& aliases);

    void add_known(Organizer organizer);
    /// The organizer as it is published (see Catalog::publish_organizer).
    [[nodiscard]] Organizer publish(Organizer organizer);
    [[nodiscard]] std::vector<Organizer> all() const;
    [[nodiscard]] std::vector<Organizer> take_changed();

private:
    Aliases m_aliases;  ///< keys folded
    std::map<std::string, Organizer> m_organizers;
    std::set<std::string> m_changed;
};

}  // namespace almanac
