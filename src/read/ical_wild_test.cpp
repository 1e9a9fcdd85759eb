// iCalendar files as the wild has them: one calendar, written in every way that is met.
#include "read/ical.hpp"
#include "text/text.hpp"
#include "time/expand.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

constexpr std::string_view calendar = "BEGIN:VCALENDAR\r\n"
                                      "BEGIN:VEVENT\r\n"
                                      "UID:1\r\n"
                                      "SUMMARY:Caf\xC3\xA9 concert\r\n"
                                      "DTSTART:20260314T190000\r\n"
                                      "END:VEVENT\r\n"
                                      "BEGIN:VEVENT\r\n"
                                      "UID:2\r\n"
                                      "SUMMARY:Walk\r\n"
                                      "DTSTART:20260315T090000\r\n"
                                      "END:VEVENT\r\n"
                                      "END:VCALENDAR\r\n";

Reading read(std::string_view bytes)
{
    Source source;
    source.id = "oak";
    source.timezone = "America/New_York";
    return read_ical(bytes, source, "https://oak.example/feed.ics",
                     {absl::CivilSecond{2026, 3, 1}, absl::CivilDay{2026, 12, 31}});
}

/// "Café concert 2026-03-14T19:00; Walk 2026-03-15T09:00"
std::string events(Reading const& reading)
{
    std::string text;
    for (auto const& event : reading.events)
        text += fmt::format("{}{} {}", text.empty() ? "" : "; ", event.name,
                            absl::FormatCivilTime(absl::CivilMinute{event.when.start}));
    return text;
}

std::string notes(Reading const& reading)
{
    std::string text;
    for (auto const& note : reading.notes)
        text += (text.empty() ? "" : "; ") + note.message;
    return text;
}

std::string changed(std::string_view what, std::string_view by)
{
    return replace_all(std::string{calendar}, what, by);
}

std::string utf16(std::string_view mark, bool big_endian)
{
    std::string out{mark};
    auto const text = changed("\xC3\xA9", "\xE9");
    for (char const c : text) {
        if (big_endian)
            out += '\0';
        out += c;
        if (!big_endian)
            out += '\0';
    }
    return out;
}

TEST(IcalWild, ReadsEveryWayOfWriting)
{
    using namespace std::string_view_literals;
    struct Case {
        std::string_view what;
        std::string bytes;
    };
    Case const cases[] = {
        {"as it should be", std::string{calendar}},
        {"LF only", changed("\r\n", "\n")},
        {"CR only", changed("\r\n", "\r")},
        {"CR CR LF", changed("\r\n", "\r\r\n")},
        {"blank lines", changed("\r\n", "\r\n\r\n")},
        {"BOM", "\xEF\xBB\xBF" + std::string{calendar}},
        {"UTF-16, little end first", utf16("\xFF\xFE", false)},
        {"UTF-16, big end first", utf16("\xFE\xFF", true)},
        {"UTF-16 without a mark", utf16("", false)},
        {"latin-1", changed("\xC3\xA9", "\xE9")},
        {"folded in the middle of a character", changed("\xC3\xA9", "\xC3\r\n \xA9")},
        {"folded with a tab", changed("concert", "con\r\n\tcert")},
        {"names in small letters", replace_all(changed("BEGIN", "begin"), "SUMMARY", "summary")},
        {"bare events", replace_all(changed("BEGIN:VCALENDAR\r\n", ""), "END:VCALENDAR\r\n", "")},
        {"two calendars",
         changed("END:VEVENT\r\nBEGIN:VEVENT", "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT")},
        {"a warning of PHP before it", "Warning: date(): no timezone in x.php\r\n" + std::string{calendar}},
        {"a text over several lines", changed("UID:1", "DESCRIPTION:one\r\ntwo, three\r\nUID:1")},
    };
    for (auto const& c : cases) {
        auto const reading = read(c.bytes);
        EXPECT_EQ(events(reading), "Caf\xC3\xA9 concert 2026-03-14T19:00; Walk 2026-03-15T09:00") << c.what;
        EXPECT_TRUE(reading.drops.empty()) << c.what;
    }
}

