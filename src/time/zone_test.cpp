#include "time/zone.hpp"
#include "time/zone_data.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Zone, EmbedsTheDatabase)
{
    EXPECT_GE(zone_index().version.size(), 5U);
    int count = 0;
    std::string_view last;
    any_zone_name([&](std::string_view name) {
        EXPECT_LT(last, name);
        EXPECT_TRUE(embedded_zone(name).starts_with("TZif")) << name;
        last = name;
        ++count;
        return false;
    });
    EXPECT_GT(count, 500);
    EXPECT_TRUE(embedded_zone("America/Nowhere").empty());
    EXPECT_TRUE(embedded_zone("").empty());
    EXPECT_TRUE(embedded_zone("\xff").empty());
}

TEST(Zone, FindsOnlyZones)
{
    EXPECT_TRUE(find_zone("America/New_York"));
    EXPECT_TRUE(find_zone("UTC"));
    EXPECT_TRUE(find_zone("Etc/GMT+5"));
    for (std::string_view const bad : {"", "America/NewYork", "../../etc/passwd", "/etc/localtime", "localtime",
                                       "file:/etc/localtime", "Fixed/UTC+01:00:00"})
        EXPECT_FALSE(find_zone(bad)) << bad;
}

TEST(Zone, GapsMoveForwardAndOverlapsTakeTheFirst)
{
    auto const zone = find_zone("America/New_York");
    ASSERT_TRUE(zone);
    auto const utc = [&](absl::CivilSecond wall) {
        return absl::FormatTime("%Y-%m-%dT%H:%M", to_instant(wall, *zone), absl::UTCTimeZone());
    };
    EXPECT_EQ(utc(absl::CivilSecond(2019, 1, 1, 12, 0, 0)), "2019-01-01T17:00");
    EXPECT_EQ(utc(absl::CivilSecond(2019, 7, 1, 12, 0, 0)), "2019-07-01T16:00");
    EXPECT_EQ(utc(absl::CivilSecond(2019, 3, 10, 2, 30, 0)), "2019-03-10T07:30");  // 03:30 EDT
    EXPECT_EQ(utc(absl::CivilSecond(2019, 11, 3, 1, 30, 0)), "2019-11-03T05:30");  // still EDT
    EXPECT_EQ(utc(absl::CivilSecond(2045, 7, 1, 12, 0, 0)), "2045-07-01T16:00");   // by the rule at the end of the file
}

TEST(Zone, MovesWallClocks)
{
    absl::CivilSecond const noon{2019, 1, 1, 12, 0, 0};
    EXPECT_EQ(to_wall(noon, "UTC", "America/New_York"), absl::CivilSecond(2019, 1, 1, 7, 0, 0));
    EXPECT_EQ(to_wall(noon, "America/New_York", "Asia/Kolkata"), absl::CivilSecond(2019, 1, 1, 22, 30, 0));
    EXPECT_EQ(to_wall(noon, "Nowhere", "UTC"), noon);
}

}  // namespace
}  // namespace almanac
