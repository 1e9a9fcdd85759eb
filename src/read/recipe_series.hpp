#pragma once

#include "read/recipe_event.hpp"

#include <optional>
#include <vector>

namespace almanac {

/// Joins instances of series that were changed to their series, as RECURRENCE-ID does in iCalendar: an event whose
/// `replaces` names an instance of the series of the same `series` takes its place, and what it does not say is as in
/// the series. One of a series that is not there stays as it is.
void join_instances(std::vector<Found>& found);

/// Joins the times of one event: events of the same `uid` that differ in nothing but their time become one, and all
/// times but its own are RDATEs (RFC 5545 section 3.8.5.2). What an RDATE cannot say stays an event of its own.
void join_times(std::vector<Event>& events);

/// How the event repeats, by the rules that `recurrence` states (RRULE, EXRULE, RDATE and EXDATE of RFC 5545; "RRULE:"
/// may be missing). Nothing when it states none that can be read.
[[nodiscard]] std::optional<Recurrence> stated_recurrence(Found const& found, When const& when, Source const& source);

}  // namespace almanac
