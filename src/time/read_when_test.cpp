#include "support/when_cases.hpp"
#include "time/read_when.hpp"
#include "time/when_json.hpp"

#include <gtest/gtest.h>

#include <string>

namespace almanac {
namespace {

TEST(ReadWhen, ReadsWhatPagesSay)
{
    expect_when({
        {"Sat. March 23rd, 2019 10:00am to  11:00am", "2019-03-23 10:00..11:00"},
        {"Fri, Apr 5 @ 7:30 pm", "2019-04-05 19:30"},
        {"Tuesday, May 14, 2019 7:30 PM - 9:00 PM", "2019-05-14 19:30..21:00"},
        {"Tuesday, May 14, 2019\n\t7:30 PM \xE2\x80\x93\xC2\xA0"
         "9:00 PM",
         "2019-05-14 19:30..21:00"},
        {"3/6/2019 8:00 am to 3/6/2019 8:00 pm", "2019-03-06 08:00..20:00"},
        {"03/06/19, 8:00 AM - 9:00 AM", "2019-03-06 08:00..09:00"},
        {"3-6-2019", "2019-03-06"},
        {"03.26.2019 5:30 pm", "2019-03-26 17:30"},
        {"Date: November 20, 2019 Time: 8:30 AM - 10:00 AM EST", "2019-11-20 08:30..10:00"},
        {"Saturday, April 11, 2026 | 02:00 PM - 04:00 PM", "2026-04-11 14:00..16:00"},
        {"Feb 25 2019 Garden Club MEETING 10:00 am", "2019-02-25 10:00"},
        {"Club meeting 59 - January 15th, 2020", "2020-01-15"},
        {"April 14, 2023 10:30 am to 11:00 am , 30 mins", "2023-04-14 10:30..11:00"},
        {"Mar 5 2019 10am (2 hours)", "2019-03-05 10:00..12:00"},
        {"05/17/2022 9:00 AM - 10:00 AM 05/17/2022 9:00 AM 05/17/2022 10:00 AM", "2022-05-17 09:00..10:00"},
        {"Monday, March 25, 2019 - Friday, March 29, 2019All Day", "2019-03-25..2019-03-29"},
        {"March 5, 2019 (all-day)", "2019-03-05"},
        {"Posted March 1, 2019. Come on March 23, 2019 10am", "2019-03-23 10:00"},
        {"15 of February, 2019 at 19h30", "2019-02-15 19:30"},
        {"third Tuesday of March 2019, 7pm", "2019-03-19 19:00"},
        {"21-APR-16", "2016-04-21"},
        {"May 5 '19", "2019-05-05"},
        {"Mon Mar 4 10:00:00 EST 2024", "2024-03-04 10:00"},
        {"Sat, 23 Feb 2019 10:00:00 -0500", "2019-02-23 10:00"},
        {"June 2019", "2019-06-01..2019-06-30"},
    });
}

TEST(ReadWhen, ReadsWhatMachinesSay)
{
    expect_when({
        {"2019-03-23", "2019-03-23"},
        {"2019-3-2", "2019-03-02"},
        {"2019-03-23T10:00", "2019-03-23 10:00"},
        {"2019-03-23T10:00:00.000", "2019-03-23 10:00"},
        {"2019-02-09T10:30:00-05:00", "2019-02-09 10:30"},
        {"2019-07-09T10:30:00Z", "2019-07-09 06:30"},
        {"2019-07-09 10:30:00-0700", "2019-07-09 13:30"},
        {"2019-07-09T10:30+1:00", "2019-07-09 05:30"},
        {"20190302", "2019-03-02"},
        {"20190302T150000Z", "2019-03-02 10:00"},
        {"2015-03-28 17:00:00/2015-03-29 21:00:00", "2015-03-28 17:00..2015-03-29 21:00"},
        {"2019-2-2T08-08-00-00", "2019-02-02 08:00"},
        {"1553353200", "2019-03-23 11:00"},
        {"1553353200000", "2019-03-23 11:00"},
        {"/Date(1553353200000-0400)/", "2019-03-23 11:00"},
    });
}

TEST(ReadWhen, ReadsRanges)
{
    expect_when({
        {"March 4, 7-9pm", "2019-03-04 19:00..21:00"},
        {"March 4, 11-1pm", "2019-03-04 11:00..13:00"},
        {"March 4, 10-12pm", "2019-03-04 10:00..12:00"},
        {"March 4, 9-5pm", "2019-03-04 09:00..17:00"},
        {"March 4, 7pm-9", "2019-03-04 19:00..21:00"},
        {"March 4, 10 am to 2", "2019-03-04 10:00..14:00"},
        {"March 4, 3:30-6 p.m.", "2019-03-04 15:30..18:00"},
        {"March 4, 7p-9p", "2019-03-04 19:00..21:00"},
        {"March 4, 10:30 - noon", "2019-03-04 10:30..12:00"},
        {"March 4, 8pm - midnight", "2019-03-04 20:00..2019-03-05 00:00"},
        {"March 4, 8pm-1am", "2019-03-04 20:00..2019-03-05 01:00"},
        {"between 9:30 and 11:00 on March 4", "2019-03-04 09:30..11:00"},
        {"March 4 from 10 to 4", "2019-03-04 10:00..16:00"},
        {"March 3 - 5, 2019", "2019-03-03..2019-03-05"},
        {"March 3 \xE2\x80\x93 5, 2019, 10am - 4pm", "2019-03-03 10:00..2019-03-05 16:00"},
        {"Jan 30 through Feb 2", "2019-01-30..2019-02-02"},
        {"Dec 30 - Jan 2, 2020", "2019-12-30..2020-01-02"},
        {"Dec 30, 2019 - Jan 2", "2019-12-30..2020-01-02"},
        {"10 - 22 August 2012", "2012-08-10..2012-08-22"},
        {"from the 13th to the 15th of July", "2019-07-13..2019-07-15"},  // was the 15th alone
        {"from 9:30 untill 11:00 on March 4", "2019-03-04 09:30..11:00"},
        {"10 August - 12 September 2013", "2013-08-10..2013-09-12"},
        {"8/10/2012 - 8/15/2012", "2012-08-10..2012-08-15"},
        {"Friday, March 1, 7pm - Sunday, 5pm", "2019-03-01 19:00..2019-03-03 17:00"},
        {"10:00 AM Mar 5 - 2:00 PM Mar 6", "2019-03-05 10:00..2019-03-06 14:00"},
        {"Sat & Sun, March 2-3, 10am - 4pm", "2019-03-02 10:00..2019-03-03 16:00"},
    });
}

TEST(ReadWhen, ReadsSeveralTimes)
{
    expect_when({
        {"Sat 10am and 2pm", "2019-01-26 10:00; 2019-01-26 14:00"},
        {"March 2, 10am - 12pm, 2-4pm", "2019-03-02 10:00..12:00; 2019-03-02 14:00..16:00"},
        {"March 2 and 9, 2019, 10am", "2019-03-02 10:00; 2019-03-09 10:00"},
        {"March 2, March 9, March 16 at 7pm", "2019-03-02 19:00; 2019-03-09 19:00; 2019-03-16 19:00"},
        {"doors 7pm / show 8pm March 9", "2019-03-09 20:00"},
        {"March 9, 7pm doors, 8pm show", "2019-03-09 20:00"},
        {"Doors at 7pm, March 9", "2019-03-09 19:00"},
    });
}

TEST(ReadWhen, ReadsOrdinalWordsAndMonthSpans)
{
    expect_when({
        {"March the twenty-third, seven pm", "2019-03-23 19:00"},
        {"the thirty first of March", "2019-03-31"},
        {"twelfth of April 2019", "2019-04-12"},
        {"last Sunday of May 2019", "2019-05-26"},
        {"2nd Saturday in March, 10am", "2019-03-09 10:00"},
        {"next March", "2019-03-01..2019-03-31"},
        {"January", "2019-01-01..2019-01-31"},  // it goes on
        {"March - May 2019", "2019-03-01..2019-05-31"},
        {"March 9 from ten to noon", "2019-03-09 10:00..12:00"},
        {"from March 9 through April 2", "2019-03-09..2019-04-02"},
        {"17 Oct 12 - 17 Dec 13", "2012-10-17..2013-12-17"},  // was October 2013, twice
        {"17 Oct 12 - 2pm", "2019-10-17 12:00..14:00"},
    });
}

TEST(ReadWhen, AWeekdayConfirmsOrContradicts)
{
    expect_when({
        {"Tues 3/5, 7:30pm", "2019-03-05 19:30"},  // was today's Tuesday
        {"Free First Thursday: Thursday, March 7, 2019 5-8 p.m.", "2019-03-07 17:00..20:00"},
        {"Saturday 3/9 and every Saturday after", "2019-03-09"},
        {"Saturday, March 3, 7pm", "2018-03-03 19:00"},
    });
}

TEST(ReadWhen, ReadsWhatIsNotYetKnownAsADay)
{
    expect_when({
        {"March 9, time TBA", "2019-03-09"},
        {"March 9, TBD", "2019-03-09"},
        {"March 9, all day", "2019-03-09"},
        {"March 9, noon", "2019-03-09 12:00"},
        {"March 9, midnight", "2019-03-09 00:00"},
        {"March 9, 8pm to midnight", "2019-03-09 20:00..2019-03-10 00:00"},
    });
}

TEST(ReadWhen, ReadsClockTimesAloneOnlyForWhoAsksOfThatDay)
{
    expect_when({{"7-9pm", ""}, {"11:30-1:30", ""}});
    auto with = when_options();
    with.day_of_now = true;
    expect_when({{"3:30-6 p.m.", "2019-01-26 15:30..18:00"},
                 {"11:30-1:30", "2019-01-26 11:30..13:30"},
                 {"call between 9am and 5pm", ""},
                 {"2 hours", ""}},
                with);
    EXPECT_EQ(read_when("7-9pm", with).assumptions.at(0), "no date: 2019-01-26, the day of now");
}

TEST(ReadWhen, FindsNoDateWhereThereIsNone)
{
    expect_when({
        {"", ""},
        {"soon", ""},
        {"TBA", ""},
        {"7-9pm", ""},
        {"12pm", ""},
        {"Room 12", ""},
        {"open 24/7", ""},
        {"$12.50", ""},
        {"call 555-12-3456", ""},
        {"(202) 555-0123", ""},
        {"May the force be with you", ""},
        {"you may march in the sun", ""},
        {"32 August 2014", ""},
        {"29 February 2014", ""},
        {"13/13/2019", ""},
        {"2019-02-30", ""},
        {"5 h ago", ""},
        {"Spring 2019", ""},
    });
    auto const problem = [](std::string_view text) { return read_when(text, when_options()).problem; };
    EXPECT_EQ(problem("soon"), "no date in 'soon'");
    EXPECT_EQ(problem("7-9pm"), "a time, but no date in '7-9pm'");
    EXPECT_EQ(problem("32 August 2014"), "there is no 32 August 2014 in '32 August 2014'");
    EXPECT_EQ(problem("2026-00-00"), "there is no 2026-00-00 in '2026-00-00'");
    EXPECT_EQ(problem("2026-3-00 19:00"), "there is no 2026-3-00 in '2026-3-00 19:00'");
    EXPECT_EQ(problem("03/00/2026"), "there is no 03/00/2026 in '03/00/2026'");
}

TEST(ReadWhen, LeavesOldMistakesBehind)
{
    expect_when({
        {"Sat. March 23rd, 2019 12pm", "2019-03-23 12:00"},      // was 02:04
        {"Sat. March 23rd, 2019 1:30p.m.", "2019-03-23 13:30"},  // was 14:02
        {"Sat. March 23rd, 2019 12am", "2019-03-23 00:00"},
        {"3/6/2019 8:00 am to 3/6/2019 8:00 pm", "2019-03-06 08:00..20:00"},  // was swapped
        {"3/8/2019 to 3/6/2019", ""},                                         // stays a problem, is not swapped
        {"time to be announced", ""},                                         // was now
    });
}

TEST(ReadWhen, SaysWhatItAssumed)
{
    struct Assumption {
        std::string_view text;
        std::string_view date;
        std::string_view said;
    };
    Assumption const cases[] = {
        {"March 3, 7pm", "2019-03-03 19:00", "no year: 2019"},
        {"January 3, 7pm", "2019-01-03 19:00", "no year: 2019"},
        {"November 3, 7pm", "2018-11-03 19:00", "no year: 2018"},
        {"August 3, 7pm", "2019-08-03 19:00", "no year: 2019"},
        {"Friday August 3, 7pm", "2018-08-03 19:00", "no year: 2018"},
        {"Thursday, March 4, 2019", "2019-03-04", "Thursday contradicts 2019-03-04, a Monday: the date counts"},
        {"March 3, 2019", "2019-03-03", "no time: all day"},
        {"March 3, 2019, 7:30", "2019-03-03 07:30", "no am or pm: by the 24-hour clock"},
        {"27/5/2019", "2019-05-27", "day and month read in the only order that is possible"},
        {"Every Tuesday at 10am", "2019-01-29 10:00", "repeats: FREQ=WEEKLY;BYDAY=TU"},
        {"December 3, 7pm", "2018-12-03 19:00", "no year: 2018"},
        {"October 20-22", "2019-10-20..2019-10-22", "no year: 2019"},
        {"May to October 2019", "2019-05-01..2019-10-31", "no day of the end: 2019-10-31, the last of its month"},
        {"March 3, 4:30", "2019-03-03 16:30", "no am or pm: 16:30, in the afternoon"},
        {"March 3, 2-4:30", "2019-03-03 14:00..16:30", "no am or pm: 14:00, in the afternoon"},
        {"2019-03-03 4:30", "2019-03-03 04:30", "no am or pm: by the 24-hour clock"},
        {"Tuesday the 19th", "2019-02-19", "no month: 2019-02-19"},
        {"March 9, doors 7pm, show 8pm", "2019-03-09 20:00", "the time of the doors is left out"},
        {"July 3 2019 7pm PDT", "2019-07-03 22:00", "19:00 of America/Los_Angeles moved to the source's zone"},
        {"Saturday evening", "2019-01-26 18:00..2019-01-27 00:00", "no time but a part of the day: 18:00 to 24:00"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        auto const reading = read_when(c.text, when_options());
        EXPECT_EQ(brief(reading), c.date);
        EXPECT_NE(std::ranges::find(reading.assumptions, c.said), reading.assumptions.end())
            << testing::PrintToString(reading.assumptions);
    }
    EXPECT_TRUE(read_when("Sat. March 23rd, 2019 10:00am to 11:00am", when_options()).assumptions.empty());
}

TEST(ReadWhen, ZonesMoveTheClockOnlyWhenTheyDiffer)
{
    expect_when({
        {"July 3 2019 7pm EST", "2019-07-03 19:00"},
        {"July 3 2019 7pm Eastern Time", "2019-07-03 19:00"},
        {"July 3 2019 7pm CT", "2019-07-03 20:00"},
        {"July 3 2019 7-8pm (PDT)", "2019-07-03 22:00..23:00"},
        {"July 3 2019 7pm GMT", "2019-07-03 15:00"},
        {"July 3 2019 10am Mt Pleasant Library", "2019-07-03 10:00"},
        {"July 3 2019 10am Central Park", "2019-07-03 10:00"},
    });
    auto phoenix = when_options();
    phoenix.zone = "America/Phoenix";
    EXPECT_EQ(brief(read_when("July 3 2019 7pm MST", phoenix)), "2019-07-03 19:00");
}

TEST(ReadWhen, DayFirst)
{
    auto with = when_options();
    with.day_first = true;
    expect_when({{"3/4/2019", "2019-04-03"}, {"3/14/2019", "2019-03-14"}, {"03.04.2019 19:30", "2019-04-03 19:30"}},
                with);
}

TEST(ReadWhen, JoinsPartsThatStandApart)
{
    struct Parts {
        std::string_view start_date, start_time, end_date, end_time, want;
    };
    Parts const cases[] = {
        {"2019-02-02", "8:00 AM", "", "9:00 AM", "2019-02-02 08:00..09:00"},
        {"2019-3-2", "9:00 AM", "2019-3-2", "4:30 PM", "2019-03-02 09:00..16:30"},
        {"2019-03-02", "", "", "", "2019-03-02"},
        {"2019-03-02", "", "2019-03-05", "", "2019-03-02..2019-03-05"},
        {"2019-03-02", "10am - 2pm", "", "", "2019-03-02 10:00..14:00"},
        {"2019-03-02", "All day", "", "", "2019-03-02"},
        {"2019-01-26T00:00:00", "10:00:00", "", "12:00:00", "2019-01-26 10:00..12:00"},
        {"2019-03-02", "8:00 PM", "", "1:00 AM", "2019-03-02 20:00..2019-03-03 01:00"},
        {"2019-03-02", "8:00 PM", "2019-03-02", "12:00 AM", "2019-03-02 20:00..2019-03-03 00:00"},
        {"2019-03-02", "8:00 PM", "2019-03-02", "6:00 PM", ""},
        {"2019-03-02", "8:00 PM", "2019-03-01", "", ""},
        {"", "March 3, 2019 7pm", "", "", "2019-03-03 19:00"},
        {"", "7pm", "", "9pm", ""},
        {"", "", "", "", ""},
        {"2019-02-09T10:30:00-05:00", "", "2019-02-09T12:00:00-05:00", "", "2019-02-09 10:30..12:00"},
        {"1553353200000", "", "1553360400000", "", "2019-03-23 11:00..13:00"},
        {"2019-03-02", "TBD", "soon", "", "2019-03-02"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(testing::PrintToString(c.start_date) + " " + std::string{c.start_time} + " | " +
                     std::string{c.end_date} + " " + std::string{c.end_time});
        EXPECT_EQ(brief(read_when(c.start_date, c.start_time, c.end_date, c.end_time, when_options())), c.want);
    }
}

TEST(ReadWhen, SurvivesHostileText)
{
    std::string dates, dashes;
    for (int i = 0; i < 20'000; ++i) {
        dates += "March 3, 2019 7pm, ";
        dashes += "7-";
    }
    auto const reading = read_when(dates, when_options());
    EXPECT_LE(reading.times.size(), 12U);
    EXPECT_FALSE(reading.times.empty());
    for (std::string const& text :
         {dashes, std::string(100'000, '9'), std::string(100'000, '('), std::string(5'000, '\xE2'),
          std::string(3, '\0'), std::string{"\xE2\x80"}, std::string{"99999999999999999999-1-1"}})
        EXPECT_TRUE(read_when(text, when_options()).times.empty());
}

TEST(WhenJson, IsOneLineOfFacts)
{
    auto const json = [](std::string_view line) { return answer_batch_line(line, when_options()); };
    EXPECT_EQ(json("2019-01-26T12:00:00\tSat. March 23rd, 2019 10:00am to 11:00am"),
              R"({"start":"2019-03-23T10:00:00","end":"2019-03-23T11:00:00","allDay":false})");
    EXPECT_EQ(json("2019-01-26\tMarch 23"),
              R"({"start":"2019-03-23","end":null,"allDay":true,"assumed":["no year: 2019","no time: all day"]})");
    EXPECT_EQ(
        json("2021-01-26\tMarch 3 - 5"),
        R"({"start":"2021-03-03","end":"2021-03-05","allDay":true,"assumed":["no year: 2021","no time: all day"]})");
    EXPECT_EQ(json("2019-01-26\tsoon"), "{}");
    EXPECT_EQ(json("soon"), "{}");
    EXPECT_EQ(json(""), "{}");
    auto no_zone = when_options();
    no_zone.zone.clear();
    EXPECT_EQ(answer_batch_line("2019-01-26\t1994-11-05T08:15:30-05:30", no_zone),
              R"({"start":"1994-11-05T08:15:30-05:30","end":null,"allDay":false})");
    EXPECT_EQ(answer_batch_line("2019-01-26\t1994-11-05T13:15:30Z", no_zone),
              R"({"start":"1994-11-05T13:15:30Z","end":null,"allDay":false})");
    EXPECT_EQ(answer_batch_line("2013-02-12T04:30:00-02:00\tThursday 8:00 GMT", no_zone),
              R"({"start":"2013-02-14T06:00:00","end":null,"allDay":false,"assumed":["Thursday: 2013-02-14",)"
              R"("no am or pm: by the 24-hour clock"]})");
}

TEST(WhenJson, ShowsRulesAndHowGapsWereFilled)
{
    EXPECT_EQ(answer_batch_line("2019-01-26\tFridays, noon, except March 8 and 15", when_options()),
              R"({"start":"2019-02-01T12:00:00","end":null,"allDay":false,"recurrence":["RRULE:FREQ=WEEKLY;BYDAY=FR",)"
              R"("EXDATE:2019-03-08","EXDATE:2019-03-15"],"assumed":["repeats: FREQ=WEEKLY;BYDAY=FR",)"
              R"("except: 2019-03-08","except: 2019-03-15"]})");
    EXPECT_EQ(answer_batch_line("2019-01-26\tdaily except weekends", when_options()),
              R"({"start":"2019-01-28","end":null,"allDay":true,"recurrence":["RRULE:FREQ=DAILY",)"
              R"("EXRULE:FREQ=WEEKLY;BYDAY=SA,SU"],"assumed":["repeats: FREQ=DAILY","except: FREQ=WEEKLY;BYDAY=SA,SU",)"
              R"("no time: all day"]})");
    EXPECT_EQ(answer_batch_line("2019-01-26\t7-9pm", when_options()),
              R"({"start":"2019-01-26T19:00:00","end":"2019-01-26T21:00:00","allDay":false,)"
              R"("assumed":["no date: 2019-01-26, the day of now"]})");
}

TEST(WhenJson, ExplainsToPeople)
{
    EXPECT_EQ(explain(read_when("March 3, 7-9pm", when_options()), "March 3, 7-9pm"),
              "2019-03-03 19:00:00 to 2019-03-03 21:00:00 (America/New_York)\n  no year: 2019\n");
    EXPECT_EQ(explain(read_when("soon", when_options()), "soon"), "no date in 'soon'\n");
}

}  // namespace
}  // namespace almanac
