#include "read/filled.hpp"

namespace almanac {

std::bitset<field_titles.size()> filled_fields(Event const& event)
{
    std::bitset<field_titles.size()> filled;
    std::size_t at = 0;
    for (bool const is_there : {!event.name.empty(), true, event.when.has_end, !event.place.name.empty(),
                                !event.place.street.empty() || !event.place.city.empty(), !event.url.empty(),
                                event.cost.has_value(), !event.image.empty(), !event.categories.empty(),
                                event.status != Status::scheduled, !event.description.empty()})
        filled[at++] = is_there;
    return filled;
}

std::array<std::size_t, field_titles.size()> count_filled(Reading const& reading)
{
    std::array<std::size_t, field_titles.size()> counts{};
    for (auto const& event : reading.events) {
        auto const filled = filled_fields(event);
        for (std::size_t i = 0; i < counts.size(); ++i)
            counts.at(i) += filled[i] ? 1 : 0;
    }
    return counts;
}

}  // namespace almanac
