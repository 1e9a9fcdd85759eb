#include "read/place_counts.hpp"

#include <utility>

namespace almanac {

void ItemPlaces::count(Places& places, std::string const& place, std::string text, double bonus)
{
    if (!m_found.insert(place).second)
        return;
    auto& hits = places[place];
    ++hits.items;
    hits.bonus = bonus;
    hits.texts.insert(std::move(text));
}

std::string best_of(Places const& places, std::size_t items, double needed)
{
    std::string best;
    double most = 0;
    for (auto const& [place, hits] : places) {
        auto const share = static_cast<double>(hits.items) / static_cast<double>(items);
        auto const differ = static_cast<double>(hits.texts.size()) / static_cast<double>(hits.items);
        auto const value = share * (0.5 + differ) * (1 + hits.bonus);
        if (share >= needed && value > most) {
            most = value;
            best = place;
        }
    }
    return best;
}

}  // namespace almanac
