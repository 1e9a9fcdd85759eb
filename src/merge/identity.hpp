#pragma once

#include "event/event.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace almanac {

/// Who an event is, the same in every harvest: 32 hex digits (half a SHA-256) of the source, its UID (else its page's
/// address without fragment and tracking parameters), its folded name and its start. The name is always part of it,
/// because calendars give one UID or one address to many events; compare() finds renamed and moved events again.
[[nodiscard]] std::string identity_of(Event const& event);

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
