#include "time/expand.hpp"
#include "time/rule.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ctime>
#include <string>

namespace almanac {
namespace {

constexpr std::string_view new_york = "America/New_York";

When at(absl::CivilSecond start, std::int64_t seconds = 3600)
{
    return {start, start + seconds, true, false, std::string{new_york}};
}

When all_day(absl::CivilDay start, int days = 1)
{
    return {absl::CivilSecond(start), absl::CivilSecond(start + (days - 1)), days > 1, true, std::string{new_york}};
}

IcalTime local(absl::CivilSecond wall)
{
    return {wall, false, std::string{new_york}};
}

/// "03-04T10:00 03-11T10:00": the starts, without the year.
std::string starts(Expansion const& expansion)
{
    std::string out;
    for (auto const& when : expansion.occurrences) {
        auto const text = absl::FormatCivilTime(absl::CivilMinute(when.start));
        out += (out.empty() ? "" : " ") + text.substr(5, when.all_day ? 5 : 11);
    }
    return out;
}

Recurrence by(std::string rule)
{
    return {.rules = {std::move(rule)},
            .exrules = {},
            .extra = {},
            .excluded = {},
            .replaced = {},
            .before = {},
            .from = {},
            .origin = {}};
}

TEST(Expand, FollowsRules)
{
    auto const first = at(absl::CivilSecond(2019, 3, 4, 10, 0, 0));  // a Monday
    struct Case {
        std::string rule;
        std::string_view want;  ///< in March 2019
    };
    Case const cases[] = {
        {"FREQ=SECONDLY;BYHOUR=10,12;BYMINUTE=0,30;BYSECOND=0;COUNT=5",
         "03-04T10:00 03-04T10:30 03-04T12:00 03-04T12:30 03-05T10:00"},
        {"FREQ=MINUTELY;INTERVAL=20;BYHOUR=11;COUNT=4", "03-04T11:00 03-04T11:20 03-04T11:40 03-05T11:00"},
        {"FREQ=WEEKLY;COUNT=3", "03-04T10:00 03-11T10:00 03-18T10:00"},
        {"freq=weekly;interval=2;byday=mo,we", "03-04T10:00 03-06T10:00 03-18T10:00 03-20T10:00"},
        {"FREQ=MONTHLY;BYDAY=-1SA", "03-30T10:00"},
        {"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "03-29T10:00"},
        {"FREQ=DAILY;UNTIL=20190306", "03-04T10:00 03-05T10:00 03-06T10:00"},
        {"FREQ=DAILY;UNTIL=20190306T100000", "03-04T10:00 03-05T10:00 03-06T10:00"},
        {"FREQ=DAILY;UNTIL=20190306T145959Z", "03-04T10:00 03-05T10:00"},
        {"FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "03-10T10:00"},
        {"FREQ=DAILY;BYHOUR=9,13;BYMINUTE=30;COUNT=3", "03-04T13:30 03-05T09:30 03-05T13:30"},
        {"FREQ=HOURLY;INTERVAL=200", "03-04T10:00 03-12T18:00 03-21T02:00 03-29T10:00"},
        {"FREQ=DAILY;COUNT=2;X-NOTE=kept;", "03-04T10:00 03-05T10:00"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.rule);
        auto const expansion = expand(first, by(c.rule), absl::CivilDay(2019, 3, 1), absl::CivilDay(2019, 3, 31));
        EXPECT_EQ(starts(expansion), c.want);
        EXPECT_TRUE(expansion.problems.empty());
    }
}

TEST(Expand, KeepsTheLengthAndTheZone)
{
    auto const expansion = expand(at(absl::CivilSecond(2019, 3, 4, 22, 0, 0), 4 * 3600), by("FREQ=DAILY;COUNT=2"),
                                  absl::CivilDay(2019, 3, 1), absl::CivilDay(2019, 3, 31));
    ASSERT_EQ(expansion.occurrences.size(), 2U);
    EXPECT_EQ(expansion.occurrences[1].end, absl::CivilSecond(2019, 3, 6, 2, 0, 0));
    EXPECT_EQ(expansion.occurrences[1].zone, new_york);
    EXPECT_TRUE(expansion.occurrences[1].has_end);
}

TEST(Expand, TakesWhatTouchesTheWindow)
{
    auto const days = [](When const& first, std::string const& rule) {
        return starts(expand(first, by(rule), absl::CivilDay(2019, 3, 10), absl::CivilDay(2019, 3, 12)));
    };
    EXPECT_EQ(days(all_day(absl::CivilDay(2019, 3, 1), 3), "FREQ=DAILY;INTERVAL=4"), "03-09");
    EXPECT_EQ(days(all_day(absl::CivilDay(2019, 3, 1), 2), "FREQ=WEEKLY"), "");
    EXPECT_EQ(days(at(absl::CivilSecond(2019, 3, 2, 23, 0, 0), 2 * 3600), "FREQ=WEEKLY"), "03-09T23:00");
    EXPECT_EQ(days(at(absl::CivilSecond(2019, 3, 2, 22, 0, 0), 2 * 3600), "FREQ=WEEKLY"), "");  // ends at midnight
    EXPECT_EQ(days(at(absl::CivilSecond(2019, 3, 3, 0, 0, 0), 0), "FREQ=WEEKLY"), "03-10T00:00");
    EXPECT_EQ(days(at(absl::CivilSecond(2019, 3, 5, 23, 59, 59), 0), "FREQ=WEEKLY"), "03-12T23:59");
}

TEST(Expand, MovesForwardInAGapAndTakesTheFirstOfAnOverlap)
{
    auto const gap = expand(at(absl::CivilSecond(2019, 3, 9, 2, 30, 0)), by("FREQ=DAILY;COUNT=3"),
                            absl::CivilDay(2019, 3, 1), absl::CivilDay(2019, 3, 31));
    EXPECT_EQ(starts(gap), "03-09T02:30 03-10T03:30 03-11T02:30");
    auto const hourly = expand(at(absl::CivilSecond(2019, 3, 10, 1, 0, 0)), by("FREQ=HOURLY;COUNT=4"),
                               absl::CivilDay(2019, 3, 1), absl::CivilDay(2019, 3, 31));
    EXPECT_EQ(starts(hourly), "03-10T01:00 03-10T03:00 03-10T04:00");
    auto const overlap = expand(at(absl::CivilSecond(2019, 11, 2, 1, 30, 0)), by("FREQ=DAILY;COUNT=2"),
                                absl::CivilDay(2019, 11, 1), absl::CivilDay(2019, 11, 30));
    EXPECT_EQ(starts(overlap), "11-02T01:30 11-03T01:30");
}

TEST(Expand, AddsAndTakesOutDates)
{
    auto const first = at(absl::CivilSecond(2019, 3, 4, 10, 0, 0));
    auto const march = [&](Recurrence const& recurrence) {
        return expand(first, recurrence, absl::CivilDay(2019, 3, 1), absl::CivilDay(2019, 3, 31));
    };
    Recurrence recurrence = by("FREQ=WEEKLY;COUNT=4");
    recurrence.excluded = {local(absl::CivilSecond(2019, 3, 11, 10, 0, 0)),
                           {absl::CivilSecond(2019, 3, 18, 14, 0, 0), false, "UTC"}};
    EXPECT_EQ(starts(march(recurrence)), "03-04T10:00 03-25T10:00");

    recurrence.excluded = {{absl::CivilSecond(2019, 3, 11, 0, 0, 0), true, ""}};
    recurrence.replaced = {local(absl::CivilSecond(2019, 3, 25, 10, 0, 0))};
    EXPECT_EQ(starts(march(recurrence)), "03-04T10:00 03-18T10:00");

    recurrence = {};
    recurrence.extra = {
        {local(absl::CivilSecond(2019, 3, 9, 15, 0, 0)), local(absl::CivilSecond(2019, 3, 9, 18, 0, 0))},
        {local(absl::CivilSecond(2019, 3, 16, 15, 0, 0)), local(absl::CivilSecond(2019, 3, 16, 15, 0, 0))},
        {local(absl::CivilSecond(2019, 3, 23, 15, 0, 0)), std::nullopt}};
    auto const extra = march(recurrence);
    EXPECT_EQ(starts(extra), "03-04T10:00 03-09T15:00 03-16T15:00 03-23T15:00");
    EXPECT_EQ(extra.occurrences[1].end, absl::CivilSecond(2019, 3, 9, 18, 0, 0));
    EXPECT_FALSE(extra.occurrences[2].has_end) << "none is known of this date";
    EXPECT_EQ(extra.occurrences[3].end, absl::CivilSecond(2019, 3, 23, 16, 0, 0)) << "as long as the event";

    recurrence = by("FREQ=DAILY;COUNT=10");
    recurrence.rules.push_back("FREQ=WEEKLY;BYDAY=SA");
    recurrence.exrules = {"FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"};
    EXPECT_EQ(starts(march(recurrence)), "03-09T10:00 03-10T10:00 03-16T10:00 03-23T10:00 03-30T10:00");
}

TEST(Expand, RepeatsWholeDays)
{
    Recurrence recurrence = by("FREQ=WEEKLY;UNTIL=20190319T035959Z;BYHOUR=7");
    recurrence.excluded = {{absl::CivilSecond(2019, 3, 11, 0, 0, 0), true, ""}};
    auto const expansion = expand(all_day(absl::CivilDay(2019, 3, 4)), recurrence, absl::CivilDay(2019, 3, 1),
                                  absl::CivilDay(2019, 3, 31));
    EXPECT_EQ(starts(expansion), "03-04 03-18");
}

TEST(Expand, KeepsTheFirstDateWhenTheRuleIsNone)
{
    for (std::string const rule :
         {"", "COUNT=3", "FREQ=SOMETIMES", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYWEEKNO=54",
          "FREQ=YEARLY;BYMONTH=", "FREQ=WEEKLY;BYDAY=0MO", "FREQ=DAILY;BYWODAN=1", "FREQ=YEARLY;BYYEARDAY=390",
          "RSCALE=CHINESE;FREQ=YEARLY", "FREQ=DAILY;UNTIL=tomorrow", "FREQ=DAILY;COUNT=99999999999999999999"}) {
        SCOPED_TRACE(rule);
        auto const expansion = expand(at(absl::CivilSecond(2019, 3, 4, 10, 0, 0)), by(rule), absl::CivilDay(2019, 3, 1),
                                      absl::CivilDay(2019, 3, 31));
        EXPECT_EQ(starts(expansion), "03-04T10:00");
        EXPECT_EQ(expansion.problems.size(), 1U);
    }
    auto const unknown = expand(at(absl::CivilSecond(2019, 3, 4, 10, 0, 0)), by("FREQ=DAILY;BYWODAN=1"),
                                absl::CivilDay(2019, 3, 1), absl::CivilDay(2019, 3, 31));
    EXPECT_EQ(unknown.problems.at(0), "The rule 'FREQ=DAILY;BYWODAN=1' has a part that is not understood: 'BYWODAN=1'. "
                                      "It is left out.");
}

TEST(Expand, StopsHostileRules)
{
    struct Case {
        std::string rule;
        bool complains;
    };
    Case const cases[] = {
        {"FREQ=SECONDLY", true},
        {"FREQ=SECONDLY;COUNT=1000000000", true},
        {"FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", false},
        {"FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", false},
        {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", false},
        {"FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=4;COUNT=3", false},
        {"FREQ=YEARLY;INTERVAL=1000000000", false},
        {"FREQ=SECONDLY;BYHOUR=3;BYMINUTE=4;BYSECOND=5", false},
        {"FREQ=DAILY;BYSETPOS=366", false},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.rule);
        auto const start = std::clock();
        auto const expansion = expand(at(absl::CivilSecond(1970, 1, 1, 10, 0, 0)), by(c.rule),
                                      absl::CivilDay(2019, 3, 1), absl::CivilDay(2019, 5, 31));
        EXPECT_EQ(!expansion.problems.empty(), c.complains);
        EXPECT_LE(expansion.occurrences.size(), 5'000U);
        EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 2.0);
    }
    Recurrence many;
    many.rules.assign(10'000, "FREQ=SECONDLY");
    auto const expansion = expand(at(absl::CivilSecond(2019, 3, 1, 0, 0, 0)), many, absl::CivilDay(2019, 3, 1),
                                  absl::CivilDay(2019, 5, 31));
    EXPECT_EQ(expansion.problems.back(), "There are more than 20 rules: the rest is left out.");

    std::string every = "FREQ=YEARLY;BYSETPOS=-1;BYHOUR=0";
    for (int hour = 1; hour < 24; ++hour)
        every += "," + std::to_string(hour);
    every += ";BYMINUTE=0";
    for (int minute = 1; minute < 60; ++minute)
        every += "," + std::to_string(minute);
    every += ";BYSECOND=0,59;BYDAY=SU,MO,TU,WE,TH,FR,SA";
    EXPECT_EQ(starts(expand(at(absl::CivilSecond(2017, 3, 1, 0, 0, 0)), by(every), absl::CivilDay(2019, 2, 1),
                            absl::CivilDay(2019, 12, 31))),
              "12-31T23:59");
    EXPECT_FALSE(expand(at(absl::CivilSecond(2019, 3, 1, 0, 0, 0)), by(std::string(100'000, ';')),
                        absl::CivilDay(2019, 3, 1), absl::CivilDay(2019, 5, 31))
                     .problems.empty());
}

TEST(Expand, AnOldEndlessRuleCostsNoMoreThanANewOne)
{
    for (std::string const rule : {"FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=HOURLY;INTERVAL=24"}) {
        SCOPED_TRACE(rule);
        auto const expansion = expand(at(absl::CivilSecond(1601, 1, 1, 10, 0, 0)), by(rule), absl::CivilDay(2019, 3, 1),
                                      absl::CivilDay(2019, 5, 31));
        EXPECT_GE(expansion.occurrences.size(), 3U);
        EXPECT_TRUE(expansion.problems.empty());
    }
}

}  // namespace
}  // namespace almanac
