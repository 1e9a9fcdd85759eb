#include "merge/standing.hpp"

#include "config/config.hpp"
#include "event/names.hpp"
#include "fetch/url.hpp"

#include <algorithm>
#include <tuple>

namespace almanac {
namespace {

std::string site_of(Source const& source)
{
    return host_of(source.homepage.empty() ? source.url : source.homepage);
}

Standing standing_of(std::string const& source, Standings const& standings)
{
    auto const it = standings.find(source);
    return it == standings.end() ? Standing{} : it->second;
}

}  // namespace

Standings standings_of(std::span<Source const> sources, Config const& config)
{
    std::map<std::string, std::string> published;
    for (auto const& [theirs, ours] : config.organizer_aliases)
        published.try_emplace(name_key(theirs), ours);
    std::map<std::string, int> sites;
    for (auto const& source : sources)
        ++sites[site_of(source)];
    Standings standings;
    for (auto const& source : sources) {
        Standing standing;
        auto const alias = published.find(name_key(source.name));
        standing.organizer = alias == published.end() ? source.name : alias->second;
        // Many calendars live on a platform's host, which says nothing.
        if (auto site = site_of(source); sites[site] == 1)
            standing.host = std::move(site);
        auto const place = std::ranges::find(config.authority, source.id);
        if (place != config.authority.end())
            standing.rank = static_cast<std::size_t>(place - config.authority.begin());
        standings.emplace(source.id, std::move(standing));
    }
    return standings;
}

bool is_by_organizer(Event const& listing, std::span<Event const* const> others, Standings const& standings)
{
    auto const own = standing_of(listing.source, standings);
    return std::ranges::any_of(others, [&](Event const* other) {
        if (other->source == listing.source)
            return false;
        return (!own.organizer.empty() && name_key(other->organizer) == name_key(own.organizer)) ||
               (!own.host.empty() && host_of(other->url) == own.host);
    });
}

std::vector<Event const*> by_authority(std::vector<Event const*> listings, Standings const& standings)
{
    auto const order_of = [&](Event const* listing) {
        return std::tuple{standing_of(listing->source, standings).rank, !is_by_organizer(*listing, listings, standings),
                          std::string_view{listing->source}};
    };
    auto ordered = listings;
    std::ranges::stable_sort(ordered, [&](auto const* a, auto const* b) { return order_of(a) < order_of(b); });
    return ordered;
}

}  // namespace almanac
