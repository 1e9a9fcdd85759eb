#include "support/when_cases.hpp"
#include "time/expand.hpp"
#include "time/read_when.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

/// "2019-01-29T10:00 FREQ=WEEKLY;BYDAY=TU", then exceptions; empty when the text holds no series.
std::string series(std::string_view text)
{
    auto const reading = read_when(text, when_options());
    if (reading.recurrences.empty() || reading.times.empty())
        return {};
    auto const& when = reading.times.front();
    auto const& recurrence = reading.recurrences.front();
    auto const start = absl::FormatCivilTime(absl::CivilMinute(when.start));
    std::string out = when.all_day ? start.substr(0, 10) : start;
    out += fmt::format(" {}", fmt::join(recurrence.rules, " "));
    for (auto const& rule : recurrence.exrules)
        out += " - " + rule;
    for (auto const& day : recurrence.excluded)
        out += " - " + absl::FormatCivilTime(absl::CivilDay(day.wall));
    return out;
}

struct Case {
    std::string_view text;
    std::string_view want;
};

template <std::size_t N>
void expect_series(Case const (&cases)[N])
{
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(series(c.text), c.want);
    }
}

TEST(Phrase, ReadsWhatPagesSay)
{
    expect_series({
        {"Every Tuesday at 10am", "2019-01-29T10:00 FREQ=WEEKLY;BYDAY=TU"},
        {"Tuesdays and Thursdays, 6 - 7:30pm", "2019-01-29T18:00 FREQ=WEEKLY;BYDAY=TU,TH"},
        {"Every second Tuesday of the month, 7pm", "2019-02-12T19:00 FREQ=MONTHLY;BYDAY=2TU"},
        {"First Thursday of each month 10 a.m - 8 p.m.", "2019-02-07T10:00 FREQ=MONTHLY;BYDAY=1TH"},
        {"1st & 3rd Wednesdays, 7pm", "2019-02-06T19:00 FREQ=MONTHLY;BYDAY=1WE,3WE"},
        {"First Friday Art Walk, 6pm", "2019-02-01T18:00 FREQ=MONTHLY;BYDAY=1FR"},
        {"the last Sunday of the month", "2019-01-27 FREQ=MONTHLY;BYDAY=-1SU"},
        {"Mondays in June", "2019-06-03 FREQ=WEEKLY;BYDAY=MO;UNTIL=20190630"},
        {"Saturdays, May through October, 8am to noon", "2019-05-04T08:00 FREQ=WEEKLY;BYDAY=SA;UNTIL=20191031"},
        {"Tuesdays, March 5 - March 26, 6pm", "2019-03-05T18:00 FREQ=WEEKLY;BYDAY=TU;UNTIL=20190326"},
        {"Sundays at 2 pm, March 3-31", "2019-03-03T14:00 FREQ=WEEKLY;BYDAY=SU;UNTIL=20190331"},
        {"The 2nd Saturday of every month from April through November 2019, 9 am",
         "2019-04-13T09:00 FREQ=MONTHLY;BYDAY=2SA;UNTIL=20191130"},
        {"Daily at noon until March 15", "2019-01-26T12:00 FREQ=DAILY;UNTIL=20190315"},
        {"every weekday, 9am", "2019-01-28T09:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"},
        {"4th and 10th of the month", ""},  // which says nothing of repeating
        {"every 4th and 10th of the month", "2019-02-04 FREQ=MONTHLY;BYMONTHDAY=4,10"},
        {"every July 4th", "2019-07-04 FREQ=YEARLY;BYMONTHDAY=4;BYMONTH=7"},
        {"every fourth Thursday in November", "2019-11-28 FREQ=YEARLY;BYDAY=4TH;BYMONTH=11"},
        {"Fridays starting February 8 for 6 times, 7pm", "2019-02-08T19:00 FREQ=WEEKLY;BYDAY=FR;COUNT=6"},
        {"Wednesdays for the next three weeks", "2019-01-30 FREQ=WEEKLY;BYDAY=WE;UNTIL=20190216"},
        {"every other Tuesday starting March 5", "2019-03-05 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"},
        {"Sundays until the end of April", "2019-01-27 FREQ=WEEKLY;BYDAY=SU;UNTIL=20190430"},
        {"Tuesdays, doors 7pm, show 8pm", "2019-01-29T20:00 FREQ=WEEKLY;BYDAY=TU"},
    });
}

