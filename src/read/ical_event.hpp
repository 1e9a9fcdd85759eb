#pragma once

#include "event/event.hpp"
#include "ical/ical.hpp"
#include "read/ical_zone.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace almanac {

/// A VEVENT on its way to an event: with what ties it to the others of its series.
struct IcalDraft {
    Event& event;                      ///< where it stays: an event is large to move
    std::optional<IcalTime> replaces;  ///< RECURRENCE-ID: the instance of the series that this one stands for
    bool and_future = false;           ///< RANGE=THISANDFUTURE: for all later ones too
    bool cancels = false;              ///< METHOD:CANCEL: takes back the event of its UID
    std::int64_t sequence = 0;
    std::size_t line = 0;
    std::string problem;                           ///< why it cannot be used; empty when it can
    std::string_view reason = "no readable date";  ///< the same as the report counts it

    void drop(std::string_view why, std::string detail)
    {
        reason = why;
        problem = std::move(detail);
    }
};

/// What the events of a file have in common.
struct IcalContext {
    IcalZones& zones;
    std::string_view page_url;  ///< the base of links
    /// Places by the text that names them: a calendar has few, and each again and again.
    std::unordered_map<std::string_view, Place>& places;
    std::string& buffer;  ///< of the text that is being read
};

/// Everything that one VEVENT states, into a new draft.
void read_ical_event(IcalComponent const& component, IcalContext const& context, IcalDraft& draft);

/// A series and what replaces parts of it: instances that others replace are taken out of their series, and from one
/// with RANGE=THISANDFUTURE on the series is that one's. One that cancels another needs no date of its own. Of several
/// versions of an event the newest (SEQUENCE) counts, the others are marked with a problem, unless the file is to be
/// shown `as_stated`.
void join_series(std::vector<IcalDraft>& drafts, bool as_stated);

}  // namespace almanac
