#pragma once

#include "time/occasion.hpp"
#include "time/read_when.hpp"
#include "time/recurrence.hpp"
#include "time/tokens.hpp"

#include <absl/time/civil_time.h>

#include <optional>
#include <string>
#include <vector>

namespace almanac {

/// A recurrence as people write it: "every second Tuesday of the month", "Mondays in June", "Saturdays, May through
/// October", "daily except July 4".
struct Phrase {
    Recurrence recurrence;
    DateParts first;                ///< the first day on which it is so, from the stated start or from today on
    std::vector<std::string> said;  ///< what the text left open
};

/// The phrase that the tokens hold. Nothing where it states days of its own ("Weekly walk, Saturday, March 7") or does
/// not say on which days it repeats ("weekly"); nor for what repeats within a day: "a shuttle every 20 minutes".
[[nodiscard]] std::optional<Phrase> read_phrase(Tokens const& tokens, WhenOptions const& options);

}  // namespace almanac
