#pragma once

#include "time/pieces.hpp"

namespace almanac {

/// What stands before a number that may be an hour.
struct HourContext {
    Link link = Link::None;    ///< to the piece before
    bool between = false;      ///< "from" or "between" opened a range
    bool after_time = false;   ///< directly behind a clock time
    bool after_day = false;    ///< directly behind a day of a month
    bool after_month = false;  ///< directly behind a month without a day
};

/// An hour that only its neighbours make one: "at 8", "7-9pm", "from 10 to 4", "7pm - 9", "tonight 7", "Saturdays 9-1",
/// "doors 7". Returns how many tokens belong to it, 0 for none.
[[nodiscard]] std::size_t read_bare_hour(Token const* t, HourContext const& context, TimeParts& time);

/// A word of no meaning where it stands.
[[nodiscard]] bool is_noise(Token const& t);

/// A dash or a word between the two ends of a range; "and" behind "between".
[[nodiscard]] bool is_range_link(Token const& t, bool between);

}  // namespace almanac