TEST(IcalWild, OneBrokenComponentLosesOnlyItself)
{
    constexpr std::string_view both = "Caf\xC3\xA9 concert 2026-03-14T19:00; Walk 2026-03-15T09:00";
    constexpr std::string_view second = "Walk 2026-03-15T09:00";
    struct Case {
        std::string_view what;
        std::string bytes;
        std::string_view want;
        std::string_view said;  ///< of notes and drops
    };
    Case const cases[] = {
        {"no END of the first event", changed("20260314T190000\r\nEND:VEVENT\r\n", "20260314T190000\r\n"), both,
         "line 2: VEVENT has no END"},
        {"no END of the last event", changed("END:VEVENT\r\nEND:VCALENDAR\r\n", ""), both, "line 7: VEVENT has no END"},
        {"no END of the calendar", changed("END:VCALENDAR\r\n", ""), both, "line 1: VCALENDAR has no END"},
        {"an END too many", changed("END:VEVENT\r\nBEGIN", "END:VEVENT\r\nEND:VALARM\r\nBEGIN"), both,
         "line 7: END:VALARM ends nothing"},
        {"a line that is none", changed("UID:1", "UID:1\r\n<br>"), both,
         "line 4: this line is no property and left out"},
        {"no date", changed("DTSTART:20260314T190000\r\n", ""), second, "VEVENT in line 2: it has no DTSTART"},
        {"a date that is none", changed("20260314T190000", "TBA"), second,
         "VEVENT in line 2: 'TBA' in line 5 is no date"},
        {"the 30th of February", changed("20260314T190000", "20260230T190000"), second,
         "VEVENT in line 2: '20260230T190000' in line 5 is no date"},
    };
    for (auto const& c : cases) {
        auto const reading = read(c.bytes);
        EXPECT_EQ(events(reading), c.want) << c.what;
        auto said = notes(reading);
        for (auto const& drop : reading.drops)
            said += (said.empty() ? "" : "; ") + drop.detail;
        EXPECT_NE(said.find(c.said), std::string::npos) << c.what << ": " << said;
    }
}

/// The starts of all events in April 2026, in order, without the year.
std::string april(std::string_view lines)
{
    auto const reading = read(fmt::format("BEGIN:VCALENDAR\n{}\nEND:VCALENDAR\n", lines));
    std::vector<std::string> starts;
    for (auto const& event : reading.events) {
        auto const found = expand(event.when, event.recurrence.value_or(Recurrence{}), absl::CivilDay(2026, 4, 1),
                                  absl::CivilDay(2026, 4, 30));
        EXPECT_TRUE(found.problems.empty());
        for (auto const& when : found.occurrences) {
            auto const minutes = (when.end - when.start) / 60;
            starts.push_back(fmt::format("{} {} {}m", absl::FormatCivilTime(absl::CivilMinute{when.start}).substr(5),
                                         event.name, minutes));
        }
    }
    std::ranges::sort(starts);
    std::string text;
    for (auto const& start : starts)
        text += (text.empty() ? "" : "; ") + start;
    return text;
}

constexpr std::string_view weekly = "BEGIN:VEVENT\nUID:1\nSUMMARY:Walk\nDTSTART;TZID=America/New_York:20260401T090000\n"
                                    "DURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4\nEND:VEVENT\n";

std::string with(std::string_view lines)
{
    return fmt::format("{}BEGIN:VEVENT\nUID:1\n{}\nEND:VEVENT", weekly, lines);
}

TEST(IcalSeries, MovesAndCancelsInstances)
{
    EXPECT_EQ(april(weekly), "04-01T09:00 Walk 60m; 04-08T09:00 Walk 60m; 04-15T09:00 Walk 60m; 04-22T09:00 Walk 60m");
    EXPECT_EQ(april(with("RECURRENCE-ID;TZID=America/New_York:20260408T090000\nSUMMARY:Late walk\n"
                         "DTSTART;TZID=America/New_York:20260409T100000\nDURATION:PT2H")),
              "04-01T09:00 Walk 60m; 04-09T10:00 Late walk 120m; 04-15T09:00 Walk 60m; 04-22T09:00 Walk 60m");
    // The instance in UTC, and a rule that the writer copied from the series.
    EXPECT_EQ(april(with("RECURRENCE-ID:20260408T130000Z\nRRULE:FREQ=WEEKLY;COUNT=4\nDURATION:PT1H\n"
                         "DTSTART;TZID=America/New_York:20260409T100000")),
              "04-01T09:00 Walk 60m; 04-09T10:00 Walk 60m; 04-15T09:00 Walk 60m; 04-22T09:00 Walk 60m");
}

