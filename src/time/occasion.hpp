#pragma once

#include "time/pieces.hpp"
#include "time/read_when.hpp"

#include <string>
#include <vector>

namespace almanac {

/// One time of an event as stated: which pieces of the text are its start and its end.
struct Occasion {
    DateParts start;
    DateParts end;
    TimeParts start_time;
    TimeParts end_time;
    bool has_end_date = false;
    bool has_time = false;
    bool has_end_time = false;
    bool all_day = false;
    bool same_list = false;  ///< its date follows the one before directly: "March 2, March 9 at 7pm" share the time
    int day_part = -1;       ///< of "evening": 1824
    int length = 0;          ///< seconds
    std::optional<Recurrence> recurrence;
};

[[nodiscard]] inline bool is_date(Piece const& piece)
{
    return piece.kind == Piece::Kind::Date;
}

/// Adds an assumption unless it is there.
void say_once(std::vector<std::string>& assumptions, std::string text);

/// Takes out the pieces that others in the text outweigh: a month beside a day, a weekday that confirms a date, a
/// holiday beside a date, the time of the doors beside that of the show, which is added to `assumptions`.
void weigh(Pieces& pieces, std::vector<std::string>& assumptions);

/// Joins pieces to occasions. What was left out is added to `assumptions`. None when no piece is a date; then
/// `problem` says why.
[[nodiscard]] std::vector<Occasion> combine(Pieces& pieces, std::vector<std::string>& assumptions,
                                            std::string& problem);

/// Fills what the occasion leaves open (year, am or pm, zone) and adds it to the reading, or sets its problem.
void resolve(Occasion const& occasion, WhenOptions const& options, WhenReading& reading);

}  // namespace almanac
