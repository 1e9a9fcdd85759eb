#include "merge/duplicates.hpp"

#include "merge/identity.hpp"
#include "refine/reasons.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <unordered_map>

namespace almanac {
namespace {

constexpr char separator = '\x1f';  // stands in no folded text

std::string joined(std::string_view a, std::string_view b)
{
    return fmt::format("{}{}{}", a, separator, b);
}

std::string name_and_start(Event const& event)
{
    return joined(fold(event.name), absl::FormatCivilTime(event.when.start));
}

/// Refine may have put the state tag "(VA)" where there was no description.
bool is_only_a_tag(std::string_view description)
{
    return description.empty() || (description.size() == 4 && description.front() == '(' && description.back() == ')');
}

std::size_t field_count(Event const& event)
{
    auto const filled = [](auto const&... texts) { return (std::size_t{0} + ... + (texts.empty() ? 0U : 1U)); };
    return filled(event.uid, event.url, event.image, event.excerpt, event.place.name, event.place.street,
                  event.place.city, event.categories, event.tags) +
           (is_only_a_tag(event.description) ? 0U : 1U) + (event.when.has_end ? 1U : 0U) + (event.cost ? 1U : 0U);
}

void fill(std::string& into, std::string const& from)
{
    if (into.empty())
        into = from;
}

/// A place is taken whole or completed when it has the same name, so that no address is put beside another's name.
void fill_place(Place& into, Place const& from)
{
    if (into.name.empty()) {
        if (into.street.empty())
            into = from;
        return;
    }
    if (!into.street.empty() || fold(into.name) != fold(from.name))
        return;
    auto name = std::move(into.name);
    into = from;
    into.name = std::move(name);
}

void fill_missing(Event& into, Event const& from)
{
    fill(into.uid, into.source == from.source ? from.uid : std::string{});
    fill(into.url, from.url);
    fill(into.image, from.image);
    if (is_only_a_tag(into.description) && !is_only_a_tag(from.description)) {
        into.description = from.description;
        into.excerpt = from.excerpt;
    }
    fill_place(into.place, from.place);
    if (into.categories.empty())
        into.categories = from.categories;
    if (into.tags.empty())
        into.tags = from.tags;
    if (!into.cost)
        into.cost = from.cost;
    if (!into.when.has_end && from.when.has_end && into.when.zone == from.when.zone &&
        into.when.all_day == from.when.all_day) {
        into.when.end = from.when.end;
        into.when.has_end = true;
    }
}

Drop duplicate(Event const& event, std::string detail)
{
    return {event.source, std::string{reason::duplicate}, std::move(detail), event.name, event.url};
}

void add_listing(Event& event, std::string const& source)
{
    if (source != event.source && std::ranges::find(event.also_listed_by, source) == event.also_listed_by.end())
        event.also_listed_by.push_back(source);
}

std::vector<Event> without(std::vector<Event> events, std::vector<bool> const& gone)
{
    std::vector<Event> rest;
    for (std::size_t i = 0; i < events.size(); ++i)
        if (!gone[i])
            rest.push_back(std::move(events[i]));
    return rest;
}

}  // namespace

Merged merge_within(std::vector<Event> events)
{
    Merged merged;
    std::vector<bool> gone(events.size());
    auto const absorb = [&](std::size_t into, std::size_t from) {
        if (field_count(events[from]) > field_count(events[into]))
            std::swap(events[into], events[from]);
        fill_missing(events[into], events[from]);
        merged.drops.push_back(duplicate(events[from], "listed twice by this source"));
        gone[from] = true;
    };

    std::unordered_map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < events.size(); ++i) {
        auto const [it, is_new] = first.try_emplace(identity_of(events[i]), i);
        if (!is_new)
            absorb(it->second, i);
    }

    auto const shared = shared_series_keys(events);
    std::unordered_map<std::string, std::vector<std::size_t>> listings;
    for (std::size_t i = 0; i < events.size(); ++i)
        if (auto const key = series_key(events[i]); !gone[i] && !key.empty() && !shared.contains(key))
            listings[joined(name_and_start(events[i]), key)].push_back(i);
    for (std::size_t i = 0; i < events.size(); ++i) {
        auto const it = listings.find(joined(name_and_start(events[i]), series_key(events[i])));
        // Three or more listings may be of two places; only a pair leaves no doubt.
        if (gone[i] || it == listings.end() || it->second.size() != 2 || it->second.front() != i)
            continue;
        auto const other = it->second.back();
        if (!gone[other] && events[i].place.name.empty() != events[other].place.name.empty())
            absorb(i, other);
    }
    merged.events = without(std::move(events), gone);
    return merged;
}

Merged merge_across(std::vector<Event> events, std::span<std::string const> authority)
{
    std::map<std::string, std::size_t> rank;
    for (std::size_t i = 0; i < authority.size(); ++i)
        rank.try_emplace(authority[i], i);
    auto const rank_of = [&](Event const& event) {
        auto const it = rank.find(event.source);
        return std::pair{it == rank.end() ? authority.size() : it->second, std::string_view{event.source}};
    };
    std::vector<std::size_t> order(events.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](auto a, auto b) { return rank_of(events[a]) < rank_of(events[b]); });

    Merged merged;
    std::vector<bool> gone(events.size());
    auto const shared = shared_series_keys(events);
    std::unordered_map<std::string, std::size_t> at_venue;
    std::unordered_map<std::string, std::size_t> at_page;
    for (auto const i : order) {
        auto& event = events[i];
        auto const base = name_and_start(event);
        auto const venue = fold(event.place.name);
        auto const page = canonical_url(event.url);
        auto const find = [&](auto const& index, std::string const& key) -> std::optional<std::size_t> {
            auto const it = key.empty() ? index.end() : index.find(joined(base, key));
            if (it == index.end() || events[it->second].source == event.source)
                return std::nullopt;
            return it->second;
        };
        auto same = find(at_venue, venue);
        if (auto const other = find(at_page, page);
            !same && other && (venue.empty() || events[*other].place.name.empty()) && !shared.contains(page))
            same = other;
        if (!same) {
            if (!venue.empty())
                at_venue.try_emplace(joined(base, venue), i);
            if (!page.empty())
                at_page.try_emplace(joined(base, page), i);
            continue;
        }
        auto& kept = events[*same];
        fill_missing(kept, event);
        for (auto const& id : event.also_listed_by)
            add_listing(kept, id);
        add_listing(kept, event.source);
        merged.drops.push_back(duplicate(event, fmt::format("also listed by {}", kept.source)));
        gone[i] = true;
    }
    merged.events = without(std::move(events), gone);
    return merged;
}

}  // namespace almanac