TEST(Phrase, ReadsHowOften)
{
    expect_series({
        {"First Monday of each quarter, 7pm",
         "2019-04-01T19:00 FREQ=YEARLY;BYDAY=1MO;BYMONTH=1,4,7,10"},  // was monthly
        {"last Friday of every quarter", "2019-03-29 FREQ=YEARLY;BYDAY=-1FR;BYMONTH=3,6,9,12"},
        {"Quarterly on the first Monday", "2019-04-01 FREQ=YEARLY;BYDAY=1MO;BYMONTH=1,4,7,10"},
        {"quarterly on the first Monday, starting March 4", "2019-03-04 FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO"},
        {"second Saturday of March, June and December", "2019-03-09 FREQ=YEARLY;BYDAY=2SA;BYMONTH=3,6,12"},
        {"Alternate Tuesdays, 7pm", "2019-01-29T19:00 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"},  // was weekly
        {"Biweekly on Mondays", "2019-01-28 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"},
        {"bi-weekly on Monday, 6pm", "2019-01-28T18:00 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"},
        {"fortnightly on Tuesdays", "2019-01-29 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"},
        {"Bimonthly, second Monday", "2019-02-11 FREQ=MONTHLY;INTERVAL=2;BYDAY=2MO"},
        {"nightly at 8pm, July 5-20", "2019-07-05T20:00 FREQ=DAILY;UNTIL=20190720"},
        {"Thursday nights at 8", "2019-01-31T20:00 FREQ=WEEKLY;BYDAY=TH"},
        {"Saturday mornings in March, 9am", "2019-03-02T09:00 FREQ=WEEKLY;BYDAY=SA;UNTIL=20190331"},
        {"Six Thursdays beginning March 7, 6pm", "2019-03-07T18:00 FREQ=WEEKLY;BYDAY=TH;COUNT=6"},
        {"twice a month on Mondays", ""},  // which of them is not said
        {"two Saturdays a month", ""},
    });
}

TEST(Phrase, ReadsExceptions)
{
    expect_series({
        {"Saturdays, 9am, except March 2 and 9", "2019-01-26T09:00 FREQ=WEEKLY;BYDAY=SA - 2019-03-02 - 2019-03-09"},
        {"Every Tuesday except December 24 and 31, 7pm",
         "2019-01-29T19:00 FREQ=WEEKLY;BYDAY=TU - 2019-12-24 - 2019-12-31"},  // the 7 was a day too
        {"Tuesdays at 7pm (no meeting in August)", "2019-01-29T19:00 FREQ=WEEKLY;BYDAY=TU - FREQ=DAILY;BYMONTH=8"},
        {"Tuesdays 7pm, no class March 12 or 19", "2019-01-29T19:00 FREQ=WEEKLY;BYDAY=TU - 2019-03-12 - 2019-03-19"},
        {"Mondays 7pm, no registration needed", "2019-01-28T19:00 FREQ=WEEKLY;BYDAY=MO"},
        {"daily except weekends", "2019-01-28 FREQ=DAILY - FREQ=WEEKLY;BYDAY=SA,SU"},
        {"Every day except Monday 10am-5pm", "2019-01-26T10:00 FREQ=DAILY - FREQ=WEEKLY;BYDAY=MO"},
        {"Fridays except in July and August", "2019-02-01 FREQ=WEEKLY;BYDAY=FR - FREQ=DAILY;BYMONTH=7 - "
                                              "FREQ=DAILY;BYMONTH=8"},
    });
}

