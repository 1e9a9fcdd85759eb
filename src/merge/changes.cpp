#include "merge/changes.hpp"

#include "event/published.hpp"
#include "merge/identity.hpp"
#include "merge/pairing.hpp"
#include "refine/window.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace almanac {
namespace {

constexpr int misses_until_gone = 2;  // DESIGN section 7

EventChange change_of(Event const& event, KnownEvent const* known)
{
    EventChange change;
    change.event = event;
    if (known != nullptr) {
        change.before = known->event;
        change.fields = changed_fields(known->event, event);
    }
    if (!is_published(event) && (known == nullptr || is_published(known->event)))
        change.change = Change::cancelled;
    else if (known == nullptr)
        change.change = Change::added;
    else
        change.change = change.fields.empty() ? Change::same : Change::changed;
    return change;
}

/// An event that was renamed keeps its identity, so that a later one under its first name needs another.
std::string new_identity(Event const& event, std::unordered_set<std::string>& taken)
{
    auto identity = identity_of(event);
    auto again = event;
    while (!taken.insert(identity).second) {
        again.source += '+';
        identity = identity_of(again);
    }
    return identity;
}

}  // namespace

std::string_view to_string(Change change)
{
    switch (change) {
    case Change::added: return "new";
    case Change::changed: return "changed";
    case Change::same: return "same";
    case Change::cancelled: return "cancelled";
    case Change::gone: return "gone";
    }
    return "same";
}

bool is_suspicious(std::size_t known, std::size_t now)
{
    return known > 0 && now * 2 <= known;
}

Comparison compare(std::span<KnownEvent const> known, std::span<Event const> now, CompareOptions const& options)
{
    auto const pairs = pair_events(known, now, options.now);
    std::vector<bool> seen(known.size());
    std::unordered_set<std::string> taken;
    for (auto const& one : known)
        taken.insert(one.identity);
    for (auto const& pair : pairs)
        if (pair)
            seen[*pair] = true;

    // Only what a complete harvest had to list can be missed.
    auto const is_expected = [&](Event const& event) {
        return !is_over(event.when, options.now) && absl::CivilDay{event.when.start} <= options.to;
    };
    auto const expected = std::ranges::count_if(known, [&](auto const& one) { return is_expected(one.event); });

    Comparison result;
    result.suspicious = is_suspicious(static_cast<std::size_t>(expected), now.size());
    for (std::size_t i = 0; i < now.size(); ++i) {
        auto const* old = pairs[i] ? &known[*pairs[i]] : nullptr;
        auto change = change_of(now[i], old);
        change.identity = old != nullptr ? old->identity : new_identity(now[i], taken);
        result.known.push_back({change.identity, content_hash(now[i]), now[i],
                                old != nullptr ? old->first_seen : options.now, options.now, 0});
        result.changes.push_back(std::move(change));
    }
    for (std::size_t i = 0; i < known.size(); ++i) {
        if (seen[i])
            continue;
        auto one = known[i];
        auto const can_be_missed = is_expected(one.event);
        if (can_be_missed && options.harvest_ok && !result.suspicious && ++one.missed >= misses_until_gone) {
            if (is_published(one.event))
                result.changes.push_back({Change::gone, one.identity, one.event, one.event, {}});
            continue;
        }
        if (can_be_missed && is_published(one.event))
            result.kept.push_back(one.event);
        result.known.push_back(std::move(one));
    }
    std::ranges::sort(result.known, {}, &KnownEvent::identity);
    return result;
}

}  // namespace almanac
