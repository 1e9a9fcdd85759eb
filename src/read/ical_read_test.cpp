#include "read/ical.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

Source test_source()
{
    Source source;
    source.id = "oak";
    source.timezone = "America/New_York";
    return source;
}

Reading read(std::string_view text, Source const& source = test_source())
{
    return read_ical(text, source, "https://oak.example/cal/feed.ics",
                     {absl::CivilSecond{2026, 3, 1}, absl::CivilDay{2026, 12, 31}});
}

/// The one event of a VEVENT with these lines.
Event read_one(std::string_view lines, std::string_view calendar = "")
{
    auto reading =
        read(fmt::format("BEGIN:VCALENDAR\n{}BEGIN:VEVENT\nUID:1\n{}\nEND:VEVENT\nEND:VCALENDAR\n", calendar, lines));
    EXPECT_EQ(reading.events.size(), 1U);
    return reading.events.empty() ? Event{} : reading.events[0];
}

std::string show(absl::CivilSecond time)
{
    return absl::FormatCivilTime(time);
}

std::string show(When const& when)
{
    auto const text = when.all_day ? fmt::format("{} to {}", absl::FormatCivilTime(absl::CivilDay{when.start}),
                                                 absl::FormatCivilTime(absl::CivilDay{when.end}))
                                   : fmt::format("{} to {}", show(when.start), show(when.end));
    return fmt::format("{}{} {}", text, when.has_end ? "" : " (no end)", when.zone);
}

std::string show(IcalTime const& time)
{
    return fmt::format("{}{}", show(time.wall), time.is_date ? " date" : " " + time.zone);
}

TEST(IcalReader, FindsThePageOfAnEvent)
{
    struct Case {
        std::string_view lines;
        std::string_view url;
        std::string_view description;
    };
    Case const cases[] = {
        {"DESCRIPTION: https://oak.example/event/7\nURL:/common/iCalendar.aspx?feed=calendar",
         "https://oak.example/event/7", ""},
        {"DESCRIPTION:Bring boots. https://oak.example/event/7\nURL:https://oak.example/all.ics",
         "https://oak.example/event/7", "Bring boots."},
        {"DESCRIPTION:https://oak.example/event/7", "https://oak.example/event/7", ""},
        {"DESCRIPTION:Bring boots.\nURL:https://oak.example/walk.ics", "https://oak.example/walk.ics", "Bring boots."},
        {"DESCRIPTION:Join at https://oak.example/room", "", "Join at https://oak.example/room"},
        {"DESCRIPTION:See https://oak.example/x\nURL:https://oak.example/event/7", "https://oak.example/event/7",
         "See https://oak.example/x"},
        {"X-TRUMBA-LINK:https://oak.example/cal?trumbaEmbed=view%3devent",
         "https://oak.example/cal?trumbaEmbed=view%3devent", ""},
        {"URL:https://oak.example/a\nX-TRUMBA-LINK:https://oak.example/b", "https://oak.example/a", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.lines);
        auto const event = read_one(fmt::format("SUMMARY:Walk\nDTSTART:20260314T090000\n{}", c.lines));
        EXPECT_EQ(event.url, c.url);
        EXPECT_EQ(event.description, c.description);
    }
}

TEST(IcalReader, ReadsWhatProgramsAdd)
{
    auto const event = read_one("SUMMARY:Walk\nDTSTART:20260314T090000\nX-LIVEWHALE-COST:$5\n"
                                "X-TRUMBA-CUSTOMFIELD;NAME=\"Event image\";ID=40;TYPE=Image:https://oak.example/i/7");
    ASSERT_TRUE(event.cost);
    EXPECT_EQ(event.cost->low_cents, 500);
    EXPECT_EQ(event.image, "https://oak.example/i/7");
    auto const free = read_one("SUMMARY:Walk\nDTSTART:20260314T090000\nX-COST-TYPE:free");
    ASSERT_TRUE(free.cost);
    EXPECT_EQ(free.cost->high_cents, 0);
}