TEST(Phrase, ReadsDaysByTheirLetters)
{
    expect_series({
        {"M/W/F 9-10", "2019-01-28T09:00 FREQ=WEEKLY;BYDAY=MO,WE,FR"},
        {"T/Th, 6:30-7:45pm", "2019-01-29T18:30 FREQ=WEEKLY;BYDAY=TU,TH"},
        {"MWF 9:00-9:50am", "2019-01-28T09:00 FREQ=WEEKLY;BYDAY=MO,WE,FR"},
        {"TTh 2-3:15pm, March 5 - May 9", "2019-03-05T14:00 FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20190509"},
        {"Mon/Wed/Fri at 6am", "2019-01-28T06:00 FREQ=WEEKLY;BYDAY=MO,WE,FR"},
        {"M/F bathrooms", ""},
        {"Sat 3/2 and Sun 3/3, 9am", ""},
    });
}

TEST(Phrase, ReadsHoursOfARangeOfWeekdays)
{
    expect_series({
        {"Mon-Fri 9-5", "2019-01-28T09:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"},  // was one event of five days
        {"Thursday - Sunday, noon - 6pm", "2019-01-26T12:00 FREQ=WEEKLY;BYDAY=TH,FR,SA,SU"},
        {"Open from Tuesday to Thursday 10 a.m. to 4 p.m.", "2019-01-29T10:00 FREQ=WEEKLY;BYDAY=TU,WE,TH"},
        {"March 1 - April 14, Thursday-Saturday at 7:30 pm",
         "2019-03-01T19:30 FREQ=WEEKLY;BYDAY=TH,FR,SA;UNTIL=20190414"},
        {"Friday-Sunday, March 1-3, 10-4", ""},  // a weekend is one event
        {"Friday, 7pm - Sunday, 5pm", ""},
    });
}

TEST(Phrase, GivesWeekdaysTheirOwnTimes)
{
    auto const all = [](std::string_view text) {
        auto const reading = read_when(text, when_options());
        std::string out;
        for (auto const& recurrence : reading.recurrences)
            out += fmt::format("; {}", fmt::join(recurrence.rules, " "));
        return brief(reading) + out;
    };
    EXPECT_EQ(all("Mondays at 9am, Wednesdays at 10am"),
              "2019-01-28 09:00; 2019-01-30 10:00; FREQ=WEEKLY;BYDAY=MO; FREQ=WEEKLY;BYDAY=WE");
    EXPECT_EQ(all("8pm on Fridays and Saturdays, and at 3pm on Sundays"),
              "2019-01-26 20:00; 2019-01-27 15:00; FREQ=WEEKLY;BYDAY=FR,SA; FREQ=WEEKLY;BYDAY=SU");
    EXPECT_EQ(all("Mon-Fri 9-5, Sat 10-2, through May 31"),
              "2019-01-28 09:00..17:00; 2019-01-26 10:00..14:00; FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20190531; "
              "FREQ=WEEKLY;BYDAY=SA;UNTIL=20190531");
    EXPECT_EQ(all("every Tuesday 7pm or first Saturday 10am"),
              "2019-01-29 19:00; 2019-02-02 10:00; FREQ=WEEKLY;BYDAY=TU; FREQ=MONTHLY;BYDAY=1SA");
    EXPECT_EQ(all("Tuesdays 7pm and Thursdays"), "2019-01-29 19:00; FREQ=WEEKLY;BYDAY=TU,TH");
}

TEST(Phrase, ReadsWeekendsOfAMonth)
{
    expect_series({
        {"first weekend of each month, 1-5 p.m.",
         "2019-02-02T13:00 FREQ=MONTHLY;BYDAY=1SA FREQ=MONTHLY;BYDAY=SU;BYMONTHDAY=2,3,4,5,6,7,8"},
        {"last weekend of the month",
         "2019-01-26 FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=-8,-7,-6,-5,-4,-3,-2 FREQ=MONTHLY;BYDAY=-1SU"},
    });
}

