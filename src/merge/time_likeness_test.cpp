#include "merge/time_likeness.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

/// Of 5 April 2031 in New York, or of whole days of that month; an end of 0 is none.
When hours(double start, double end = 0)
{
    When when;
    when.zone = "America/New_York";
    auto const at = [](double hour) { return absl::CivilSecond(2031, 4, 5) + static_cast<long>(hour * 3600); };
    when.start = at(start);
    when.has_end = end > 0;
    when.end = when.has_end ? at(end) : when.start;
    return when;
}

When days(int first, int last)
{
    When when;
    when.all_day = when.has_end = true;
    when.start = absl::CivilDay(2031, 4, first);
    when.end = absl::CivilDay(2031, 4, last);
    return when;
}

TEST(TimeLikeness, TellsWhatWasMovedFromAnotherSession)
{
    using enum Times;
    struct Case {
        std::string_view what;
        When a;
        When b;
        Times want;
    };
    Case const cases[] = {
        {"the same start", hours(10, 12), hours(10), equal},
        {"a quarter of an hour", hours(10), hours(10.25), near},
        {"still going on", hours(10, 12), hours(10.5, 12.5), shifted},
        {"still going on after an hour", hours(10, 12), hours(11), shifted},
        {"an hour later, two hours long", hours(10), hours(11, 13), shifted},
        {"sessions of three quarters of an hour", hours(10, 10.75), hours(11, 11.75), different},
        {"an hour apart, of no known length", hours(10), hours(11), guessed},
        {"matinee and evening", hours(14), hours(19.5), different},
        {"as by the clock of UTC", hours(14, 16), hours(10, 12), other_clock},
        {"a day and an hour of it", days(5, 5), hours(10), same_day},
        {"days that overlap", days(25, 27), days(26, 27), near},
        {"the next weekend", days(5, 6), days(12, 13), different},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        EXPECT_EQ(compare_times(c.a, c.b).times, c.want);
        EXPECT_EQ(compare_times(c.b, c.a).times, c.want);
    }
}

}  // namespace
}  // namespace almanac
