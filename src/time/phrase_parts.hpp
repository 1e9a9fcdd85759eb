#pragma once

#include "time/pieces.hpp"
#include "time/rule.hpp"

#include <optional>
#include <string>
#include <vector>

namespace almanac {

/// What a phrase says of its days, as found; one list for each part of a rule.
struct PhraseParts {
    std::optional<Frequency> frequency;
    std::int64_t interval = 1;
    std::vector<RuleDay> days;
    std::vector<int> ordinals;  ///< days of the month, of the year or of the week, as the frequency has it
    std::vector<int> months, weeks;
    std::optional<std::int64_t> count;
    bool repeats = false;   ///< it says so: "every", "daily", "Tuesdays"
    bool has_date = false;  ///< it states a day of its own
    bool refused = false;   ///< it repeats within a day, or does not say on which: "twice a month"
    bool quarters = false;  ///< "first Monday of each quarter"
    std::optional<DateParts> from, until;
    bool until_the_end = false;                          ///< "through May": all of it; "until May": to its first day
    std::optional<std::int64_t> days_long, months_long;  ///< "for three weeks"
    Token const* except = nullptr;                       ///< behind the word "except"
};

/// Goes over the tokens once and collects what belongs to a phrase; other words are passed over.
[[nodiscard]] PhraseParts find_phrase_parts(Token const* begin, Token const* end, PieceOptions const& options);

/// The RRULE value, without UNTIL. Nothing when the parts name no days.
[[nodiscard]] std::optional<std::string> to_rule(PhraseParts const& parts);

}  // namespace almanac
