#include "ical/xcal.hpp"
#include "xml/xml.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

std::string properties(std::string_view inner)
{
    auto const text = xcal_to_ical(read_xml(fmt::format("<icalendar><vcalendar><components><vevent><properties>{}"
                                                        "</properties></vevent></components></vcalendar></icalendar>",
                                                        inner))
                                       .value);
    std::string_view const before = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n";
    std::string_view const after = "END:VEVENT\r\nEND:VCALENDAR\r\n";
    EXPECT_TRUE(text.starts_with(before) && text.ends_with(after)) << text;
    return text.substr(before.size(), text.size() - before.size() - after.size());
}

TEST(Xcal, BecomesTheLinesThatItStandsFor)
{
    struct Case {
        std::string_view xml;
        std::string_view line;
    };
    Case const cases[] = {
        {"<summary><text>Owls, bats; more</text></summary>", "SUMMARY:Owls\\, bats\\; more\r\n"},
        {"<dtstart><parameters><tzid><text>America/New_York</text></tzid></parameters>"
         "<date-time>2031-04-05T19:00:00</date-time></dtstart>",
         "DTSTART;TZID=\"America/New_York\":20310405T190000\r\n"},
        {"<dtend><date-time>2031-04-05T19:00:00Z</date-time></dtend>", "DTEND:20310405T190000Z\r\n"},
        {"<dtstart><date>2031-04-05</date></dtstart>", "DTSTART;VALUE=DATE:20310405\r\n"},
        {"<rrule><recur><freq>MONTHLY</freq><count>4</count><byday>1SA</byday><byday>3SA</byday></recur></rrule>",
         "RRULE:FREQ=MONTHLY;COUNT=4;BYDAY=1SA,3SA\r\n"},
        {"<rrule><recur><freq>DAILY</freq><until>2031-04-30T00:00:00Z</until></recur></rrule>",
         "RRULE:FREQ=DAILY;UNTIL=20310430T000000Z\r\n"},
        {"<exdate><date>2031-04-05</date><date>2031-04-06</date></exdate>", "EXDATE;VALUE=DATE:20310405,20310406\r\n"},
        {"<rdate><period><start>2031-04-05T19:00:00</start><duration>PT1H</duration></period></rdate>",
         "RDATE;VALUE=PERIOD:20310405T190000/PT1H\r\n"},
        {"<recurrence-id><parameters><range><text>THISANDFUTURE</text></range></parameters><date>2031-04-05</date>"
         "</recurrence-id>",
         "RECURRENCE-ID;RANGE=\"THISANDFUTURE\";VALUE=DATE:20310405\r\n"},
        {"<categories><text>Birds</text><text>Night, late</text></categories>", "CATEGORIES:Birds,Night\\, late\r\n"},
        {"<geo><latitude>38.9</latitude><longitude>-77.3</longitude></geo>", "GEO:38.9;-77.3\r\n"},
        {"<tzoffsetto><utc-offset>-05:00</utc-offset></tzoffsetto>", "TZOFFSETTO:-0500\r\n"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.xml);
        EXPECT_EQ(properties(c.xml), c.line);
    }
}

TEST(Xcal, LetsNoValueBecomeALineOfItsOwn)
{
    EXPECT_EQ(properties("<summary><text>a&#10;END:VEVENT&#13;</text></summary>"), "SUMMARY:a\\nEND:VEVENT\r\n");
    EXPECT_EQ(properties("<url><uri>https://oak.example/&#10;STATUS:CANCELLED</uri></url>"),
              "URL:https://oak.example/STATUS:CANCELLED\r\n");
    EXPECT_EQ(properties("<dtstart><parameters><tzid><text>a\"&#10;:b</text></tzid></parameters><date>2031-04-05</date>"
                         "</dtstart>"),
              "DTSTART;TZID=\"a:b\";VALUE=DATE:20310405\r\n");
    EXPECT_EQ(properties("<rrule><recur><freq>DAILY;COUNT=9</freq></recur></rrule>"), "RRULE:FREQ=DAILYCOUNT9\r\n");
    EXPECT_EQ(properties("<x_y><text>a</text></x_y>plain<empty/>"), "");
}

}  // namespace
}  // namespace almanac
