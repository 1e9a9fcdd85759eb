#include "config/error.hpp"
#include "write/csv.hpp"
#include "write/tec_cells.hpp"
#include "write/writer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace almanac {
namespace {

Event event(std::string name, absl::CivilSecond start, absl::CivilSecond end, std::string venue = "")
{
    Event e;
    e.source = "owls";
    e.name = std::move(name);
    e.when = {start, end, true, false, "America/New_York"};
    e.place.name = std::move(venue);
    e.organizer = "Friends of Owls, Inc.";
    return e;
}

absl::CivilSecond at(int day, int hour, int minute = 0)
{
    return absl::CivilSecond{2026, 12, day, hour, minute, 0};
}

Calendar calendar_of(std::vector<Event> events)
{
    Calendar calendar;
    calendar.date = absl::CivilDay{2026, 11, 23};
    calendar.timezone = "America/New_York";
    calendar.events = std::move(events);
    return calendar;
}

using Row = std::map<std::string, std::string>;

/// The rows of one output by column.
std::vector<Row> rows_of(Calendar const& calendar, std::string_view writer, std::size_t output = 0)
{
    auto const table = read_csv(make_writer(writer)->render(calendar).at(output).bytes);
    EXPECT_EQ(table.problem, "");
    std::vector<Row> rows;
    for (std::size_t r = 1; r < table.rows.size(); ++r) {
        EXPECT_EQ(table.rows[r].cells.size(), table.rows[0].cells.size()) << "line " << table.rows[r].line;
        Row row;
        for (std::size_t c = 0; c < table.rows[r].cells.size(); ++c)
            row[table.rows[0].cells.at(c)] = table.rows[r].cells[c];
        rows.push_back(row);
    }
    return rows;
}

TEST(CsvWriter, WritesTheWholeRow)
{
    auto e = event("Owl Prowl", at(5, 19, 30), at(6, 1), "Hoot Hall");
    e.description = "<p>(VA) Bring a lamp.</p>";
    e.excerpt = "(VA) Bring a lamp.";
    e.url = "https://owls.example/prowl?a=1&b=2";
    e.image = "https://owls.example/owl.jpg";
    e.categories = {"Walks", "Night, dark"};
    e.tags = {"owls", "free"};
    e.cost = Money{500, 1250, "USD"};
    e.place.street = "1 Owl Rd";
    e.place.city = "Oakton";
    e.place.state = "VA";
    e.place.postal_code = "22124";
    e.place.country = "US";
    e.place.phone = "555-0100";
    e.place.url = "https://hall.example/";
    auto calendar = calendar_of({e});
    calendar.file_prefix = "dc-";
    calendar.organizers = {{"Friends of Owls, Inc.", "https://owls.example/", "a@owls.example", "555"}};
    auto const outputs = make_writer("csv")->render(calendar);
    ASSERT_EQ(outputs.size(), 3U);
    EXPECT_EQ(outputs[0].path, "data/dc-events-2026-11-23.csv");
    EXPECT_EQ(outputs[0].latest, "latest/dc-events.csv");
    EXPECT_EQ(outputs[0].content_type, "text/csv; charset=utf-8");
    EXPECT_EQ(
        outputs[0].bytes,
        "Event Name,Event Description,Event Excerpt,Event Start Date,Event Start Time,Event End Date,Event End "
        "Time,Event Timezone,Event All Day,Event Hide,Event Sticky,Feature Event,Event Venue Name,Event Organizer "
        "Name,Event Show Map Link,Event Show Map,Event Cost,Event Currency Code,Event Currency Symbol,Event "
        "Currency Position,Event Category,Event Tags,Event Website,Featured Image,Event Comment Status,Event Ping "
        "Status\r\n"
        "Owl Prowl,<p>(VA) Bring a lamp.</p>,(VA) Bring a lamp.,2026-12-05,19:30,2026-12-06,01:00,"
        "America/New_York,FALSE,FALSE,FALSE,FALSE,Hoot Hall,Friends of Owls Inc.,TRUE,TRUE,5 - "
        "12.50,USD,$,prefix,\"Walks,Night / dark\",\"owls,free\",https://owls.example/prowl?a=1&b=2,"
        "https://owls.example/owl.jpg,closed,closed\r\n");
    EXPECT_EQ(outputs[1].bytes,
              "Venue Name,Venue Description,Venue Country,Venue Address,Venue Address2,Venue City,Venue State,Venue "
              "Zip,Venue Phone,Venue URL,Featured Image\r\n"
              "Hoot Hall,,United States,1 Owl Rd,,Oakton,VA,22124,555-0100,https://hall.example/,\r\n");
    EXPECT_EQ(outputs[2].bytes, "Organizer Name,Organizer Description,Organizer Email,Organizer Website,Organizer "
                                "Phone,Featured Image\r\n"
                                "Friends of Owls Inc.,,a@owls.example,https://owls.example/,555,\r\n");
}

TEST(CsvWriter, WritesDatesTheImporterReadsRight)
{
    struct Case {
        std::string_view what;
        When when;
        std::array<std::string_view, 6> want;
    };
    auto const midnight = at(5, 0);
    Case const cases[] = {
        {"no end",
         {at(5, 9), at(5, 9), false, false, "America/New_York"},
         {"2026-12-05", "09:00", "2026-12-05", "09:00", "FALSE", "America/New_York"}},
        {"seconds",
         {at(5, 9) + 30, at(5, 10) + 59, true, false, "UTC"},
         {"2026-12-05", "09:00", "2026-12-05", "10:00", "FALSE", "UTC"}},
        {"over midnight",
         {at(5, 22), at(6, 2), true, false, "UTC"},
         {"2026-12-05", "22:00", "2026-12-06", "02:00", "FALSE", "UTC"}},
        {"until midnight",
         {at(5, 22), at(6, 0), true, false, "UTC"},
         {"2026-12-05", "22:00", "2026-12-06", "00:00", "FALSE", "UTC"}},
        {"one day",
         {midnight, midnight, false, true, ""},
         {"2026-12-05", "", "2026-12-05", "", "TRUE", "America/New_York"}},
        {"three days", {midnight, at(7, 0), true, true, "UTC"}, {"2026-12-05", "", "2026-12-07", "", "TRUE", "UTC"}},
        {"end before start",
         {at(5, 9), at(5, 8), true, false, "UTC"},
         {"2026-12-05", "09:00", "2026-12-05", "09:00", "FALSE", "UTC"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        auto e = event("Owl Prowl", at(5, 9), at(5, 9));
        e.when = c.when;
        auto const row = rows_of(calendar_of({e}), "csv").at(0);
        EXPECT_EQ(row.at("Event Start Date"), c.want[0]);
        EXPECT_EQ(row.at("Event Start Time"), c.want[1]);
        EXPECT_EQ(row.at("Event End Date"), c.want[2]);
        EXPECT_EQ(row.at("Event End Time"), c.want[3]);
        EXPECT_EQ(row.at("Event All Day"), c.want[4]);
        EXPECT_EQ(row.at("Event Timezone"), c.want[5]);
    }
}

TEST(CsvWriter, SaysWhereThereIsNoPlace)
{
    auto const calendar = calendar_of({event("A", at(5, 9), at(5, 9)), event("B", at(5, 9), at(5, 9), "TBD"),
                                       event("C", at(5, 9), at(5, 9), "Online")});
    for (auto const& row : rows_of(calendar, "csv")) {
        EXPECT_EQ(row.at("Event Venue Name"), "See event website");
        EXPECT_EQ(row.at("Event Show Map"), "FALSE");
        EXPECT_EQ(row.at("Event Cost"), "") << "unknown is not free";
    }
    EXPECT_TRUE(rows_of(calendar, "csv", 1).empty());
}

TEST(CsvWriter, SpellsNamesAlikeInAllFiles)
{
    auto calendar =
        calendar_of({event("A", at(5, 9), at(5, 9), " HOOT  hall"), event("B", at(5, 9), at(5, 9), "Caf\u00e9 <3"),
                     event("C", at(5, 9), at(5, 9), "cafe <3")});
    Place hall;
    hall.name = "Hoot Hall";
    hall.street = "1 Owl Rd";
    Place junk;
    junk.name = "See event website";
    Place elsewhere;
    elsewhere.name = "Another place";
    calendar.venues = {hall, junk, elsewhere};
    auto const events = rows_of(calendar, "csv");
    EXPECT_EQ(events.at(0).at("Event Venue Name"), "Hoot Hall");
    EXPECT_EQ(events.at(0).at("Event Show Map"), "TRUE") << "the address is the catalog's";
    EXPECT_EQ(events.at(1).at("Event Venue Name"), "Caf\u00e9 &lt;3");
    EXPECT_EQ(events.at(2).at("Event Venue Name"), "Caf\u00e9 &lt;3");
    std::vector<std::string> names;
    for (auto const& row : rows_of(calendar, "csv", 1))
        names.push_back(row.at("Venue Name"));
    EXPECT_EQ(names, (std::vector<std::string>{"Another place", "Caf\u00e9 &lt;3", "Hoot Hall"}));
}

TEST(CsvWriter, MakesTitlesUnique)
{
    auto no_place = event("Walk", at(6, 9), at(6, 10));
    auto no_organizer = no_place;
    no_organizer.organizer = "";
    auto calendar =
        calendar_of({event("Story Time", at(5, 10), at(5, 11), "Oakton Library"),
                     event("Story time", at(5, 10), at(5, 12), "Reston Library"),
                     event("Story Time", at(5, 11), at(5, 12), "Reston Library"), no_place, no_place, no_organizer});
    std::vector<std::string> titles;
    for (auto const& row : rows_of(calendar, "csv"))
        titles.push_back(row.at("Event Name"));
    EXPECT_EQ(titles,
              (std::vector<std::string>{"Story Time - Oakton Library", "Story time - Reston Library", "Story Time",
                                        "Walk", "Walk - Friends of Owls Inc.", "Walk - Friends of Owls Inc. (2)"}));
}

TEST(CsvWriter, LeavesOutWhatIsNotOn)
{
    auto cancelled = event("A", at(5, 9), at(5, 9));
    cancelled.status = Status::cancelled;
    auto postponed = event("B", at(5, 9), at(5, 9));
    postponed.status = Status::postponed;
    EXPECT_EQ(rows_of(calendar_of({cancelled, postponed, event("C", at(5, 9), at(5, 9))}), "csv").size(), 1U);
}

TEST(CsvWriter, GivesTheSameBytesForTheSameEvents)
{
    std::vector<Event> events;
    for (int i = 0; i < 50; ++i)
        events.push_back(event("Event " + std::to_string(i % 7), at(1 + i % 3, 9), at(1 + i % 3, 10),
                               "Venue " + std::to_string(i % 5)));
    auto const first = make_writer("csv")->render(calendar_of(events)).at(0).bytes;
    std::mt19937 random{1};  // NOLINT: always the same shuffles
    for (int i = 0; i < 5; ++i) {
        std::ranges::shuffle(events, random);
        EXPECT_EQ(make_writer("csv")->render(calendar_of(events)).at(0).bytes, first);
    }
}

EventChange change(Change kind, std::optional<Event> before, Event now, std::vector<std::string> fields = {})
{
    EventChange c;
    c.change = kind;
    c.before = std::move(before);
    c.event = std::move(now);
    c.fields = std::move(fields);
    return c;
}

TEST(ChangesWriter, SaysWhatToDoByHand)
{
    auto const old = event("Owl Prowl", at(5, 19), at(5, 21), "Hoot Hall");
    auto moved = old;
    moved.when.start = at(5, 18);
    auto fresh = event("New one", at(8, 9), at(8, 10));
    auto cancelled_before = event("Hawk Watch", at(6, 9), at(6, 10));
    auto cancelled = cancelled_before;
    cancelled.status = Status::cancelled;
    auto const gone = event("Bat Night", at(7, 20), at(7, 22));
    auto with_image = event("Moth Night", at(9, 20), at(9, 22), "Hoot Hall");
    with_image.image = "https://owls.example/moth.jpg";
    auto without = with_image;
    without.image = without.place.name = "";
    auto const same = event("Toad Walk", at(10, 9), at(10, 10));
    auto described = event("Fox Walk", at(11, 9), at(11, 10));

    auto calendar = calendar_of({moved, fresh, without, same, described});
    calendar.changes = {change(Change::changed, old, moved, {"start"}),
                        change(Change::added, std::nullopt, fresh),
                        change(Change::cancelled, cancelled_before, cancelled, {"status"}),
                        change(Change::gone, gone, gone),
                        change(Change::changed, with_image, without, {"image", "venue"}),
                        change(Change::same, same, same),
                        change(Change::changed, described, described, {"description"})};
    auto const outputs = make_writer("changes")->render(calendar);
    ASSERT_EQ(outputs.size(), 1U);
    EXPECT_EQ(outputs[0].path, "data/changes-2026-11-23.csv");
    EXPECT_EQ(
        outputs[0].bytes,
        "To Do,Change,Event Name,Event Start Date,Event Start Time,New Name,New Start Date,New Start Time,Event "
        "Website,Organizer,Why\r\n"
        "Move the old event to the trash,changed,Owl Prowl,2026-12-05,19:00,Owl Prowl,2026-12-05,18:00,,Friends of "
        "Owls "
        "Inc.,Changed: start. WordPress knows an event by its name and start: the import adds it anew and leaves the "
        "old "
        "one.\r\n"
        "Move the event to the trash,cancelled,Hawk Watch,2026-12-06,09:00,,,,,Friends of Owls Inc.,Its calendar says "
        "it "
        "is cancelled.\r\n"
        "Look at its website; move it to the trash if it is not there,gone,Bat Night,2026-12-07,20:00,,,,,Friends of "
        "Owls Inc.,Its calendar does not list it any more.\r\n"
        "\"Clear by hand: venue, image\",changed,Moth Night,2026-12-09,20:00,,,,,Friends of Owls Inc.,\"Changed: "
        "image, "
        "venue. An import does not empty what an event has none of any more.\"\r\n"
        ",new,New one,2026-12-08,09:00,,,,,Friends of Owls Inc.,\r\n"
        ",changed,Fox Walk,2026-12-11,09:00,,,,,Friends of Owls Inc.,Changed: description.\r\n");
}

TEST(ChangesWriter, SeesATitleThatANewNeighbourChanges)
{
    auto const known = event("Story Time", at(5, 10), at(5, 11), "Oakton Library");
    auto const added = event("Story Time", at(5, 10), at(5, 11), "Reston Library");
    auto calendar = calendar_of({known, added});
    calendar.changes = {change(Change::same, known, known), change(Change::added, std::nullopt, added)};
    auto const rows = rows_of(calendar, "changes");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].at("To Do"), "Move the old event to the trash");
    EXPECT_EQ(rows[0].at("Event Name"), "Story Time");
    EXPECT_EQ(rows[0].at("New Name"), "Story Time - Oakton Library");
    EXPECT_EQ(rows[1].at("Event Name"), "Story Time - Reston Library");
}

TEST(ChangesWriter, KeepsWhatAnotherSourceStillLists)
{
    auto const gone = event("Owl Prowl", at(5, 19), at(5, 21));
    auto other = gone;
    other.source = "hawks";
    auto calendar = calendar_of({other});
    calendar.changes = {change(Change::gone, gone, gone)};
    EXPECT_TRUE(rows_of(calendar, "changes").empty());
}

TEST(ChangesWriter, HasOneLineForAnEventOfSeveralSources)
{
    auto const mine = event("Owl Prowl", at(5, 19), at(5, 21), "Hoot Hall");
    auto theirs = mine;
    theirs.source = "hawks";
    auto off = mine;
    off.status = Status::cancelled;
    auto theirs_off = theirs;
    theirs_off.status = Status::postponed;
    auto described = mine;
    described.description = "Bring a lamp.";
    auto theirs_described = theirs;
    theirs_described.description = "With a lamp.";
    struct Case {
        std::string_view what;
        std::vector<Event> published;  // today
        EventChange first, second;
        std::string change, why;  // of the only line; none when empty
    };
    Case const cases[] = {
        {"both list it anew", {mine}, change(Change::added, {}, mine), change(Change::added, {}, theirs), "new", ""},
        {"the other lists it too", {mine}, change(Change::same, mine, mine), change(Change::added, {}, theirs), "", ""},
        {"both cancel it",
         {},
         change(Change::cancelled, mine, off),
         change(Change::cancelled, theirs, theirs_off),
         "cancelled",
         "Its calendar says it is cancelled."},
        {"one cancels it, one lists it no more",
         {},
         change(Change::gone, mine, mine),
         change(Change::cancelled, theirs, theirs_off),
         "postponed",
         "Its calendar says it is postponed."},
        {"nobody lists it any more",
         {},
         change(Change::gone, mine, mine),
         change(Change::gone, theirs, theirs),
         "gone",
         "Its calendar does not list it any more."},
        {"both describe it",
         {described},
         change(Change::changed, mine, described, {"description"}),
         change(Change::changed, theirs, theirs_described, {"name", "description"}),
         "changed",
         "Changed: description."},
        {"both have it on again",
         {mine},
         change(Change::changed, off, mine, {"status"}),
         change(Change::changed, theirs_off, theirs, {"status"}),
         "new",
         "It is on again."},
    };
    for (auto const& c : cases) {
        for (bool const turned : {false, true}) {
            SCOPED_TRACE(std::string{c.what} + (turned ? ", the other first" : ""));
            auto calendar = calendar_of(c.published);
            calendar.standings["owls"].rank = 0;
            calendar.changes = turned ? std::vector{c.second, c.first} : std::vector{c.first, c.second};
            auto const rows = rows_of(calendar, "changes");
            ASSERT_EQ(rows.size(), c.change.empty() ? 0U : 1U);
            if (rows.empty())
                continue;
            EXPECT_EQ(rows[0].at("Change"), c.change);
            EXPECT_EQ(rows[0].at("Why"), c.why);
        }
    }
}

TEST(LogWriter, WritesNotesAndDrops)
{
    auto const time = absl::FromUnixSeconds(1795456800);
    auto calendar = calendar_of({});
    calendar.log = {
        to_log_line(Note{Level::error, "owls", "https://owls.example/", "answered 503 three times, \"busy\""}, time),
        to_log_line(Drop{"owls", "outside the window", "starts 2027-05-01", "=Owl Prowl", ""}, time)};
    EXPECT_EQ(make_writer("log")->render(calendar).at(0).bytes,
              "Time,Level,Source,URL,Message\r\n"
              "2026-11-23T18:00:00Z,error,owls,https://owls.example/,\"answered 503 three times, \"\"busy\"\"\"\r\n"
              "2026-11-23T18:00:00Z,info,owls,,dropped: outside the window: '=Owl Prowl': starts 2027-05-01\r\n");
}

TEST(Writers, AreFoundByName)
{
    for (auto const name : writer_names)
        EXPECT_EQ(make_writer(name)->name(), name);
    EXPECT_THROW(static_cast<void>(make_writer("cvs")), ConfigError);
}

}  // namespace
}  // namespace almanac
