#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>

namespace almanac {

/// How much of the items of a structure is looked at.
inline constexpr std::size_t max_items_looked_at = 25;
inline constexpr std::size_t max_parts_of_item = 80;  ///< elements
inline constexpr std::size_t max_below_part = 40;     ///< elements in a part; more make it no single statement

/// How often a place was found in the items of a structure, and with what texts.
struct Hits {
    std::size_t items = 0;
    std::set<std::string> texts;
    double bonus = 0;  ///< what else speaks for it
};

/// By the place, in the short form of recipes.
using Places = std::map<std::string, Hits>;

/// Counts the places of one item, each once, whatever it is counted as.
class ItemPlaces {
public:
    void count(Places& places, std::string const& place, std::string text, double bonus);

private:
    std::set<std::string> m_found;
};

/// The place with the most items; among equals that of more different texts. Empty when none has the share of `items`
/// that is needed.
[[nodiscard]] std::string best_of(Places const& places, std::size_t items, double needed);

}  // namespace almanac
