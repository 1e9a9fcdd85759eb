#pragma once

#include "read/recipe_event.hpp"

#include <optional>
#include <vector>

namespace almanac {

/// Joins instances of series that were changed to their series, as RECURRENCE-ID does in iCalendar: an event whose
/// `replaces` names an instance of the series of the same `series` takes its place, and what it does not say is as in
/// the series. One of a series that is not there stays as it is.
void join_instances(std::vector<Found>& found);

/// How the event repeats, by the rules that `recurrence` states (RRULE, EXRULE, RDATE and EXDATE of RFC 5545; "RRULE:"
/// may be missing). Nothing when it states none that can be read.
[[nodiscard]] std::optional<Recurrence> stated_recurrence(Found const& found, When const& when, Source const& source);

}  // namespace almanac
