#pragma once

#include "config/config.hpp"
#include "event/place.hpp"

#include <string>
#include <string_view>
#include <unordered_map>

namespace almanac {

/// How one source's places become venues. The editors' wish: the venue is a place name, and specific; the address has
/// members of its own.
class VenueRules {
public:
    VenueRules(Source const& source, Config const& config);

    /// - An alias (of the source, else of the configuration) decides the name, before and after an address is split
    /// off.
    /// - "Mill Park, 8 Mill St, Great Falls, VA 22066" is the name "Mill Park" and an address. "Old Nursery,
    ///   Williamsburg VA" has neither street nor postal code and stays whole, as the town tells one Riverside Park from
    ///   another; town and state are known all the same.
    /// - An address without a place name is named by its street.
    /// - What is no name ("TBD", "Online", "See event website") is none. `default_venue` stands in only where the
    ///   calendar says nothing at all.
    /// - A member that the calendar states itself is never overwritten by what stands in the name.
    void apply(Place& place) const;

private:
    [[nodiscard]] std::string const* alias_of(std::string_view name) const;

    std::string m_default_venue;
    std::unordered_map<std::string, std::string> m_aliases;  ///< by name_key
};

/// What stands in brackets before a description: the state of the place's address, else `source_state` unless the place
/// is abroad. Empty for none.
[[nodiscard]] std::string state_tag(Place const& place, std::string_view source_state);

/// The description with "(VA) " at its start, exactly once; any state tag that stands there already goes.
[[nodiscard]] std::string tag_description(std::string_view description, std::string_view state);

}  // namespace almanac
