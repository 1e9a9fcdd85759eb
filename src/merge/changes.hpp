#pragma once

#include "event/event.hpp"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// An event as the catalog remembers it.
struct KnownEvent {
    std::string identity;      ///< identity_of(event) when it was first seen; stays when the event is renamed or moved
    std::string content_hash;  ///< content_hash(event) when it was last seen
    Event event;
    absl::Time first_seen;
    absl::Time last_seen;
    int missed = 0;  ///< good harvests in a row that did not list it

    bool operator==(KnownEvent const&) const = default;
};

/// What happened to an event since the last harvest. `cancelled`: it may no longer be published (is_published), because
/// it is cancelled or postponed; `gone`: its calendar no longer lists it.
enum class Change { added, changed, same, cancelled, gone };

/// "new", "changed", "same", "cancelled", "gone": the words of DESIGN section 7.
[[nodiscard]] std::string_view to_string(Change change);

struct EventChange {
    Change change = Change::same;
    std::string identity;         ///< as in KnownEvent
    Event event;                  ///< as it is now; as last known when gone
    std::optional<Event> before;  ///< as last known; nothing when new
    std::vector<std::string>
        fields;  ///< names of the fields that differ, in the order of an event: "name", "start" ...
};

/// One source's harvest held against what is known of that source.
struct Comparison {
    std::vector<EventChange> changes;  ///< one per event of today in its order, then those gone
    std::vector<Event> kept;           ///< known, not over, not listed today, and not gone yet: still to be published
    std::vector<KnownEvent> known;     ///< what the catalog stores from now on, sorted by identity; past events stay
    bool suspicious = false;           ///< far fewer events than known (is_suspicious); nothing was counted as missed
};

struct CompareOptions {
    absl::Time now;
    absl::CivilDay to;       ///< last day of the window: what starts later is not missed
    bool harvest_ok = true;  ///< false when any page failed: then nothing is missed
};

/// Zero events where some were known, or half of them or fewer (DESIGN section 7).
[[nodiscard]] bool is_suspicious(std::size_t known, std::size_t now);

/// Compares the events of one source, refined and without duplicates, with what is known of the same source. An event
/// that kept its UID or its page but changed its name or its start is one changed event, as long as there is no doubt
/// which one it was. Linear in the number of events.
[[nodiscard]] Comparison compare(std::span<KnownEvent const> known, std::span<Event const> now,
                                 CompareOptions const& options);

}  // namespace almanac
