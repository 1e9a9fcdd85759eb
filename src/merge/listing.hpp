#pragma once

#include "event/event.hpp"
#include "merge/title.hpp"
#include "merge/venue_likeness.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace almanac {

/// What is compared of an event, worked out once. Refers to the event.
struct Listing {
    Event const* event = nullptr;
    Title title;
    PlaceKey place;
    std::vector<std::string> place_words;  ///< of the venue, as they would stand in a title
    std::string page;                 ///< canonical_url; empty for a site's front page and for pages of many events
    bool own_page = false;            ///< the address names the event, or has a number for it
    std::vector<std::uint64_t> text;  ///< hashes of the excerpt's runs of four words, sorted
    std::vector<std::string> told;    ///< its first words, as they would stand in a title, sorted
};

[[nodiscard]] std::vector<Listing> read_listings(std::span<Event const> events);

/// Why two listings are one event. The greater the strength, the surer.
struct Match {
    int strength = 0;
    std::string why;  ///< "same name, start and venue"
};

/// Nothing when they are two events, or when it cannot be told. Two listings of one source need a UID or a page that
/// says they are one, as a calendar that gives each its own means two events; listings of two sources need the same
/// time (or nearly), no contradiction in their venues, and names, descriptions or pages that agree.
[[nodiscard]] std::optional<Match> match(Listing const& a, Listing const& b);

/// Whether nothing speaks against their being one event.
[[nodiscard]] bool may_be_one(Listing const& a, Listing const& b);

}  // namespace almanac
