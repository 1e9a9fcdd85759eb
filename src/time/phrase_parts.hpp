#pragma once

#include "time/pieces.hpp"
#include "time/rule.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace almanac {

/// Weekdays with clock times of their own: "Mondays 9am, Wednesdays 10am" has two.
struct DayGroup {
    std::vector<RuleDay> days;
    std::uint32_t begin = 0;  ///< byte offset in the text; what follows up to the next group is its own
};

/// What a phrase says of its days, as found; one list for each part of a rule.
struct PhraseParts {
    std::optional<Frequency> frequency;
    std::int64_t interval = 1;
    std::vector<RuleDay> days;
    std::vector<DayGroup> groups;  ///< instead of `days`, where there are several
    std::vector<int> among;        ///< numbers of the month, of which a weekday must have one
    std::vector<int> weekends;     ///< "first weekend of each month": 1
    std::vector<int> ordinals;     ///< days of the month, of the year or of the week, as the frequency has it
    std::vector<int> months, weeks;
    std::optional<std::int64_t> count;
    bool repeats = false;  ///< it says so: "every", "daily", "Tuesdays"
    bool opens = false;    ///< hours behind a range of weekdays, "Mon-Fri 9-5": so each week, but in the span of a week
    bool has_date = false;  ///< it states a day of its own
    bool refused = false;   ///< it repeats within a day, or does not say on which: "twice a month"
    bool quarters = false;  ///< "first Monday of each quarter"
    std::optional<DateParts> from, until;
    bool until_the_end = false;                          ///< "through May": all of it; "until May": to its first day
    std::optional<std::int64_t> days_long, months_long;  ///< "for three weeks"
    Token const* except = nullptr;                       ///< behind the word "except"
};

/// Goes over the tokens once and collects what belongs to a phrase; other words are passed over.
/// Where `pieces` has the clock times of the text, those tell weekdays with hours of their own apart.
[[nodiscard]] PhraseParts find_phrase_parts(Token const* begin, Token const* end, PieceOptions const& options,
                                            std::span<Piece const> pieces = {});

/// The RRULE value, without UNTIL. Nothing when the parts name no days.
[[nodiscard]] std::optional<std::string> to_rule(PhraseParts const& parts);

}  // namespace almanac
