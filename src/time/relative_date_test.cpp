#include "support/when_cases.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(RelativeDate, IsReckonedFromToday)
{
    expect_when({
        {"tomorrow, 7pm", "2019-01-27 19:00"},
        {"the day after tomorrow at 5pm", "2019-01-28 17:00"},  // was tomorrow
        {"in 3 days", "2019-01-29"},
        {"in two weeks at 7pm", "2019-02-09 19:00"},
        {"in a month", "2019-02-26"},
        {"3 weeks from today", "2019-02-16"},
        {"a week from tomorrow", "2019-02-03"},
        {"3 Fridays from now", "2019-02-15"},
        {"2 Thursdays back", "2019-01-17"},  // was each coming Thursday
        {"2 days ago", "2019-01-24"},
        {"this evening at 8", "2019-01-26 20:00"},
        {"7:30 this evening", "2019-01-26 19:30"},
        {"20th of next month", "2019-02-20"},
        {"first Monday of next month, 7pm", "2019-02-04 19:00"},  // was a series
    });
}

TEST(RelativeDate, NamesADayOfAWeek)
{
    expect_when({
        {"last Friday", "2019-01-25"},  // was the coming one
        {"last Saturday", "2019-01-19"},
        {"Tuesday of next week, 7pm", "2019-01-29 19:00"},
        {"Monday of this week", "2019-01-21"},
        {"Friday after next", "2019-02-01"},
        {"this coming Friday", "2019-02-01"},
        {"this weekend", "2019-01-26..2019-01-27"},
        {"next weekend", "2019-02-02..2019-02-03"},
    });
}

TEST(RelativeDate, GivesWayToAStatedDate)
{
    expect_when({
        {"Posted 2 days ago. Saturday, March 9, 7pm", "2019-03-09 19:00"},
        {"this weekend: Sunday, January 27, 10am", "2019-01-27 10:00"},
    });
}

TEST(RelativeDate, IsNoneWithoutADay)
{
    expect_when({
        {"Join us this weekend", ""},
        {"this week", ""},
        {"next week", ""},
        {"in 2 hours", ""},
        {"in 1/2 h", ""},  // was January 2
        {"back to back shows", ""},
    });
}

TEST(PartOfMonth, HasTenDays)
{
    expect_when({
        {"early March", "2019-03-01..2019-03-10"},
        {"mid-March", "2019-03-11..2019-03-20"},
        {"the end of April", "2019-04-21..2019-04-30"},
        {"beginning of January", "2020-01-01..2020-01-10"},
        {"early May to mid June", "2019-05-01..2019-06-20"},
        {"December", "2019-12-01..2019-12-31"},  // what was has a day
        {"10/2019", "2019-10-01..2019-10-31"},
        {"Registration opens early March", ""},
        {"Mid-Atlantic Orchid Show, March 3", "2019-03-03"},
    });
}

TEST(PartOfMonth, MayBeAWeekAWeekendOrTheLastDay)
{
    expect_when({
        {"last day of February 2020", "2020-02-29"},
        {"last weekend of June", "2019-06-29..2019-06-30"},
        {"first week of July", "2019-07-01..2019-07-07"},
        {"last week of March 2019", "2019-03-25..2019-03-31"},
        {"week of June 10", "2019-06-10..2019-06-16"},
    });
}

TEST(SpokenClock, CountsFromTheHour)
{
    expect_when({
        {"March 9, half past seven pm", "2019-03-09 19:30"},
        {"March 9, quarter to 8 pm", "2019-03-09 19:45"},
        {"20 minutes to 2pm, March 9", "2019-03-09 13:40"},
        {"March 9, 10 to 2pm", "2019-03-09 10:00..14:00"},
        {"March 9, 10am - half past 11", "2019-03-09 10:00..11:30"},
        {"March 9, 10am, 30 minutes", "2019-03-09 10:00..10:30"},
    });
}

}  // namespace
}  // namespace almanac
