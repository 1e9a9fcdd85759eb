#pragma once

#include "ical/value.hpp"
#include "read/ical_event.hpp"

#include <absl/time/civil_time.h>

#include <optional>
#include <string>

namespace almanac {

/// What a VEVENT states of its time.
struct IcalTimes {
    IcalProperty const* start = nullptr;
    IcalProperty const* end = nullptr;
    std::optional<IcalDuration> duration;
    bool marked_all_day = false;  ///< Outlook writes whole days as times and marks them
    std::string assumption;       ///< about a zone
};

/// Gives the draft its `when`, or the problem why it has none. Without DTSTART an instance of a series is where that
/// has it, and an event that only lists its dates starts at the first of them.
void settle_when(IcalTimes const& times, IcalZones& zones, IcalDraft& draft);

/// `duration` after `start`. Days are nominal, seconds exact (RFC 5545 section 3.3.6): "PT8H" over a change of the
/// clocks is eight hours.
[[nodiscard]] absl::CivilSecond add(IcalTime const& start, IcalDuration const& duration, IcalZones& zones);

/// Says how a gap was filled: each way once, and no more than ten.
void assume(Event& event, std::string assumption);

}  // namespace almanac
