#include "merge/duplicates.hpp"

#include "event/published.hpp"
#include "merge/grouping.hpp"
#include "merge/identity.hpp"
#include "merge/venue_likeness.hpp"
#include "refine/reasons.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace almanac {
namespace {

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
    bool const has_no_time = into.when.all_day && absl::CivilDay{into.when.start} == absl::CivilDay{into.when.end};
    if (has_no_time && !from.when.all_day)
        into.when = from.when;
    if (!into.when.has_end && from.when.has_end && from.when.end > into.when.start &&
        into.when.zone == from.when.zone && into.when.all_day == from.when.all_day) {
        into.when.end = from.when.end;
        into.when.has_end = true;
    }
}

Drop duplicate(Event const& event, Event const& kept, std::string detail)
{
    if (fold(event.name) != fold(kept.name))
        detail = fmt::format("as '{}' {}", kept.name, detail);
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

/// What a calendar says once of an event holds: an old listing may not know it yet.
void take_bad_news(Event& into, Event const& from)
{
    if (is_published(into) && !is_published(from))
        into.status = from.status;
    into.sold_out = into.sold_out || from.sold_out;
}

/// Events that links join, each with why it is one with another of them.
struct Group {
    std::vector<std::size_t> members;
    std::map<std::size_t, std::string> why;
};

std::vector<Group> groups_of(std::vector<Link> const& links, std::size_t count)
{
    std::vector<std::vector<std::pair<std::size_t, std::string const*>>> joined(count);
    for (auto const& link : links) {
        joined[link.from].emplace_back(link.to, &link.why);
        joined[link.to].emplace_back(link.from, &link.why);
    }
    std::vector<Group> groups;
    std::vector<bool> seen(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (seen[i] || joined[i].empty())
            continue;
        Group group{{i}, {}};
        seen[i] = true;
        for (std::size_t next = 0; next < group.members.size(); ++next)
            for (auto const& [other, why] : joined[group.members[next]]) {
                group.why.try_emplace(group.members[next], *why);
                if (seen[other])
                    continue;
                seen[other] = true;
                group.members.push_back(other);
                group.why.try_emplace(other, *why);
            }
        groups.push_back(std::move(group));
    }
    return groups;
}

/// The listings of several sources become that of the first of them.
void merge_group(Group const& group, std::vector<Event>& events, Standings const& standings, Merged& merged,
                 std::vector<bool>& gone)
{
    std::vector<Event const*> listings;
    listings.reserve(group.members.size());
    for (auto const i : group.members)
        listings.push_back(&events[i]);
    auto const ordered = by_authority(listings, standings);
    auto kept = *ordered.front();
    auto const index_of = [&](Event const* event) { return static_cast<std::size_t>(event - events.data()); };
    for (auto const* event : std::span{ordered}.subspan(1)) {
        fill_missing(kept, *event);
        for (auto const& id : event->also_listed_by)
            add_listing(kept, id);
        add_listing(kept, event->source);
        auto detail = fmt::format("also listed by {}: {}", kept.source, group.why.at(index_of(event)));
        if (is_by_organizer(*event, listings, standings))
            take_bad_news(kept, *event);
        else if (is_published(kept) && !is_published(*event))
            detail += fmt::format("; it says that the event does not take place, which {} does not", kept.source);
        merged.drops.push_back(duplicate(*event, kept, std::move(detail)));
        gone[index_of(event)] = true;
    }
    events[index_of(ordered.front())] = std::move(kept);
}

bool are_apart(Place const& a, Place const& b)
{
    return compare_places(read_place(a), read_place(b)) == PlaceLikeness::different;
}

}  // namespace

Merged merge_within(std::vector<Event> events)
{
    Merged merged;
    std::vector<bool> gone(events.size());
    auto const absorb = [&](std::size_t into, std::size_t from, std::string_view why) {
        if (field_count(events[from]) > field_count(events[into]))
            std::swap(events[into], events[from]);
        fill_missing(events[into], events[from]);
        take_bad_news(events[into], events[from]);
        merged.drops.push_back(
            duplicate(events[from], events[into], fmt::format("listed twice by this source: {}", why)));
        gone[from] = true;
    };

    std::unordered_map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < events.size(); ++i) {
        auto const [it, is_new] = first.try_emplace(identity_of(events[i]), i);
        // "Town Hall" in two towns
        if (!is_new && !are_apart(events[it->second].place, events[i].place))
            absorb(it->second, i, "same name, start and venue");
    }
    events = without(std::move(events), gone);
    gone.assign(events.size(), false);
    for (auto const& group : groups_of(find_links(events, false), events.size()))
        for (auto const i : std::span{group.members}.subspan(1))
            absorb(group.members.front(), i, group.why.at(i));
    merged.events = without(std::move(events), gone);
    return merged;
}

Merged merge_across(std::vector<Event> events, Standings const& standings)
{
    Merged merged;
    std::vector<bool> gone(events.size());
    for (auto const& group : groups_of(find_links(events, true), events.size()))
        merge_group(group, events, standings, merged, gone);
    merged.events = without(std::move(events), gone);
    return merged;
}

}  // namespace almanac
