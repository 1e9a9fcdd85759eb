#include "time/sun.hpp"

#include <absl/time/civil_time.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace almanac {
namespace {

/// Times as the U.S. Naval Observatory's tables give them; the algorithm is good to two minutes.
TEST(Sun, RisesAndSetsAsTheTablesSay)
{
    struct Case {
        absl::CivilDay day;
        double latitude;
        double longitude;
        std::string_view zone;
        int rise;  ///< minutes after midnight
        int set;
    };
    using Day = absl::CivilDay;
    Case const cases[] = {
        {Day(2019, 3, 20), 38.9, -77.03, "America/New_York", 7 * 60 + 11, 19 * 60 + 20},
        {Day(2019, 6, 21), 38.9, -77.03, "America/New_York", 5 * 60 + 43, 20 * 60 + 37},
        {Day(2019, 12, 21), 38.9, -77.03, "America/New_York", 7 * 60 + 23, 16 * 60 + 50},
        {Day(2019, 6, 21), -33.87, 151.21, "Australia/Sydney", 7 * 60, 16 * 60 + 54},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(absl::FormatCivilTime(c.day));
        auto const rise = sunrise(c.day, c.latitude, c.longitude, c.zone);
        auto const set = sunset(c.day, c.latitude, c.longitude, c.zone);
        ASSERT_TRUE(rise && set);
        EXPECT_LE(std::abs(*rise - (absl::CivilMinute(c.day) + c.rise)), 2) << absl::FormatCivilTime(*rise);
        EXPECT_LE(std::abs(*set - (absl::CivilMinute(c.day) + c.set)), 2) << absl::FormatCivilTime(*set);
    }
}

TEST(Sun, DoesNotRiseInThePolarNight)
{
    using Day = absl::CivilDay;
    EXPECT_FALSE(sunrise(Day(2019, 12, 21), 78.2, 15.6, "Arctic/Longyearbyen"));
    EXPECT_FALSE(sunset(Day(2019, 6, 21), 78.2, 15.6, "Arctic/Longyearbyen"));
    EXPECT_FALSE(sunrise(Day(2019, 6, 21), 38.9, -77.03, "Nowhere/None"));
}

}  // namespace
}  // namespace almanac