TEST(Phrase, ReadsHolidays)
{
    expect_series({
        {"every Memorial Day", "2019-05-27 FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5"},
        {"every Thanksgiving morning at 8", "2019-11-28T08:00 FREQ=YEARLY;BYDAY=4TH;BYMONTH=11"},
        {"Every New Year's Day at noon", "2020-01-01T12:00 FREQ=YEARLY;BYMONTHDAY=1;BYMONTH=1"},
        {"every New Year's Eve", "2019-12-31 FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=12"},
        {"every Black Friday", "2019-11-29 FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29;BYMONTH=11"},
        {"every Easter", ""},  // no rule of iCalendar says when
        {"Nightly from Thanksgiving to New Year's Day, 6pm", "2019-11-28T18:00 FREQ=DAILY;UNTIL=20200101"},
        {"Mondays, 7pm (no meeting Memorial Day)", "2019-01-28T19:00 FREQ=WEEKLY;BYDAY=MO - 2019-05-27"},
    });
}

TEST(Phrase, ReadsWordsAroundTheDays)
{
    expect_series({
        {"Monday movies: the last Monday of the month", "2019-01-28 FREQ=MONTHLY;BYDAY=-1MO"},
        {"every morning at 9am", "2019-01-26T09:00 FREQ=DAILY"},
        {"7 days a week, 10-6", "2019-01-26T10:00 FREQ=DAILY"},
        {"weekends in March, 11-5", "2019-03-02T11:00 FREQ=WEEKLY;BYDAY=SA,SU;UNTIL=20190331"},
        {"4 Mondays beginning February 4, 6:30pm", "2019-02-04T18:30 FREQ=WEEKLY;BYDAY=MO;COUNT=4"},
        {"every Monday next month", "2019-02-04 FREQ=WEEKLY;BYDAY=MO;UNTIL=20190228"},
        {"every day but Monday, 10-5", "2019-01-26T10:00 FREQ=DAILY - FREQ=WEEKLY;BYDAY=MO"},
        {"Tue/Thu in July except the 4th", "2019-07-02 FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20190731 - 2019-07-04"},
        {"Tuesdays, but no charge", "2019-01-29 FREQ=WEEKLY;BYDAY=TU"},
    });
}

TEST(Phrase, IsNoneWhereDaysAreStatedOrNothingRepeats)
{
    for (std::string_view const text :
         {"Monthly meeting: March 3, 2019, 7pm", "Weekly walk, Saturday, March 9", "Weekly newsletter", "Saturday 10am",
          "2nd floor, Thursday 7pm", "Shuttle every 20 minutes", "2nd Saturday in March", "Friday, 7pm - Sunday, 5pm",
          "last Friday", "2 Thursdays ago", "first Monday of next month", "Saturday & Sunday, March 2-3",
          "annual picnic", "every now and then"}) {
        SCOPED_TRACE(text);
        EXPECT_TRUE(read_when(text, when_options()).recurrences.empty());
    }
}

TEST(Phrase, SaysWhatItAssumed)
{
    auto const said = [](std::string_view text) {
        return fmt::format("{}", read_when(text, when_options()).assumptions);
    };
    EXPECT_EQ(
        said("every other Tuesday, 7pm"),
        R"(["repeats: FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "which of them is the first is not stated: 2019-01-29"])");
    EXPECT_EQ(said("Mondays in June, 7pm"), R"(["no year: 2019", "repeats: FREQ=WEEKLY;BYDAY=MO;UNTIL=20190630"])");
}

TEST(Phrase, GivesItsOccurrences)
{
    auto const reading = read_when("Saturdays in March, 9am - noon, except March 9", when_options());
    ASSERT_EQ(reading.times.size(), 1U);
    ASSERT_EQ(reading.recurrences.size(), 1U);
    auto const expansion =
        expand(reading.times[0], reading.recurrences[0], absl::CivilDay(2019, 1, 1), absl::CivilDay(2019, 12, 31));
    std::vector<std::string> starts;
    starts.reserve(expansion.occurrences.size());
    for (auto const& when : expansion.occurrences)
        starts.push_back(absl::FormatCivilTime(absl::CivilDay(when.start)));
    EXPECT_EQ(starts, (std::vector<std::string>{"2019-03-02", "2019-03-16", "2019-03-23", "2019-03-30"}));
}

}  // namespace
}  // namespace almanac