TEST(IcalReader, ReadsWhatAnEventStates)
{
    auto const event =
        read_one("SUMMARY:Walk \\& Talk\\, in the woods &amp; fields\n"
                 "DESCRIPTION:Bring <water>.\\nMeet at 9.\n"
                 "URL:/walk?id=1&amp;x=2\n"
                 "LOCATION:Oak Hall\\, 100 Main St\\, Springfield\\, VA 22150\n"
                 "GEO:38.5;-77.25\n"
                 "STATUS:CANCELLED\n"
                 "CATEGORIES:Walks,Trees\\, Old\nCATEGORIES:Walks,Birds\n"
                 "ORGANIZER;CN=\"Friends of Oaks\":mailto:oak@oak.example\n"
                 "ATTACH;FMTTYPE=application/pdf:https://oak.example/a.pdf\n"
                 "ATTACH;FMTTYPE=image/jpeg:https://oak.example/a.jpg\n"
                 "DTSTART;TZID=America/New_York:20260314T093000\nDTEND;TZID=America/New_York:20260314T110000");
    EXPECT_EQ(event.source, "oak");
    EXPECT_EQ(event.uid, "1");
    EXPECT_EQ(event.name, "Walk \\& Talk, in the woods & fields");
    EXPECT_EQ(event.description, "Bring &lt;water&gt;.<br>Meet at 9.");
    EXPECT_EQ(event.url, "https://oak.example/walk?id=1&x=2");
    EXPECT_EQ(event.page, "https://oak.example/cal/feed.ics");
    EXPECT_EQ(event.place.name, "Oak Hall");
    EXPECT_EQ(event.place.street, "100 Main St");
    EXPECT_EQ(event.place.state, "VA");
    EXPECT_EQ(event.place.latitude, 38.5);
    EXPECT_EQ(event.place.longitude, -77.25);
    EXPECT_EQ(event.status, Status::cancelled);
    EXPECT_EQ(event.categories, (std::vector<std::string>{"Walks", "Trees, Old", "Birds"}));
    EXPECT_EQ(event.organizer, "Friends of Oaks");
    EXPECT_EQ(event.image, "https://oak.example/a.jpg");
    EXPECT_EQ(show(event.when), "2026-03-14T09:30:00 to 2026-03-14T11:00:00 America/New_York");
    EXPECT_TRUE(event.assumptions.empty());
}

TEST(IcalReader, PrefersHtmlDescriptions)
{
    EXPECT_EQ(read_one("DTSTART:20260314\nDESCRIPTION:plain\nX-ALT-DESC;FMTTYPE=text/html:<p>one\\, two</p>\\\\n")
                  .description,
              "<p>one, two</p>\n");
    EXPECT_EQ(read_one("DTSTART:20260314\nDESCRIPTION:one<br>two").description, "one<br>two");
}

TEST(IcalReader, ReadsTimes)
{
    struct Case {
        std::string_view lines;
        std::string_view want;
    };
    Case const cases[] = {
        {"DTSTART;VALUE=DATE:20260314\nDTEND;VALUE=DATE:20260316", "2026-03-14 to 2026-03-15 America/New_York"},
        {"DTSTART;VALUE=DATE:20260314", "2026-03-14 to 2026-03-14 (no end) America/New_York"},
        {"DTSTART;VALUE=DATE:20260314\nDTEND;VALUE=DATE:20260314", "2026-03-14 to 2026-03-14 America/New_York"},
        {"DTSTART:20260314\nDURATION:P3D", "2026-03-14 to 2026-03-16 America/New_York"},
        {"DTSTART:20260314T140000Z\nDTEND:20260314T150000Z",
         "2026-03-14T10:00:00 to 2026-03-14T11:00:00 America/New_York"},
        {"DTSTART;TZID=Central Standard Time:20260314T140000\nDURATION:PT90M",
         "2026-03-14T14:00:00 to 2026-03-14T15:30:00 America/Chicago"},
        {"DTSTART;TZID=America/New_York:20260307T230000\nDURATION:PT8H",  // eight hours over a change of the clocks
         "2026-03-07T23:00:00 to 2026-03-08T08:00:00 America/New_York"},
        {"DTSTART:20260314T140000\nDTEND:20260314T150000Z",
         "2026-03-14T14:00:00 to 2026-03-14T14:00:00 (no end) America/New_York"},
        {"DTSTART:20260314T140000", "2026-03-14T14:00:00 to 2026-03-14T14:00:00 (no end) America/New_York"},
        {"DTSTART:20260314T140000\nDTEND:tomorrow",
         "2026-03-14T14:00:00 to 2026-03-14T14:00:00 (no end) America/New_York"},
        {"DTSTART:20260314T000000\nDTEND:20260316T000000\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
         "2026-03-14 to 2026-03-15 America/New_York"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.lines);
        EXPECT_EQ(show(read_one(c.lines).when), c.want);
    }
}

