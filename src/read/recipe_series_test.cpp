#include "read/recipe_series.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

constexpr absl::CivilSecond noon{2031, 4, 5, 12, 0, 0};
constexpr int hour = 3600;
constexpr int day = 24 * hour;

Event walk(absl::CivilSecond start, int seconds)
{
    Event event;
    event.uid = "7";
    event.name = "Moss Walk";
    event.when = {start, start + seconds, seconds > 0, false, "America/New_York"};
    return event;
}

Event fair(absl::CivilDay first, absl::CivilDay last)
{
    auto event = walk(absl::CivilSecond{first}, 0);
    event.when = {absl::CivilSecond{first}, absl::CivilSecond{last}, first != last, true, "America/New_York"};
    return event;
}

TEST(JoinTimes, MakesOneEventOfTheTimesOfOne)
{
    std::vector<Event> events{walk(noon + day, hour), walk(noon, 2 * hour), walk(noon + 2 * day, 0)};
    join_times(events);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].when, walk(noon, 2 * hour).when) << "the first of them";
    auto const& extra = events[0].recurrence.value().extra;
    ASSERT_EQ(extra.size(), 2U);
    EXPECT_EQ(extra[0].start.wall, noon + day);
    EXPECT_EQ(extra[0].end.value().wall, noon + day + hour);
    EXPECT_EQ(extra[1].end, extra[1].start) << "its end is not known";
}

TEST(JoinTimes, JoinsDaysOfOneLength)
{
    absl::CivilDay const first{2031, 4, 5};
    std::vector<Event> events{fair(first, first + 1), fair(first + 7, first + 8), fair(first + 14, first + 14)};
    join_times(events);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].recurrence.value().extra,
              (std::vector<ExtraDate>{{{noon - noon.hour() * hour + 7 * day, true, ""}, {}}}));
    EXPECT_EQ(events[1], fair(first + 14, first + 14));
}

TEST(JoinTimes, LeavesWhatIsNotOneEvent)
{
    auto full = walk(noon + day, hour);
    full.sold_out = true;
    auto elsewhere = walk(noon + 2 * day, hour);
    elsewhere.when.zone = "America/Chicago";
    auto backwards = walk(noon + 3 * day, hour);
    std::swap(backwards.when.start, backwards.when.end);
    auto series = walk(noon + 4 * day, hour);
    series.recurrence.emplace().rules = {"FREQ=WEEKLY"};
    auto nameless = walk(noon + 5 * day, hour);
    nameless.uid.clear();
    std::vector<Event> const stated{walk(noon, hour), full, elsewhere, backwards, series, nameless, nameless};
    auto events = stated;
    join_times(events);
    EXPECT_EQ(events, stated);
}

}  // namespace
}  // namespace almanac
