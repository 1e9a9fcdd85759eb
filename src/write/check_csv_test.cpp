#include "support/paths.hpp"
#include "write/check_csv.hpp"
#include "write/csv.hpp"
#include "write/tec_cells.hpp"
#include "write/writer.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <random>

namespace almanac {
namespace {

using Cells = std::map<std::string, std::string>;

std::string events_csv(std::vector<Cells> const& rows)
{
    std::string csv;
    append_csv_row(csv, std::vector<std::string>(event_columns.begin(), event_columns.end()));
    for (auto const& changed : rows) {
        Cells cells = {{"Event Name", "Owl Prowl"},      {"Event Start Date", "2026-12-05"},
                       {"Event Start Time", "19:30"},    {"Event End Date", "2026-12-05"},
                       {"Event End Time", "21:00"},      {"Event Timezone", "America/New_York"},
                       {"Event All Day", "FALSE"},       {"Event Venue Name", "Hoot Hall"},
                       {"Event Organizer Name", "Owls"}, {"Event Website", "https://owls.example/"}};
        for (auto const& [column, text] : changed)
            cells[column] = text;
        std::vector<std::string> row;
        for (auto const column : event_columns)
            row.push_back(cells[std::string{column}]);
        append_csv_row(csv, row);
    }
    return csv;
}

std::string texts(std::vector<CsvFinding> const& findings)
{
    std::string text;
    for (auto const& f : findings)
        text += std::to_string(f.line) + " [" + f.column + "] " + f.sentence + " " + f.cure + "\n";
    return text;
}

TEST(CheckCsv, ExplainsWhatARowMeansToTheImporter)
{
    struct Case {
        std::string_view what;
        Cells cells;
        std::string_view column;
        std::string_view sentence;
    };
    Case const cases[] = {
        {"no name", {{"Event Name", " "}}, "Event Name", "skips the row"},
        {"no start date", {{"Event Start Date", ""}}, "Event Start Date", "skips the row"},
        {"day first", {{"Event Start Date", "25/12/2026"}}, "Event Start Date", "1970-01-01"},
        {"word", {{"Event Start Date", "soon"}}, "Event Start Date", "1970-01-01"},
        {"US", {{"Event Start Date", "12/1/2026"}}, "Event Start Date", "month first: 2026-12-01"},
        {"no such day", {{"Event Start Date", "2026-02-30"}}, "Event Start Date", "no 2026-02-30"},
        {"offset", {{"Event Start Date", "2026-12-01T18:00:00-05:00"}}, "Event Start Date", "into UTC"},
        {"date-time", {{"Event Start Date", "2026-12-01T18:00:00"}}, "Event Start Date", "holds a time"},
        {"no end", {{"Event End Date", ""}, {"Event End Time", ""}}, "Event End Date", "ends when it starts"},
        {"no end date", {{"Event End Date", ""}}, "Event End Date", "end time is lost"},
        {"no end time", {{"Event End Time", ""}}, "Event End Time", "ends at 00:00"},
        {"over midnight",
         {{"Event Start Time", "22:00"}, {"Event End Time", "02:00"}},
         "Event End Date",
         "before the start"},
        {"end day before", {{"Event End Date", "2026-12-04"}}, "Event End Date", "before the start"},
        {"24:00", {{"Event End Time", "24:00"}}, "Event End Time", "next day"},
        {"seconds", {{"Event Start Time", "19:30:15"}}, "Event Start Time", "Seconds are cut"},
        {"French", {{"Event Start Time", "19h30"}}, "Event Start Time", "1970-01-01"},
        {"hour 25", {{"Event Start Time", "25:00"}}, "Event Start Time", "1970-01-01"},
        {"no start time", {{"Event Start Time", ""}}, "Event Start Time", "from 00:00 to 00:00"},
        {"all day spelled oddly", {{"Event All Day", "y"}}, "Event All Day", "taken for no"},
        {"no zone", {{"Event Timezone", ""}}, "Event Timezone", "the site's is taken"},
        {"zone with a name of its own",
         {{"Event Timezone", "Eastern Time"}},
         "Event Timezone",
         "no time zone 'Eastern Time'"},
        {"padded venue", {{"Event Venue Name", " Hoot Hall"}}, "Event Venue Name", "spaces too many"},
        {"numeric venue", {{"Event Venue Name", "1984"}}, "Event Venue Name", "post's id"},
        {"unknown venue", {{"Event Venue Name", "Nowhere"}}, "Event Venue Name", "venues file has no 'Nowhere'"},
        {"unknown organizer", {{"Event Organizer Name", "Owls,Nobody"}}, "Event Organizer Name", "has no 'Nobody'"},
        {"two commas", {{"Event Organizer Name", "Smith, Jones, and Co"}}, "Event Organizer Name", "has no 'Smith'"},
        {"heart", {{"Event Name", "I <3 owls"}}, "Event Name", "takes what follows '<' for a tag"},
        {"tag in a name", {{"Event Name", "<b>Owls</b>"}}, "Event Name", "for a tag"},
        {"bare less-than", {{"Event Description", "<p>a < b</p>"}}, "Event Description", "for a tag"},
        {"script", {{"Event Description", "<iframe>x</iframe>"}}, "Event Description", "drops <iframe>"},
        {"backslash", {{"Event Name", "C:\\temp"}}, "Event Name", "removes backslashes"},
        {"numeric category", {{"Event Category", "Music,2026"}}, "Event Category", "category's id"},
        {"no scheme", {{"Event Website", "www.owls.example"}}, "Event Website", "no web address"},
        {"bad image", {{"Featured Image", "owl.jpg"}}, "Featured Image", "no web address"},
    };
    auto const venues = "Venue Name\r\nHOOT hall\r\n1984\r\n Hoot Hall\r\n";
    auto const organizers =
        "Organizer Name\r\nOwls\r\n\"Friends of the Library, Inc.\"\r\n\"Smith, Jones, and Co\"\r\n";
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        auto const findings = check_csv(events_csv({c.cells}), {venues, organizers});
        ASSERT_EQ(findings.size(), c.what == "two commas" ? 3U : 1U) << texts(findings);
        EXPECT_EQ(findings[0].line, 2U);
        EXPECT_EQ(findings[0].column, c.column);
        EXPECT_NE(findings[0].sentence.find(c.sentence), std::string::npos) << findings[0].sentence;
        EXPECT_NE(findings[0].cure, "");
    }
}

TEST(CheckCsv, AcceptsWhatTheImporterReads)
{
    std::vector<Cells> const fine = {
        {{"Event Start Date", "05.12.2026"}},
        {{"Event Start Time", "6:00 PM"}, {"Event End Time", "8:30 pm"}},
        {{"Event Start Time", "7pm"}, {"Event End Time", "9:30 p.m."}},
        {{"Event Start Time", "noon"}},
        {{"Event Start Time", "00:00"}},
        {{"Event All Day", "yes"}, {"Event Start Time", ""}, {"Event End Time", ""}},
        {{"Event Timezone", "UTC+2"}},
        {{"Event Timezone", "+02:00"}},
        {{"Event Venue Name", "cafe osterreich"}},
        {{"Event Venue Name", "See event website"}},
        {{"Event Organizer Name", "Owls,Friends of the Library, Inc."}},
        {{"Event Description", "<p>a &lt; b <a href=\"https://x.example/?a=1&b=2\">x</a></p>"},
         {"Event Category", "a"}},
        {{"Featured Image", "17"}},
        {{"Event Cost", "$10 advance / $12 door"}},
    };
    for (auto const& cells : fine) {
        // A second row, as one row with a link is another trap.
        auto const findings = check_csv(
            events_csv({cells, {{"Event Name", "Another"}}}),
            {"Venue Name\nHoot Hall\nCafé Österreich\n", "Organizer Name\nOwls\n\"Friends of the Library, Inc.\"\n"});
        EXPECT_TRUE(findings.empty()) << cells.begin()->first << ": " << texts(findings);
    }
}

TEST(CheckCsv, ExplainsWhatAFileMeansToTheImporter)
{
    auto const good = events_csv({{}});
    auto const header = good.substr(0, good.find('\n') + 1);
    auto with = [&](std::string_view what, std::string_view by) {
        auto text = good;
        return text.replace(text.find(what), what.size(), by);
    };
    struct Case {
        std::string_view what;
        std::string bytes;
        std::string_view sentence;
    };
    Case const cases[] = {
        {"empty", " \n", "empty"},
        {"UTF-16",
         std::string{"\xFF\xFE"
                     "E\0",
                     4},
         "UTF-16"},
        {"lone CR", "Event Name,Event Start Date\rOwls,2026-12-05\r", "CR alone"},
        {"control", with("Owl Prowl", "Owl\x07Prowl"), "control character (0x07)"},
        {"Windows-1252", with("Owl Prowl", "Caf\xE9"), "no UTF-8"},
        {"semicolons", "Event Name;Event Start Date\nOwls;2026-12-05\n", "divided by ';'"},
        {"something else", "a,b\n1,2\n", "No column is one of"},
        {"unknown header", with("Event Timezone", "Event Time Zone"),
         "no column 'Event Time Zone' (did you mean 'Event Timezone'?)"},
        {"twice", with("Event Tags", "Event Category"), "several columns 'Event Category'"},
        {"no name", with("Event Tags", ""), "has no name"},
        {"required", with("Event Start Date,", "Event Sart Date,"), "'Event Start Date' is missing"},
        {"missing", "Event Name,Event Start Date\n", "Columns are missing: Event Description"},
        {"order", with("Event Name,Event Description", "Event Description,Event Name"), "not in the usual order"},
        {"unclosed", good + "\"open", "never closed"},
        {"cells", good + "x,2026-12-05\r\n", "has 2 cells, the header 26"},
        {"shifting quote", header + "\"ends in \\\"\",2026\r\n", "before a quote"},
        {"one row with a link", events_csv({{{"Event Description", "<a href=\"https://x.example/\">x</a>"}}}),
         "PHP may take it for HTML"},
        {"duplicates", events_csv({{}, {{"Event Name", "OWL PROWL"}, {"Event Venue Name", "Elsewhere"}}}),
         "Line 2 has the same name and start"},
        {"big", events_csv({{{"Event Description", std::string(3'000'000, 'x')}}}), "2.9 MB"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        auto const all = texts(check_csv(c.bytes));
        EXPECT_NE(all.find(c.sentence), std::string::npos) << all;
    }
    EXPECT_EQ(texts(check_csv(good)), "");
    EXPECT_EQ(texts(check_csv("\xEF\xBB\xBF" + good)), "");
}

TEST(CheckCsv, ChecksVenuesAndOrganizers)
{
    auto const venues = check_csv("Venue Name,Venue Description,Venue Country,Venue Address,Venue Address2,Venue "
                                  "City,Venue State,Venue Zip,Venue Phone,Venue URL,Featured Image\n"
                                  "Hoot Hall,,,,,,,,,,\n"
                                  "hoot hall,,,,,,,,,,\n"
                                  "TBD,,,,,,,,,,\n"
                                  ",,,,,,,,,,x\n");
    ASSERT_EQ(venues.size(), 3U) << texts(venues);
    EXPECT_NE(venues[0].sentence.find("Line 2 has the same name"), std::string::npos);
    EXPECT_NE(venues[1].sentence.find("names no place"), std::string::npos);
    EXPECT_NE(venues[2].sentence.find("Missing required fields"), std::string::npos);

    auto const organizers =
        check_csv("Organizer Name,Organizer Description,Organizer Email,Organizer Website,Organizer "
                  "Phone,Featured Image\n\"Owls, Inc.\",,,,,\n");
    ASSERT_EQ(organizers.size(), 1U) << texts(organizers);
    EXPECT_NE(organizers[0].sentence.find("divided by commas"), std::string::npos);
}

TEST(CheckCsv, StopsAtAThousandFindings)
{
    std::vector<Cells> rows(2000, Cells{{"Event Start Date", "soon"}});
    EXPECT_EQ(check_csv(events_csv(rows)).size(), 1000U);
    EXPECT_LE(check_csv(events_csv({}) + std::string(100'000, '\\') + "\"\r\n").size(), 1000U);
}

TEST(CheckCsv, FindsTheOddRowsOfTheFactsAndNoOthers)
{
    std::ifstream file{shared_folder() / "facts/tec-samples/events-quirks-73.csv", std::ios::binary};
    if (!file)
        GTEST_SKIP() << "the shared folder is not there";
    std::string const bytes{std::istreambuf_iterator<char>{file}, {}};
    std::map<std::size_t, std::string> by_line;
    for (auto const& finding : check_csv(bytes))
        // No row of that file names a zone unless the row is about zones.
        if (finding.line > 1 && finding.sentence.find("Without a time zone") == std::string::npos)
            by_line[finding.line] += finding.column + ": " + finding.sentence + "\n";
    for (auto const line : {4, 5, 6, 7, 8, 9, 10, 11, 13, 19, 24, 26, 27, 31, 46, 48, 54, 55, 56, 58})
        EXPECT_TRUE(by_line.contains(static_cast<std::size_t>(line))) << "line " << line;
    for (auto const line : {2, 3, 12, 14, 15, 16, 17, 18, 20, 21, 22, 23, 25, 28, 29, 30, 32, 39, 40, 41, 42, 43})
        EXPECT_FALSE(by_line.contains(static_cast<std::size_t>(line)))
            << "line " << line << ": " << by_line[static_cast<std::size_t>(line)];
}

/// Text of odd pieces: what breaks rows, tags, numbers, dates and terminals.
std::string odd_text(std::mt19937& random)
{
    static std::vector<std::string> const pieces = {"\"",
                                                    "\\",
                                                    "\\\"",
                                                    ",",
                                                    ";",
                                                    "\r\n",
                                                    "\r",
                                                    "\n",
                                                    "\t",
                                                    "<3",
                                                    "<",
                                                    ">",
                                                    "<b>x</b>",
                                                    "</p",
                                                    "&",
                                                    "&amp;",
                                                    "&lt;",
                                                    "'",
                                                    "1984",
                                                    "0",
                                                    " ",
                                                    "  ",
                                                    "\xC2\xA0",
                                                    "🦉",
                                                    "👩‍🌾",
                                                    "ünï",
                                                    "Ω",
                                                    "日本",
                                                    "שלום",
                                                    "\xE2\x80\xAE",
                                                    "\xE2\x80\xA8",
                                                    "\xEF\xBB\xBF",
                                                    "caf\xE9",
                                                    "\x01",
                                                    "\x7F",
                                                    "\xC2\x85",
                                                    "=1+1(",
                                                    "@x|",
                                                    "-",
                                                    "TBD",
                                                    "Hall",
                                                    "walk",
                                                    "{}",
                                                    "[x]",
                                                    "$var",
                                                    "%s",
                                                    "<script>alert(1)</script>",
                                                    "<a href=\"https://x.example/?a=1&b=2\">",
                                                    "2026-12-05",
                                                    "-->"};
    std::uniform_int_distribution<std::size_t> piece{0, pieces.size() - 1};
    std::uniform_int_distribution<int> count{0, 6};
    std::string text;
    for (int i = count(random); i >= 0; --i)
        text += pieces[piece(random)];
    return text;
}

Event odd_event(std::mt19937& random)
{
    std::uniform_int_distribution<int> number{0, 50};
    Event e;
    e.source = "owls";
    e.name = odd_text(random);
    // Refine has taken dangerous elements out of descriptions; all else may be in them.
    e.description = odd_text(random);
    for (auto at = e.description.find("<script>"); at != std::string::npos; at = e.description.find("<script>"))
        e.description.erase(at, 8);
    e.excerpt = odd_text(random);
    e.url = "https://x.example/" + odd_text(random);
    e.image = odd_text(random);
    e.when.start = absl::CivilSecond{2026, 12, 1} + number(random) * 1800;
    e.when.end = e.when.start + number(random) * 1800;
    e.when.zone = number(random) % 2 == 0 ? "America/New_York" : "";
    if (number(random) % 5 == 0) {
        e.when.all_day = true;
        e.when.start = absl::CivilSecond{absl::CivilDay{e.when.start}};
        e.when.end = e.when.start + 86400 * (number(random) % 3);
    }
    e.place.name = odd_text(random);
    e.place.street = odd_text(random);
    e.place.city = odd_text(random);
    e.place.url = odd_text(random);
    e.organizer = odd_text(random);
    e.categories = {odd_text(random), odd_text(random)};
    e.tags = {odd_text(random)};
    if (number(random) % 2 == 0)
        e.cost = Money{number(random), 100 + number(random), ""};
    return e;
}

TEST(CheckCsv, FindsNothingInWhatWeWrite)
{
    std::mt19937 random{2026};  // NOLINT: the same events in every test
    for (int round = 0; round < 20; ++round) {
        Calendar calendar;
        calendar.date = absl::CivilDay{2026, 11, 23};
        calendar.timezone = "America/New_York";
        for (int i = 0; i < 100; ++i)
            calendar.events.push_back(odd_event(random));
        calendar.venues = {calendar.events[0].place, calendar.events[1].place};
        calendar.organizers = {{calendar.events[2].organizer, odd_text(random), odd_text(random), odd_text(random)}};
        if (round == 0)
            calendar.events[0].description = "<p>" + std::string(1'000'000, '"') + "</p>";
        auto const outputs = make_writer("csv")->render(calendar);
        EXPECT_EQ(read_csv(outputs[0].bytes).rows.size(), 101U) << "no event is lost";
        ASSERT_EQ(texts(check_csv(outputs[0].bytes, {outputs[1].bytes, outputs[2].bytes})), "");
        ASSERT_EQ(texts(check_csv(outputs[1].bytes)), "");
        ASSERT_EQ(texts(check_csv(outputs[2].bytes)), "");
    }
}

}  // namespace
}  // namespace almanac