TEST(IcalSeries, ThisAndFutureTakesTheSeriesOver)
{
    // From the third on an hour later, and two hours long; the count of the series goes on.
    EXPECT_EQ(april(with("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20260415T090000\nSUMMARY:Long walk\n"
                         "DTSTART;TZID=America/New_York:20260415T100000\nDURATION:PT2H")),
              "04-01T09:00 Walk 60m; 04-08T09:00 Walk 60m; 04-15T10:00 Long walk 120m; 04-22T10:00 Long walk 120m");
    // Two changes, and one instance of the later part moved by itself.
    EXPECT_EQ(
        april(with("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20260408T090000\nSUMMARY:B\n"
                   "DTSTART;TZID=America/New_York:20260409T090000\nDURATION:PT1H\nEND:VEVENT\n"
                   "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20260415T090000\n"
                   "SUMMARY:C\nDTSTART;TZID=America/New_York:20260415T080000\nDURATION:PT1H\nEND:VEVENT\n"
                   "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID;TZID=America/New_York:20260422T090000\nSUMMARY:D\n"
                   "DTSTART;TZID=America/New_York:20260424T080000\nDURATION:PT1H")),
        "04-01T09:00 Walk 60m; 04-09T09:00 B 60m; 04-15T08:00 C 60m; 04-24T08:00 D 60m");
}

TEST(IcalSeries, LeavesOldVersionsBehind)
{
    // The series says that the instance is deleted, and is newer than what once moved it.
    constexpr std::string_view deleted =
        "BEGIN:VEVENT\nUID:1\nSEQUENCE:1\nSUMMARY:Moved\nRECURRENCE-ID;VALUE=DATE:20260408\n"
        "DTSTART;VALUE=DATE:20260409\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:1\nSEQUENCE:2\nSUMMARY:Walk\nDTSTART;VALUE=DATE:20260401\nRRULE:FREQ=WEEKLY;COUNT=3\n"
        "EXDATE;VALUE=DATE:20260408\nEND:VEVENT";
    EXPECT_EQ(april(deleted), "04-01T00:00 Walk 0m; 04-15T00:00 Walk 0m");
    // Moved after that, the instance is there again.
    EXPECT_EQ(april(replace_all(std::string{deleted}, "SEQUENCE:1", "SEQUENCE:3")),
              "04-01T00:00 Walk 0m; 04-09T00:00 Moved 0m; 04-15T00:00 Walk 0m");
}

TEST(IcalSeries, ReadsDatesWithoutAStart)
{
    EXPECT_EQ(
        april("BEGIN:VEVENT\nSUMMARY:Fair\nRDATE;VALUE=PERIOD:20260410T140000Z/PT3H,20260403T140000Z/20260403T160000Z\n"
              "END:VEVENT"),
        "04-03T14:00 Fair 120m; 04-10T14:00 Fair 180m");
}

TEST(IcalZone, FollowsAVtimezoneToTheDay)
{
    // No zone changes its clocks on the 10th of March and the 20th of November; so the times become those of UTC.
    constexpr std::string_view odd = "BEGIN:VTIMEZONE\nTZID:Odd\n"
                                     "BEGIN:STANDARD\nDTSTART:20001120T020000\nTZOFFSETFROM:-0641\nTZOFFSETTO:-0741\n"
                                     "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20\nEND:STANDARD\n"
                                     "BEGIN:DAYLIGHT\nDTSTART:20000310T020000\nTZOFFSETFROM:-0741\nTZOFFSETTO:-0641\n"
                                     "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=10\nEND:DAYLIGHT\nEND:VTIMEZONE\n";
    auto const start = [&](std::string_view time) {
        auto const reading = read(fmt::format(
            "BEGIN:VCALENDAR\n{}BEGIN:VEVENT\nSUMMARY:x\nDTSTART;TZID=Odd:{}\nEND:VEVENT\nEND:VCALENDAR", odd, time));
        return events(reading);
    };
    EXPECT_EQ(start("20260309T120000"), "x 2026-03-09T15:41");  // -7:41, read in New York in summer time
    EXPECT_EQ(start("20260311T120000"), "x 2026-03-11T14:41");
    EXPECT_EQ(start("20261119T120000"), "x 2026-11-19T13:41");
    EXPECT_EQ(start("20261121T120000"), "x 2026-11-21T14:41");
}

}  // namespace
}  // namespace almanac
