#include "write/published_events.hpp"

#include "event/names.hpp"
#include "event/published.hpp"
#include "write/tec_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace almanac {
namespace {

/// How WordPress tells events apart.
using Key = std::pair<absl::CivilMinute, std::string>;

Key key_of(PublishedEvent const& published)
{
    return {published.start, name_key(published.title)};
}

/// Everything that tells two events apart for a reader comes in, so that no order is left to chance.
auto order_of(PublishedEvent const& published)
{
    auto const& e = *published.event;
    return std::tie(published.start, published.title, e.source, e.place.name, e.organizer, e.when.end, e.url, e.uid,
                    e.description);
}

}  // namespace

std::vector<PublishedEvent> publish_events(std::span<Event const> events)
{
    std::vector<PublishedEvent> published;
    for (auto const& event : events)
        if (is_published(event))
            published.push_back({&event, to_title_cell(event.name), absl::CivilMinute{event.when.start}});
    std::ranges::stable_sort(published, [](auto const& a, auto const& b) { return order_of(a) < order_of(b); });

    std::map<Key, int> sharing;
    for (auto const& p : published)
        ++sharing[key_of(p)];
    std::set<Key> used;
    std::map<Key, int> numbers;
    for (auto& p : published) {
        if (sharing[key_of(p)] > 1) {
            auto const venue = to_venue_cell(p.event->place.name);
            auto const suffix = venue.empty() ? to_organizer_cell(p.event->organizer) : venue;
            if (!suffix.empty())
                p.title += " - " + suffix;
        }
        auto const title = p.title;
        auto& count = numbers[key_of(p)];
        if (++count > 1)
            p.title = fmt::format("{} ({})", title, count);
        while (!used.insert(key_of(p)).second)
            p.title = fmt::format("{} ({})", title, ++count);
    }
    return published;
}

}  // namespace almanac