TEST(IcalReader, FindsTheZone)
{
    constexpr std::string_view by_hand =
        "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\n"
        "BEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0600\n"
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:16010301T020000\nTZOFFSETFROM:-0600\nTZOFFSETTO:-0500\n"
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n";
    constexpr std::string_view odd = "BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\nDTSTART:16010101T000000\n"
                                     "TZOFFSETFROM:-0741\nTZOFFSETTO:-0741\nEND:STANDARD\nEND:VTIMEZONE\n";
    struct Case {
        std::string_view calendar;
        std::string_view start;
        std::string_view want;
        std::string_view assumption;
    };
    Case const cases[] = {
        {"X-WR-TIMEZONE:America/Chicago\n", "DTSTART:20260314T140000Z",
         "2026-03-14T09:00:00 to 2026-03-14T09:00:00 (no end) America/Chicago", ""},
        {"X-WR-TIMEZONE:UTC\n", "DTSTART:20260314T140000Z",
         "2026-03-14T10:00:00 to 2026-03-14T10:00:00 (no end) America/New_York", ""},
        {"X-WR-TIMEZONE:America/Chicago\n", "DTSTART:20260314T140000",
         "2026-03-14T14:00:00 to 2026-03-14T14:00:00 (no end) America/Chicago",
         "zone: the calendar states none, read as America/Chicago"},
        {by_hand, "DTSTART;TZID=Customized Time Zone:20260714T140000",
         "2026-07-14T14:00:00 to 2026-07-14T14:00:00 (no end) America/Chicago", ""},
        {odd, "DTSTART;TZID=Odd:20260314T140000",
         "2026-03-14T17:41:00 to 2026-03-14T17:41:00 (no end) America/New_York", ""},
        {"", "DTSTART;TZID=Nowhere:20260314T140000",
         "2026-03-14T14:00:00 to 2026-03-14T14:00:00 (no end) America/New_York",
         "zone: 'Nowhere' is unknown, read as America/New_York"},
        {"", "DTSTART;TZID=America/New_York:20260314T140000Z",
         "2026-03-14T14:00:00 to 2026-03-14T14:00:00 (no end) America/New_York", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(fmt::format("{} {}", c.calendar, c.start));
        auto const event = read_one(c.start, c.calendar);
        EXPECT_EQ(show(event.when), c.want);
        EXPECT_EQ(event.assumptions.empty() ? "" : event.assumptions[0], c.assumption);
    }
    Source nowhere;
    auto const utc = read("BEGIN:VEVENT\nDTSTART:20260314T140000Z\nEND:VEVENT", nowhere);
    ASSERT_EQ(utc.events.size(), 1U);
    EXPECT_EQ(utc.events[0].when.zone, "UTC");
}

TEST(IcalReader, KeepsRulesAsTheyAre)
{
    auto const event =
        read_one("DTSTART;TZID=America/New_York:20260314T140000\nDURATION:PT1H\n"
                 "RRULE:FREQ=WEEKLY;COUNT=5\nRRULE:FREQ=DAILY\nEXRULE:FREQ=MONTHLY\n"
                 "EXDATE;TZID=America/New_York:20260321T140000,20260328T140000\nEXDATE;VALUE=DATE:20260404\n"
                 "RDATE;VALUE=PERIOD:20260501T100000Z/PT2H\nRDATE:soon");
    ASSERT_TRUE(event.recurrence);
    auto const& recurrence = *event.recurrence;
    EXPECT_EQ(recurrence.rules, (std::vector<std::string>{"FREQ=WEEKLY;COUNT=5", "FREQ=DAILY"}));
    EXPECT_EQ(recurrence.exrules, (std::vector<std::string>{"FREQ=MONTHLY"}));
    ASSERT_EQ(recurrence.excluded.size(), 3U);
    EXPECT_EQ(show(recurrence.excluded[1]), "2026-03-28T14:00:00 America/New_York");
    EXPECT_EQ(show(recurrence.excluded[2]), "2026-04-04T00:00:00 date");
    ASSERT_EQ(recurrence.extra.size(), 1U);
    EXPECT_EQ(show(recurrence.extra[0].start), "2026-05-01T10:00:00 UTC");
    EXPECT_EQ(show(recurrence.extra[0].end.value()), "2026-05-01T12:00:00 UTC");
    EXPECT_EQ(event.assumptions, (std::vector<std::string>{"rdate: 'soon' is no date, left out"}));

    // By other clocks the days of a rule would be other days.
    EXPECT_EQ(read_one("DTSTART:20260315T010000Z\nRRULE:FREQ=WEEKLY;BYDAY=SU").when.zone, "UTC");
}

TEST(IcalReader, TakesReplacedInstancesOutOfTheirSeries)
{
    auto const reading =
        read("BEGIN:VCALENDAR\n"
             "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;TZID=America/New_York:20260321T140000\nSTATUS:CANCELLED\n"
             "DTSTART;TZID=America/New_York:20260321T160000\nEND:VEVENT\n"
             "BEGIN:VEVENT\nUID:1\nSUMMARY:Walk\nLOCATION:Oak Hall\nDTSTART;TZID=America/New_York:20260314T140000\n"
             "RRULE:FREQ=WEEKLY\nEND:VEVENT\nEND:VCALENDAR\n");
    ASSERT_EQ(reading.events.size(), 2U);
    auto const& moved = reading.events[0];
    EXPECT_EQ(moved.name, "Walk");
    EXPECT_EQ(moved.place.name, "Oak Hall");
    EXPECT_EQ(moved.status, Status::cancelled);
    EXPECT_FALSE(moved.recurrence);
    ASSERT_TRUE(reading.events[1].recurrence);
    ASSERT_EQ(reading.events[1].recurrence->replaced.size(), 1U);
    EXPECT_EQ(show(reading.events[1].recurrence->replaced[0]), "2026-03-21T14:00:00 America/New_York");
}

TEST(IcalReader, KeepsTheNewestVersionOnly)
{
    auto const reading =
        read("BEGIN:VCALENDAR\n"
             "BEGIN:VEVENT\nUID:1\nSEQUENCE:2\nSUMMARY:New\nDTSTART:20260314\nEND:VEVENT\n"
             "BEGIN:VEVENT\nUID:1\nSEQUENCE:1\nSUMMARY:Old\nDTSTART:20260313\nEND:VEVENT\n"
             "BEGIN:VEVENT\nUID:1\nSEQUENCE:2\nSUMMARY:Other\nDTSTART:20260315\nEND:VEVENT\nEND:VCALENDAR\n");
    ASSERT_EQ(reading.events.size(), 2U);  // one number, two events: the calendar gives all its events one UID
    EXPECT_EQ(reading.events[0].name, "New");
    ASSERT_EQ(reading.drops.size(), 1U);
    EXPECT_EQ(reading.drops[0].reason, "duplicate");
    EXPECT_EQ(reading.drops[0].name, "Old");
}

TEST(IcalReader, LosesOnlyWhatIsBroken)
{
    auto const reading = read("BEGIN:VCALENDAR\n"
                              "BEGIN:VEVENT\nUID:1\nSUMMARY:No date\nEND:VEVENT\n"
                              "BEGIN:VEVENT\nUID:2\nSUMMARY:Bad date\nDTSTART:next week\nEND:VEVENT\n"
                              "BEGIN:VEVENT\nUID:3\nSUMMARY:No end of it\nDTSTART:20260314\n"
                              "BEGIN:VEVENT\nUID:4\nSUMMARY:Good\nDTSTART:20260315\nEND:VEVENT\n");
    ASSERT_EQ(reading.events.size(), 2U);
    ASSERT_EQ(reading.drops.size(), 2U);
    EXPECT_EQ(reading.drops[0].reason, "no readable date");
    EXPECT_EQ(reading.drops[0].detail, "VEVENT in line 2: it has no DTSTART");
    EXPECT_EQ(reading.drops[1].detail, "VEVENT in line 6: 'next week' in line 9 is no date");
    ASSERT_EQ(reading.notes.size(), 2U);
    EXPECT_EQ(reading.notes[0].message, "line 11: VEVENT has no END");
}

TEST(IcalReader, KnowsPostsOfTheEventsCalendarByTheirNumber)
{
    auto const reading = read("BEGIN:VEVENT\nUID:812-1772000000-1772003600@oak.example\nDTSTART:20260314\nEND:VEVENT\n"
                              "BEGIN:VEVENT\nUID:812-17-18@oak.example\nDTSTART:20260314\nEND:VEVENT\n");
    ASSERT_EQ(reading.events.size(), 2U);
    EXPECT_EQ(reading.events[0].uid, "812@oak.example");
    EXPECT_EQ(reading.events[1].uid, "812-17-18@oak.example");
}

TEST(IcalReader, TakesWholeCalendarsBack)
{
    auto const reading =
        read("BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nDTSTART:20260314\nEND:VEVENT\nEND:VCALENDAR\n"
             "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260314\nEND:VEVENT\nEND:VCALENDAR\n");
    ASSERT_EQ(reading.events.size(), 2U);
    EXPECT_EQ(reading.events[0].status, Status::cancelled);
    EXPECT_EQ(reading.events[1].status, Status::scheduled);
}

TEST(IcalReader, CancelsByTheUidAlone)
{
    auto const reading = read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:walk\nSEQUENCE:1\nDTSTART:20260314\nEND:VEVENT\n"
                              "BEGIN:VEVENT\nUID:talk\nSEQUENCE:5\nDTSTART:20260315\nEND:VEVENT\nEND:VCALENDAR\n"
                              "BEGIN:VCALENDAR\nMETHOD:CANCEL\nBEGIN:VEVENT\nUID:walk\nSEQUENCE:1\nEND:VEVENT\n"
                              "BEGIN:VEVENT\nUID:talk\nSEQUENCE:4\nEND:VEVENT\nEND:VCALENDAR\n");
    ASSERT_EQ(reading.events.size(), 2U);
    EXPECT_EQ(reading.events[0].status, Status::cancelled);
    EXPECT_EQ(reading.events[1].status, Status::scheduled);  // its newer version came after that
    ASSERT_EQ(reading.drops.size(), 2U);
    EXPECT_EQ(reading.drops[0].detail, "VEVENT in line 15: it cancels the event in line 2");
    EXPECT_EQ(reading.drops[1].detail, "VEVENT in line 19: it has no DTSTART");
}

TEST(IcalReader, LeavesOutAnswersOfAttendees)
{
    for (std::string_view const method : {"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER", "reply"}) {
        SCOPED_TRACE(method);
        auto const reading = read(fmt::format("BEGIN:VCALENDAR\nMETHOD:{}\nBEGIN:VEVENT\nUID:1\nDTSTART:20260314\n"
                                              "END:VEVENT\nEND:VCALENDAR\n",
                                              method));
        EXPECT_TRUE(reading.events.empty());
        ASSERT_EQ(reading.drops.size(), 1U);
        EXPECT_EQ(reading.drops[0].reason, "answer to an invitation");
        EXPECT_EQ(reading.drops[0].detail, fmt::format("VEVENT in line 3: METHOD:{} publishes no event", method));
    }
    for (std::string_view const method : {"PUBLISH", "REQUEST", "ADD", "X-OTHER"})
        EXPECT_EQ(read(fmt::format("BEGIN:VCALENDAR\nMETHOD:{}\nBEGIN:VEVENT\nDTSTART:20260314\nEND:VEVENT\n"
                                   "END:VCALENDAR\n",
                                   method))
                      .events.size(),
                  1U);
}

}  // namespace
}  // namespace almanac
