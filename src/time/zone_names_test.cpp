#include "time/zone.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(ZoneNames, KnowsTheNamesOfTheWild)
{
    struct Case {
        std::string_view name;
        std::string_view want;
    };
    Case const cases[] = {
        {"America/New_York", "America/New_York"},
        {" \"America/New_York\" ", "America/New_York"},
        {"america/new york", "America/New_York"},
        {"America/Los Angeles", "America/Los_Angeles"},
        {"US-Eastern", "US/Eastern"},
        {"Etc/GMT+5", "Etc/GMT+5"},
        {"Eastern Standard Time", "America/New_York"},
        {"eastern daylight time", "America/New_York"},
        {"Eastern Standard Time (Mexico)", "America/Cancun"},
        {"US Eastern Standard Time", "America/Indiana/Indianapolis"},
        {"W. Europe Standard Time", "Europe/Berlin"},
        {"GMT Standard Time", "Europe/London"},
        {"GMT", "GMT"},
        {"Eastern", "America/New_York"},
        {"Eastern Time (US & Canada)", "America/New_York"},
        {"(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"},
        {"(GMT-05.00) Mountain Time (Arizona)", "America/Phoenix"},
        {"(GMT+10.00) Canberra, Melbourne, Sydney", "Australia/Canberra"},
        {"Pacific Time (US & Canada)\\, Tijuana", "America/Los_Angeles"},
        {"Kuala Lumpur, Singapore", "Asia/Kuala_Lumpur"},
        {"(UTC+07:00) Somewhere", "Etc/GMT-7"},
        {"GMT+2", "Etc/GMT-2"},
        {"UTC+01", "Etc/GMT-1"},
        {"UTC-05:00", "Etc/GMT+5"},
        {"+0530", "Asia/Kolkata"},
        {"GMT+0000", "UTC"},
        {"/citadel.org/20210210_1/America/New_York", "America/New_York"},
        {"/mozilla.org/20050126_1/America/Indiana/Knox", "America/Indiana/Knox"},
        {"tzone://Microsoft/Utc", "UTC"},
        {"EDT", "America/New_York"},
        {"Western/Central Europe", "Europe/Berlin"},
        {"(GMT+01:00) Western/Central Europe", "Europe/Berlin"},
        {"US Eastern/SA Pacific", "America/Bogota"},
        {"Pacific-noDST", "Etc/GMT+8"},
        {"Customized Time Zone 1", ""},
        {"Nowhere/Middle", ""},
        {"GMT+99", ""},
        {"UTC+1:2:3", ""},
        {"(", ""},
        {"/", ""},
        {"", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(iana_zone(c.name), c.want);
    }
    EXPECT_EQ(iana_zone(std::string(100'000, '/')), "");
}

TEST(ZoneNames, FindsTheNearest)
{
    EXPECT_EQ(nearest_zone("America/NewYork"), "America/New_York");
    EXPECT_EQ(nearest_zone("Amerika/Chicago"), "America/Chicago");
    EXPECT_EQ(nearest_zone("Eastern Standard Time"), "America/New_York");
    EXPECT_EQ(nearest_zone("somewhere over the rainbow"), "");
    EXPECT_EQ(nearest_zone(""), "");
}

TEST(ZoneNames, EveryNameGivesAZone)
{
    for (std::string_view const name : {"Central Asia Standard Time", "Greenland Standard Time", "FLE Standard Time"})
        EXPECT_TRUE(find_zone(iana_zone(name))) << name;
}

}  // namespace
}  // namespace almanac
