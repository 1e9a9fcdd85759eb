#pragma once

#include "time/occasion.hpp"

#include <string>
#include <vector>

namespace almanac {

/// Where the hands stand on the day.
struct Clock {
    int minutes = 0;  ///< from midnight
    int second = 0;
};

struct Clocks {
    Clock start;
    Clock end;  ///< of an occasion that states one
};

/// The clock times of an occasion on the 24-hour clock. "7-9pm" starts in the evening, "11-1pm" in the morning: the
/// half of the day that makes it shorter. What was chosen is added to `assumptions`.
[[nodiscard]] Clocks resolve_clocks(Occasion const& occasion, std::vector<std::string>& assumptions);

}  // namespace almanac
