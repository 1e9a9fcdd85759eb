#include "refine/times.hpp"
#include "refine/window.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

constexpr std::string_view new_york = "America/New_York";

When timed(absl::CivilSecond start, absl::CivilSecond end, std::string zone = std::string{new_york})
{
    return {start, end, true, false, std::move(zone)};
}

When days(absl::CivilDay first, absl::CivilDay last)
{
    return {absl::CivilSecond{first}, absl::CivilSecond{last}, true, true, std::string{new_york}};
}

/// 1 March 2026, 12:00 in New York; the window is that day to 30 May.
RefineOptions options()
{
    RefineOptions wanted;
    wanted.now = absl::FromCivil(absl::CivilSecond(2026, 3, 1, 17), absl::UTCTimeZone());
    wanted.from = absl::CivilDay(2026, 3, 1);
    wanted.to = absl::CivilDay(2026, 5, 30);
    return wanted;
}

std::string kept(When const& when, RefineOptions const& wanted = options(), bool split = false)
{
    Event event;
    event.when = when;
    auto const times = times_of(event, split, new_york, wanted);
    std::string text;
    for (auto const& time : times.times)
        text += fmt::format("{}{}", text.empty() ? "" : " ", absl::FormatCivilTime(time.start));
    if (times.refusal)
        text += times.refusal->reason;
    return text;
}

