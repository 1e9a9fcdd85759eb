#pragma once

#include "event/when.hpp"
#include "time/recurrence.hpp"

#include <absl/time/civil_time.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

struct WhenOptions {
    absl::CivilSecond now;   ///< local wall clock of the reader of the page; resolves what the text leaves open
    std::string zone;        ///< the source's IANA zone; instants ("...Z", "-05:00") are converted to it. May be empty
    bool day_first = false;  ///< "3/4/2019" is 3 April
    /// A text of clock times alone ("7-9pm") is of the day of `now`. Only for who asks about that day: on a page such a
    /// text is no date.
    bool day_of_now = false;
};

/// How a text was understood.
struct WhenReading {
    std::vector<When> times;               ///< usually one; several for "Sat 10am and 2pm". Empty: no date
    std::vector<Recurrence> recurrences;   ///< one for each of `times`: "every Tuesday, 7pm"; empty when none repeats
    std::vector<std::string> assumptions;  ///< each gap that was filled and how: "year 2019: next occurrence"
    std::string problem;                   ///< why there is none: "no date in 'soon'". Empty when there is one
    /// The text stated instants and the zone is "UTC" or not given: how far east of Greenwich the clock of `times` is.
    std::optional<int> offset_minutes;
};

/// Reads a date or range of dates as people and machines write them: "Sat. March 23rd, 2019 10:00am to 11:00am",
/// "7-9pm", ISO 8601, epoch seconds or milliseconds. Never guesses silently and never falls back to now.
[[nodiscard]] WhenReading read_when(std::string_view text, WhenOptions const& options);

/// Joins a start and an end that a page states apart ("2019-02-02", "8:00 AM", "", "9:00 AM"); any part may be empty,
/// and date parts may hold a time. A missing end date is the start's; an end before the start is the next day
/// only when the end stated no date, else a problem.
[[nodiscard]] WhenReading read_when(std::string_view start_date, std::string_view start_time, std::string_view end_date,
                                    std::string_view end_time, WhenOptions const& options);

}  // namespace almanac
