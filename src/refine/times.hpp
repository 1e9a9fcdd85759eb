#pragma once

#include "event/event.hpp"
#include "refine/refine.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// An event that cannot be used: one of the phrases of refine/reasons.hpp, and what it means here.
struct Refusal {
    std::string_view reason;
    std::string detail;
};

/// Makes the time of an event one that can be worked with, or says why it cannot:
/// - no date at all, which a reader leaves as 1970-01-01 00:00; a year before 1900 or after 2200;
/// - an end before the start. On the same day, and at most 12 hours later if it is taken for the next day, it is the
///   next day's ("22:00 - 02:00"); anything else is a mistake of the calendar that nobody can mend;
/// - the zone gets its IANA name; without one, or with one unknown, it is the source's.
/// What was assumed is added to `event.assumptions`.
[[nodiscard]] std::optional<Refusal> mend_time(Event& event, std::string_view source_zone);

/// The times at which an event happens, in the window.
struct Times {
    std::vector<When> times;
    std::optional<Refusal> refusal;     ///< why there is none, or why there are not more
    std::vector<std::string> problems;  ///< full sentences, for the log
};

/// At most so many times come of one event; a session each hour for the 90 days of a window would be 2160.
inline constexpr std::size_t max_times = 500;

/// Expands the recurrence, splits days where the source says so, and turns UTC and fixed offsets to the source's zone:
/// a calendar of instants means the wall clock of its place. Other zones stay, as an event elsewhere has its own clock.
[[nodiscard]] Times times_of(Event const& event, bool split_days, std::string_view source_zone,
                             RefineOptions const& options);

}  // namespace almanac
