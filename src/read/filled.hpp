#pragma once

#include "event/event.hpp"
#include "read/reader.hpp"

#include <array>
#include <bitset>
#include <cstddef>
#include <string_view>

namespace almanac {

/// What a calendar may say of an event, as people compare calendars by it. In the order of `filled_fields`.
inline constexpr auto field_titles = std::to_array<std::string_view>(
    {"name", "when", "end", "venue", "address", "url", "cost", "image", "category", "cancelled", "description"});

/// Which of them the event states. "when" is always there; "cancelled" where it is cancelled or postponed.
[[nodiscard]] std::bitset<field_titles.size()> filled_fields(Event const& event);

/// How many of the events state each of them.
[[nodiscard]] std::array<std::size_t, field_titles.size()> count_filled(Reading const& reading);

}  // namespace almanac
