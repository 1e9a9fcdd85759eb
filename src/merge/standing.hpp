#pragma once

#include "event/event.hpp"

#include <cstddef>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

struct Config;
struct Source;

/// What decides whether a source is believed before another.
struct Standing {
    std::size_t rank = std::numeric_limits<std::size_t>::max();  ///< place in `authority` of almanac.toml, from 0
    std::string organizer;                                       ///< the source's name, as published
    std::string host;  ///< of its site; empty when other sources have the same
};

/// By the source's id.
using Standings = std::map<std::string, Standing, std::less<>>;

[[nodiscard]] Standings standings_of(std::span<Source const> sources, Config const& config);

/// Whether others say that the event is this source's own: a listing by another source names it as the organizer, or
/// links to its site.
[[nodiscard]] bool is_by_organizer(Event const& listing, std::span<Event const* const> others,
                                   Standings const& standings);

/// The listings of one event, those of more authority first: as `authority` orders their sources; then the organizer's
/// own site; then by id.
[[nodiscard]] std::vector<Event const*> by_authority(std::vector<Event const*> listings, Standings const& standings);

}  // namespace almanac
