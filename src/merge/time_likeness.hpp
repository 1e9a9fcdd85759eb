#pragma once

#include "event/event.hpp"

namespace almanac {

/// How near two listings are in time, from "cannot be one event" to "the same start". `other_clock`: as if one had the
/// clock of UTC; `guessed`: within the hour, and nobody says how long it takes; `shifted`: within the hour and still
/// going on when the other begins, so that they are no two sessions; `same_day`: one without a time; `near`: within 15
/// minutes, or days that overlap.
enum class Times { different, other_clock, guessed, shifted, same_day, near, equal };

struct TimeLikeness {
    Times times = Times::different;
    long minutes = 0;  ///< between the starts
};

/// Of two events of the same zone the wall clocks are compared, of others the instants.
[[nodiscard]] TimeLikeness compare_times(When const& a, When const& b);

/// Both say when they end, by one clock.
[[nodiscard]] bool both_end(When const& a, When const& b);

/// One begins when the other is over: two sessions, not one that was moved.
[[nodiscard]] bool follow_each_other(When const& a, When const& b);

/// One of them is only a part of the other's day.
[[nodiscard]] bool differ_in_length(When const& a, When const& b);

}  // namespace almanac
