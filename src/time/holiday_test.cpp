#include "support/when_cases.hpp"
#include "time/holiday.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Holiday, IsADate)
{
    expect_when({
        {"MLK Day, 9am-1pm", "2020-01-20 09:00..13:00"},
        {"Martin Luther King Jr. Day 2019", "2019-01-21"},
        {"Presidents' Day", "2019-02-18"},
        {"Presidents\xE2\x80\x99 Day", "2019-02-18"},
        {"St. Patrick's Day at noon", "2019-03-17 12:00"},
        {"Mother's Day", "2019-05-12"},
        {"Memorial Day 2020", "2020-05-25"},
        {"Father\xE2\x80\x99s Day of 2020", "2020-06-21"},
        {"Juneteenth", "2019-06-19"},
        {"Independence Day 2020", "2020-07-04"},
        {"Labor Day", "2019-09-02"},
        {"Indigenous Peoples' Day", "2019-10-14"},
        {"Election Day", "2019-11-05"},
        {"Veterans Day", "2019-11-11"},
        {"Thanksgiving Day, 8am", "2019-11-28 08:00"},
        {"Christmas Eve at 5 & 7 pm", "2019-12-24 17:00; 2019-12-24 19:00"},
        {"New Year's Eve, 9pm-1am", "2019-12-31 21:00..2020-01-01 01:00"},
        {"New Years Day", "2020-01-01"},
    });
}

TEST(Holiday, MayMoveWithEaster)
{
    expect_when({
        {"Easter Sunday 2018", "2018-04-01"},
        {"Ash Wednesday", "2019-03-06"},
        {"Good Friday, noon", "2019-04-19 12:00"},
        {"Easter Monday 2020", "2020-04-13"},
    });
    EXPECT_EQ(easter(2024), absl::CivilDay(2024, 3, 31));
    EXPECT_EQ(easter(2038), absl::CivilDay(2038, 4, 25));  // the latest that it may be
    EXPECT_EQ(easter(1818), absl::CivilDay(1818, 3, 22));  // the earliest
}

TEST(Holiday, TellsDaysBesideIt)
{
    expect_when({
        {"the day after Thanksgiving, 10am", "2019-11-29 10:00"},
        {"Black Friday", "2019-11-29"},
        {"Saturday after Thanksgiving", "2019-11-30"},
        {"Sunday before Labor Day", "2019-09-01"},
        {"day before Christmas", "2019-12-24"},
        {"the weekend after Thanksgiving", "2019-11-30..2019-12-01"},
        {"Labor Day weekend 2020", "2020-09-05..2020-09-07"},
        {"Thanksgiving weekend", "2019-11-28..2019-12-01"},
        {"March 6 through Easter", "2019-03-06..2019-04-21"},
    });
}

TEST(Holiday, GivesWayToADate)
{
    expect_when({
        {"Monday, May 27, Memorial Day, 6am-8pm", "2019-05-27 06:00..20:00"},
        {"Easter Egg Hunt, Saturday, April 20, 10am", "2019-04-20 10:00"},
        {"Saturday May 11 (the day before Mother's Day)", "2019-05-11"},
    });
}

TEST(Holiday, IsNoneInAName)
{
    expect_when({
        {"Christmas tree farm", ""},
        {"Holiday Market", ""},
        {"Memorial Day Nursery", ""},
        {"Mother's Day brunch menu $25", ""},
        {"Library closed for Memorial Day", ""},
        {"Happy New Year", ""},
        {"Good morning", ""},
        {"Black Box Theater", ""},
        {"we'd love to come", ""},
    });
}

}  // namespace
}  // namespace almanac
