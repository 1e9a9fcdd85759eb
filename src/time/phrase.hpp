#pragma once

#include "time/occasion.hpp"
#include "time/read_when.hpp"
#include "time/recurrence.hpp"
#include "time/tokens.hpp"

#include <absl/time/civil_time.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace almanac {

/// A recurrence as people write it: "every second Tuesday of the month", "Mondays in June", "Saturdays, May through
/// October", "daily except July 4".
struct Phrase {
    Recurrence recurrence;
    DateParts first;                ///< the first day on which it is so, from the stated start or from today on
    std::vector<std::string> said;  ///< what the text left open
    std::uint32_t begin = 0;        ///< its clock times stand from this byte of the text on, up to the next phrase
};

/// The phrases that the tokens hold: "Mondays 9am, Wednesdays 10am" are two. None where it states days of its own
/// ("Weekly walk, Saturday, March 7") or does not say on which days it repeats ("weekly"); nor for what repeats within
/// a day: "a shuttle every 20 minutes".
[[nodiscard]] std::vector<Phrase> read_phrases(Tokens const& tokens, std::span<Piece const> pieces,
                                               WhenOptions const& options);

}  // namespace almanac
