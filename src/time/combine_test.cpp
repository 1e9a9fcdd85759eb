#include "support/when_cases.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(ListOfDays, GoesOnBehindACommaAndSharesMonthYearAndTime)
{
    expect_when({
        {"March 2, 9 and 16 at 7pm", "2019-03-02 19:00; 2019-03-09 19:00; 2019-03-16 19:00"},  // was the first only
        {"March 2nd, 9th, & 16th", "2019-03-02; 2019-03-09; 2019-03-16"},
        {"Mar. 8, 9, 10, 2020 at 8:00PM", "2020-03-08 20:00; 2020-03-09 20:00; 2020-03-10 20:00"},
        {"March 29, 30, April 5, 6 at 8pm; April 7 at 2pm",
         "2019-03-29 20:00; 2019-03-30 20:00; 2019-04-05 20:00; 2019-04-06 20:00; 2019-04-07 14:00"},
        {"March 8, 9 / 15, 16", "2019-03-08; 2019-03-09; 2019-03-15; 2019-03-16"},
        {"March 11, 12, 13 Training Workshops", "2019-03-11; 2019-03-12; 2019-03-13"},
        {"10am - noon, March 2, March 9", "2019-03-02 10:00..12:00; 2019-03-09 10:00..12:00"},
        {"7pm on Tuesday and Thursday", "2019-01-29 19:00; 2019-01-31 19:00"},
    });
}

TEST(ListOfDays, EndsBeforeANumberOfAnotherKind)
{
    expect_when({
        {"Saturday, March 2, 12 Elm Street", "2019-03-02"},
        {"March 2, 7 pm", "2019-03-02 19:00"},
        {"March 9, 2 hours", "2019-03-09"},
        {"March 9, 4 and up", "2019-03-09"},
    });
}

TEST(ListOfTimes, BelongsToTheDateBesideIt)
{
    expect_when({
        {"noon today and 5:45pm tomorrow", "2019-01-26 12:00; 2019-01-27 17:45"},
        {"11am to 4pm March 2, noon to 3pm March 3", "2019-03-02 11:00..16:00; 2019-03-03 12:00..15:00"},
        {"March 2, from 11am to 4pm and March 3, from noon to 3pm",
         "2019-03-02 11:00..16:00; 2019-03-03 12:00..15:00"},  // was one event of two days
        {"March 9 at 10, 11 and 2", "2019-03-09 10:00; 2019-03-09 11:00; 2019-03-09 14:00"},
        {"March 9 at 5 & 9 pm", "2019-03-09 17:00; 2019-03-09 21:00"},
        {"March 9 at 11 and 1 pm", "2019-03-09 11:00; 2019-03-09 13:00"},
        {"March 9, 6pm ET / 3pm PT", "2019-03-09 18:00"},
    });
}

TEST(BareHours, StandBehindTheirDays)
{
    expect_when({
        {"Tues 2-4", "2019-01-29 14:00..16:00"},
        {"Sat 10-2", "2019-01-26 10:00..14:00"},  // was none
        {"March 9, 11-1", "2019-03-09 11:00..13:00"},
        {"March 9: 9 to noon", "2019-03-09 09:00..12:00"},
        {"March 2-3, 10-4", "2019-03-02 10:00..2019-03-03 16:00"},
        {"nine to five tomorrow", "2019-01-27 09:00..17:00"},
        {"March 9, 10-12, 7pm", "2019-03-09 19:00"},
        {"Saturday 4-8 year olds", "2019-01-26"},
        {"March 9, ages 5-8", "2019-03-09"},
    });
}

TEST(Labels, TellTheShowFromTheDoors)
{
    expect_when({
        {"Doors 7 / Show 8, Sat March 9", "2019-03-09 20:00"},
        {"Saturday, March 9, 8pm show (doors 7pm)", "2019-03-09 20:00"},
        {"March 9, 7:30 to 10pm. Doors open at 6 p.m.", "2019-03-09 19:30..22:00"},  // was to the next day
    });
}

TEST(Dates, GiveWayToWhatIsStatedMoreClearly)
{
    expect_when({
        {"Tuesday, July 2: Picnic", "2019-07-02"},  // the colon was one of a time
        {"March 12th: Seeds", "2019-03-12"},
        {"Thursday, April 18\nMaundy Thursday service at 7pm", "2019-04-18 19:00"},
        {"Sat, March 9 (rain date: March 10), 1-3pm", "2019-03-09 13:00..15:00"},
        {"now through March 9", "2019-01-26..2019-03-09"},
        {"Begins at 1pm and ends at 4pm on March 9", "2019-03-09 13:00..16:00"},
        {"starts March 9, 2019 and ends May 4, 2019", "2019-03-09..2019-05-04"},
        {"June / July 2019", "2019-06-01..2019-07-31"},
        {"3/9-3/11", "2019-03-09..2019-03-11"},
        {"Mar '19", "2019-03-01..2019-03-31"},
        {"March, 9th 2019", "2019-03-09"},
        {"last Friday this month", "2019-01-25"},
        {"third Monday next month", "2019-02-18"},
        {"the 8th next month", "2019-02-08"},
    });
}

TEST(Dates, AreNotInNamesFractionsAndNumbers)
{
    expect_when({
        {"Friday Harbor", ""},
        {"Ruby Tuesday Grill", ""},
        {"on Friday Ann sings", "2019-02-01"},
        {"Friday Harbor Fair, Friday 10am", "2019-02-01 10:00"},
        {"1/2 price", ""},
        {"2/3 of the members", ""},
        {"May 2-for-1 special", ""},  // was a year long
        {"3/4 Book club", "2019-03-04"},
        {"\xE2\x82\xAC"
         "10/8",
         ""},
        {"Order 20190302A", ""},
        {"http://example.org/2019/03/", ""},
        {"every 8 hours except tomorrow", ""},
    });
}

}  // namespace
}  // namespace almanac
