#include "read/place_counts.hpp"

namespace almanac {

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
