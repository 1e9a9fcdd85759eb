#include "event/event_json.hpp"
#include "json/json.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <string>

namespace almanac {
namespace {

Event full_event()
{
    Event event;
    event.source = "owls";
    event.uid = "17@owls.example";
    event.name = "Owl Prowl & \"Hoot\" 🦉";
    event.description = "<p>Bring a <b>lamp</b>.</p>\n<p>Ünï</p>";
    event.excerpt = "Bring a lamp.";
    event.url = "https://owls.example/prowl?a=1&b=2";
    event.image = "https://owls.example/owl.jpg";
    event.page = "https://owls.example/calendar";
    event.when = {absl::CivilSecond{2026, 12, 5, 19, 30, 0}, absl::CivilSecond{2026, 12, 6, 1, 0, 0}, true, false,
                  "America/New_York"};
    event.place = {"Hoot Hall", "1 Owl Rd", "Oakton", "VA", "22124", "US", "555-0100", "https://hall.example/",
                   38.88,       -77.3};
    event.organizer = "Friends of Owls, Inc.";
    event.categories = {"Walks", "Night, dark"};
    event.tags = {"owls"};
    event.cost = Money{500, 1250, "USD"};
    event.status = Status::rescheduled;
    event.sold_out = true;
    event.also_listed_by = {"birds"};
    event.assumptions = {"year 2026: next occurrence"};
    Recurrence recurrence;
    recurrence.rules = {"FREQ=WEEKLY;COUNT=3"};
    recurrence.exrules = {"FREQ=MONTHLY"};
    IcalTime const extra{absl::CivilSecond{2026, 12, 20, 19, 0, 0}, false, "UTC"};
    recurrence.extra = {{extra, IcalTime{absl::CivilSecond{2026, 12, 20, 21, 0, 0}, false, "UTC"}},
                        {extra, std::nullopt}};
    recurrence.excluded = {{absl::CivilSecond{2026, 12, 12}, true, ""}};
    recurrence.replaced = {{absl::CivilSecond{2026, 12, 19, 19, 30, 0}, false, "America/New_York"}};
    event.recurrence = recurrence;
    return event;
}

TEST(EventJson, SpeaksSchemaOrg)
{
    auto const value = read_json(to_json_line(full_event()));
    EXPECT_EQ(value.at("@type"), "Event");
    EXPECT_EQ(value.at("startDate"), "2026-12-05T19:30:00-05:00");
    EXPECT_EQ(value.at("endDate"), "2026-12-06T01:00:00-05:00");
    EXPECT_EQ(value.at("eventStatus"), "https://schema.org/EventRescheduled");
    EXPECT_EQ(value.at("location").at("name"), "Hoot Hall");
    EXPECT_EQ(value.at("location").at("address").at("addressLocality"), "Oakton");
    EXPECT_EQ(value.at("offers").at("lowPrice"), "5.00");
    EXPECT_EQ(value.at("offers").at("highPrice"), "12.50");
    EXPECT_EQ(to_json_line(full_event()).find('\n'), std::string::npos);
}

TEST(EventJson, WritesDatesAsCalendarsMeanThem)
{
    struct Case {
        When when;
        std::string_view start;
        std::string_view end;
    };
    absl::CivilSecond const noon{2026, 7, 4, 12, 0, 0};
    absl::CivilSecond const gap{2027, 3, 14, 2, 30, 0};
    absl::CivilSecond const overlap{2026, 11, 1, 1, 30, 0};
    absl::CivilSecond const first{2026, 12, 5, 0, 0, 0};
    absl::CivilSecond const last{2026, 12, 7, 0, 0, 0};
    Case const cases[] = {
        {{noon, noon, false, false, "America/New_York"}, "2026-07-04T12:00:00-04:00", ""},
        {{noon, noon, true, false, "America/New_York"}, "2026-07-04T12:00:00-04:00", "2026-07-04T12:00:00-04:00"},
        {{noon, noon, false, false, "Asia/Kolkata"}, "2026-07-04T12:00:00+05:30", ""},
        {{noon, noon, false, false, "UTC"}, "2026-07-04T12:00:00+00:00", ""},
        {{noon, noon, false, false, ""}, "2026-07-04T12:00:00", ""},
        {{noon, noon, false, false, "Mars/Base"}, "2026-07-04T12:00:00", ""},
        // 02:30 does not exist on that day: it is the instant of 03:30-04:00.
        {{gap, gap, false, false, "America/New_York"}, "2027-03-14T02:30:00-05:00", ""},
        {{overlap, overlap, false, false, "America/New_York"}, "2026-11-01T01:30:00-04:00", ""},
        {{first, last, true, true, "America/New_York"}, "2026-12-05", "2026-12-07"},
        {{first, first, false, true, ""}, "2026-12-05", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.start);
        Event event;
        event.when = c.when;
        auto const line = to_json_line(event);
        auto const value = read_json(line).as_object();
        EXPECT_EQ(to_text(value.at("startDate")), c.start);
        EXPECT_EQ(value.contains("endDate") ? to_text(value.at("endDate")) : "", c.end);
        EXPECT_EQ(read_event_json(line).when, c.when);
    }
}

TEST(EventJson, ComesBackAsItWas)
{
    EXPECT_EQ(read_event_json(to_json_line(full_event())), full_event());

    Event plain;
    plain.when.start = plain.when.end = absl::CivilSecond{2026, 1, 2, 3, 4, 5};
    EXPECT_EQ(read_event_json(to_json_line(plain)), plain);

    auto assumed = plain;
    assumed.when.end = absl::CivilSecond{2026, 1, 2, 4, 4, 5};
    EXPECT_EQ(read_event_json(to_json_line(assumed)), assumed);

    for (auto const& cost : {Money{0, 0, ""}, Money{5, 5, "USD"}, Money{120000, 120000, "EUR"}, Money{0, 1000, ""}}) {
        auto priced = plain;
        priced.cost = cost;
        EXPECT_EQ(read_event_json(to_json_line(priced)), priced);
    }
    for (auto const status :
         {Status::scheduled, Status::cancelled, Status::postponed, Status::rescheduled, Status::moved_online}) {
        auto other = plain;
        other.status = status;
        EXPECT_EQ(read_event_json(to_json_line(other)), other);
    }
}

TEST(EventJson, SurvivesOddText)
{
    Event event;
    event.when.start = event.when.end = absl::CivilSecond{2026, 1, 2, 3, 4, 5};
    for (std::string const& text : {std::string{"\0\x01\x1f\x7f", 4}, std::string{"\"\\/\b\f\n\r\t"},
                                    std::string{"\xE2\x80\xA8\xEF\xBB\xBF<script>"}, std::string(1'000'000, '"')}) {
        event.name = text;
        event.tags = {text, ""};
        EXPECT_EQ(read_event_json(to_json_line(event)), event);
    }
    event.tags = {};
    event.name = "one\xE2\x80\xA8two\xC2\x85three";  // what other programs take for the end of a line
    EXPECT_NE(to_json_line(event).find(R"(one\u2028two\u0085three)"), std::string::npos);
    event.name = "caf\xE9 ok";
    EXPECT_EQ(read_event_json(to_json_line(event)).name, "café ok");
}

TEST(EventJson, RefusesWhatIsNoEvent)
{
    for (auto const* text : {"", "[]", "null", "{}", "{\"startDate\":\"soon\"}", "{\"startDate\":\"2026-13-45\"}",
                             "{\"startDate\":\"2026-01-02\",\"offers\":{\"price\":\"ten\"}}"}) {
        SCOPED_TRACE(text);
        EXPECT_THROW(static_cast<void>(read_event_json(text)), JsonError);
    }
}

}  // namespace
}  // namespace almanac
