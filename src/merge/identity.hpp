#pragma once

#include "event/event.hpp"

#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace almanac {

/// Who an event is, the same in every harvest: 32 hex digits (half a SHA-256) of its source, folded name, start and
/// folded venue. Neither UID nor address are part of it: calendars give one of them to many events, or a new one to an
/// event that moves. They serve compare() to find a renamed or moved event again.
[[nodiscard]] std::string identity_of(Event const& event);

/// What a calendar itself knows an event by: its UID, else canonical_url; empty when it has neither. Not unique: all
/// occurrences of a series share it.
[[nodiscard]] std::string series_key(Event const& event);

/// The series keys that tell nothing of an event, because events of different names have them: a calendar's own page
/// where events have none, a UID given to all.
[[nodiscard]] std::unordered_set<std::string> shared_series_keys(std::span<Event const> events);

/// The event's page as a key: scheme, "www.", fragment, trailing slash and tracking parameters (utm_..., fbclid ...)
/// gone, host in lower case. Empty for an empty URL.
[[nodiscard]] std::string canonical_url(std::string_view url);

/// What an editor sees of an event, as pairs of field and value: "name", "start", "venue" ... Always the same fields in
/// the same order. Left out: where and how it was read, and other sources that list it.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string>> content_fields(Event const& event);

/// 32 hex digits of content_fields: equal exactly when an editor sees no difference.
[[nodiscard]] std::string content_hash(Event const& event);

/// Names of the content_fields that differ.
[[nodiscard]] std::vector<std::string> changed_fields(Event const& before, Event const& now);

}  // namespace almanac