TEST(MendTime, MendsOnlyWhatCanBeMeant)
{
    struct Case {
        std::string_view what;
        When when;
        absl::CivilSecond end;
        std::string_view refused;
    };
    auto const at = [](int day, int hour) { return absl::CivilSecond(2026, 3, day, hour); };
    auto open = timed(at(2, 10), at(1, 0));
    open.has_end = false;
    auto sloppy = days(absl::CivilDay(2026, 3, 2), absl::CivilDay(2026, 3, 4));
    sloppy.end += 86399;
    Case const cases[] = {
        {"fine", timed(at(2, 10), at(2, 12)), at(2, 12), ""},
        {"overnight", timed(at(2, 22), at(2, 2)), at(3, 2), ""},
        {"swapped", timed(at(2, 12), at(2, 10)), {}, "ends before it starts"},
        {"an earlier day", timed(at(2, 22), at(1, 23)), {}, "ends before it starts"},
        {"days the wrong way",
         days(absl::CivilDay(2026, 3, 4), absl::CivilDay(2026, 3, 2)),
         {},
         "ends before it starts"},
        {"no end", open, at(2, 10), ""},
        {"all day to the last second", sloppy, at(4, 0), ""},
        {"no date", When{}, {}, "no readable date"},
        {"year 20026", timed(absl::CivilSecond(20026, 3, 1), absl::CivilSecond(20026, 3, 1)), {}, "year out of range"},
        {"year 26", timed(absl::CivilSecond(26, 3, 1), absl::CivilSecond(26, 3, 1)), {}, "year out of range"},
        {"endless", timed(at(2, 10), absl::CivilSecond(9999, 12, 31)), {}, "year out of range"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        Event event;
        event.when = c.when;
        auto const refusal = mend_time(event, new_york);
        EXPECT_EQ(refusal ? refusal->reason : "", c.refused);
        if (!refusal) {
            EXPECT_EQ(event.when.end, c.end);
        }
    }
}

TEST(MendTime, KnowsZonesByAnyNameAndSaysWhatItAssumed)
{
    auto const zone_after = [](std::string zone) {
        Event event;
        event.when = timed(absl::CivilSecond(2026, 3, 2, 10), absl::CivilSecond(2026, 3, 2, 11), std::move(zone));
        EXPECT_EQ(mend_time(event, new_york), std::nullopt);
        return fmt::format("{}{}", event.when.zone, event.assumptions.empty() ? "" : " assumed");
    };
    EXPECT_EQ(zone_after("America/Denver"), "America/Denver");
    EXPECT_EQ(zone_after("Eastern Standard Time"), "America/New_York");
    EXPECT_EQ(zone_after(""), "America/New_York");
    EXPECT_EQ(zone_after("Middle Earth"), "America/New_York assumed");
}

TEST(Window, HoldsTodayToTheLastDayAndWhatIsNotOver)
{
    auto const at = [](int month, int day, int hour) { return absl::CivilSecond(2026, month, day, hour); };
    auto open = timed(at(3, 1, 9), at(3, 1, 9));
    open.has_end = false;
    auto yesterday = timed(at(2, 28, 9), at(2, 28, 9));
    yesterday.has_end = false;
    struct Case {
        std::string_view what;
        When when;
        std::string_view want;
    };
    Case const cases[] = {
        {"later today", timed(at(3, 1, 13), at(3, 1, 14)), "2026-03-01T13:00:00"},
        {"just now", timed(at(3, 1, 11), at(3, 1, 13)), "2026-03-01T11:00:00"},
        {"this morning", timed(at(3, 1, 9), at(3, 1, 11)), "over"},
        {"this morning, who knows until when", open, "2026-03-01T09:00:00"},
        {"yesterday, who knows until when", yesterday, "over"},
        {"all day", days(absl::CivilDay(2026, 3, 1), absl::CivilDay(2026, 3, 1)), "2026-03-01T00:00:00"},
        {"all of yesterday", days(absl::CivilDay(2026, 2, 28), absl::CivilDay(2026, 2, 28)), "over"},
        {"since last year", days(absl::CivilDay(2025, 12, 1), absl::CivilDay(2026, 3, 1)), "2025-12-01T00:00:00"},
        {"the last day", timed(at(5, 30, 23), at(5, 31, 1)), "2026-05-30T23:00:00"},
        {"the day after", timed(at(5, 31, 0), at(5, 31, 1)), "outside the window"},
        {"last year", timed(absl::CivilSecond(2025, 3, 2), absl::CivilSecond(2025, 3, 2)), "over"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(kept(c.when), c.want) << c.what;
}

TEST(Window, CanReachBackOrBeLeftOut)
{
    auto const last_week = timed(absl::CivilSecond(2026, 2, 22, 9), absl::CivilSecond(2026, 2, 22, 10));
    auto wanted = options();
    wanted.past = true;
    EXPECT_EQ(kept(last_week, wanted), "outside the window");
    wanted.from = absl::CivilDay(2026, 2, 22);
    EXPECT_EQ(kept(last_week, wanted), "2026-02-22T09:00:00");
    wanted.from = absl::CivilDay(2026, 2, 23);
    wanted.no_window = true;
    EXPECT_EQ(kept(last_week, wanted), "2026-02-22T09:00:00");
}

TEST(Window, AnInstantIsReadOnTheClockOfTheSource)
{
    EXPECT_EQ(kept(timed(absl::CivilSecond(2026, 3, 11, 1), absl::CivilSecond(2026, 3, 11, 2), "UTC")),
              "2026-03-10T21:00:00");
    EXPECT_EQ(kept(timed(absl::CivilSecond(2026, 3, 11, 1), absl::CivilSecond(2026, 3, 11, 2), "America/Denver")),
              "2026-03-11T01:00:00");
    auto all_day = days(absl::CivilDay(2026, 3, 11), absl::CivilDay(2026, 3, 11));
    all_day.zone = "UTC";
    EXPECT_EQ(kept(all_day), "2026-03-11T00:00:00");
}

TEST(SplitDays, GivesEachDayItsOwnSession)
{
    auto const at = [](int day, int hour) { return absl::CivilSecond(2026, 3, day, hour); };
    EXPECT_EQ(kept(timed(at(6, 10), at(8, 18)), options(), true),
              "2026-03-06T10:00:00 2026-03-07T10:00:00 2026-03-08T10:00:00");
    EXPECT_EQ(kept(timed(at(6, 10), at(8, 18))), "2026-03-06T10:00:00");
    EXPECT_EQ(kept(days(absl::CivilDay(2026, 3, 6), absl::CivilDay(2026, 3, 7)), options(), true),
              "2026-03-06T00:00:00 2026-03-07T00:00:00");
    EXPECT_EQ(kept(timed(at(6, 20), at(7, 2)), options(), true), "2026-03-06T20:00:00");
    EXPECT_EQ(kept(days(absl::CivilDay(2026, 2, 1), absl::CivilDay(2026, 3, 2)), options(), true),
              "2026-03-01T00:00:00 2026-03-02T00:00:00");

    Event event;
    event.when = timed(at(6, 10), at(8, 18));
    for (auto const& time : times_of(event, true, new_york, options()).times)
        EXPECT_EQ(time.end - time.start, 8 * 3600);
}

TEST(SplitDays, IsBoundedByTheWindow)
{
    auto const ages = days(absl::CivilDay(1901, 1, 1), absl::CivilDay(2199, 1, 1));
    Event event;
    event.when = ages;
    EXPECT_EQ(times_of(event, true, new_york, options()).times.size(), 91U);
    auto wanted = options();
    wanted.no_window = true;
    auto const times = times_of(event, true, new_york, wanted);
    EXPECT_EQ(times.times.size(), max_times);
    ASSERT_TRUE(times.refusal);
    EXPECT_EQ(times.refusal->reason, "too many occurrences");
}

TEST(RefineTimes, GivesTheOccurrencesInTheWindow)
{
    Event event;
    event.when = timed(absl::CivilSecond(2026, 2, 4, 10), absl::CivilSecond(2026, 2, 4, 11));
    event.recurrence = Recurrence{};
    event.recurrence->rules = {"FREQ=WEEKLY"};
    auto const times = times_of(event, false, new_york, options());
    ASSERT_EQ(times.times.size(), 13U);
    EXPECT_EQ(times.times.front().start, absl::CivilSecond(2026, 3, 4, 10));
    EXPECT_EQ(times.times.back().start, absl::CivilSecond(2026, 5, 27, 10));
    EXPECT_FALSE(times.refusal);

    event.recurrence->rules = {"FREQ=WEEKLY;UNTIL=20260210T000000Z"};
    auto wanted = options();
    wanted.from = absl::CivilDay(2026, 1, 1);
    wanted.to = absl::CivilDay(2026, 1, 31);
    EXPECT_EQ(times_of(event, false, new_york, wanted).refusal->reason, "outside the window");

    wanted = options();
    wanted.no_expand = wanted.no_window = true;
    EXPECT_EQ(times_of(event, false, new_york, wanted).times, std::vector{event.when});
}

TEST(RefineTimes, GivesAllStatedDatesWithoutAWindow)
{
    Event event;
    event.when = timed(absl::CivilSecond(2019, 2, 4, 10), absl::CivilSecond(2019, 2, 4, 11));
    event.recurrence.emplace().extra = {{{absl::CivilSecond(2031, 2, 4, 10), false, std::string{new_york}}, {}}};
    auto wanted = options();
    wanted.no_window = true;
    EXPECT_EQ(times_of(event, false, new_york, wanted).times.size(), 2U);
    event.recurrence->rules = {"FREQ=WEEKLY"};
    EXPECT_EQ(times_of(event, false, new_york, wanted).times.size(), 13U) << "a rule has no end: as far as the window";
}

TEST(EndInstant, OfADayIsTheMidnightAfterIt)
{
    auto const at = [](int day, int hour) {
        return absl::FromCivil(absl::CivilSecond(2026, 7, day, hour), absl::UTCTimeZone());
    };
    EXPECT_EQ(end_instant(days(absl::CivilDay(2026, 7, 1), absl::CivilDay(2026, 7, 2))), at(3, 4));
    EXPECT_EQ(end_instant(timed(absl::CivilSecond(2026, 7, 1, 8), absl::CivilSecond(2026, 7, 1, 9))), at(1, 13));
}

}  // namespace
}  // namespace almanac
