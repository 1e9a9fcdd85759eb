#pragma once

#include "time/read_when.hpp"

#include <string>
#include <string_view>

namespace almanac {

/// The first time of a reading as one line of JSON:
/// {"start":"2019-03-23T10:00:00","end":"2019-03-23T11:00:00","allDay":false}. Dates without a clock when it is all
/// day, the end then being the last day; "end" is null where none is known. Instants that were not moved to a zone
/// end in "Z" or "-05:00". A series has its rules as iCalendar writes them: "recurrence":
/// ["RRULE:FREQ=WEEKLY;BYDAY=TU"]. "assumed" lists how gaps were filled. "{}" when there is no date.
[[nodiscard]] std::string to_json(WhenReading const& reading);

/// For people, one fact a line: each time, what was assumed, or why there is none.
[[nodiscard]] std::string explain(WhenReading const& reading, std::string_view text);

/// Answers one line of `almanac when --batch`: "NOW<TAB>TEXT". NOW is a local ISO 8601 time; when it states an offset
/// and `options` have no zone, times are converted to that offset. NOW is the day of clock times alone. A line without
/// a tab is the text alone, and `options.now` counts.
[[nodiscard]] std::string answer_batch_line(std::string_view line, WhenOptions options);

}  // namespace almanac
