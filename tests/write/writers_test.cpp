// What every writer promises, whatever its format. A new name in writer_names is tested without a change here; its
// expected files are written by: UPDATE=1 almanac_tests --gtest_filter=*EveryWriter*

#include "merge/changes.hpp"
#include "merge/identity.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "text/charset.hpp"
#include "write/writer.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <cstdlib>
#include <filesystem>
#include <set>

namespace almanac {
namespace {

absl::Time const now = absl::FromUnixSeconds(1'932'714'000);  // 1 April 2031, 9:00 in Washington

Event event(std::string name, int day)
{
    Event event;
    event.source = "owls";
    event.uid = fmt::format("uid-{}@owls.example", day);
    event.name = std::move(name);
    event.url = fmt::format("https://owls.example/{}?a=1&b=2", day);
    event.organizer = "Owl Club";
    event.place.name = "Mill Park";
    event.when.start = absl::CivilSecond(2031, 4, day, 19);
    event.when.end = absl::CivilSecond(2031, 4, day, 20, 30);
    event.when.has_end = true;
    event.when.zone = "America/New_York";
    return event;
}

/// Events with all that a page can put into them, well meant or not.
std::vector<Event> rich_events()
{
    auto full = event("Owl Prowl & “Friends”, part 1", 5);
    full.description = "(VA) <p>Bring a <b>light</b>.</p>\n<p>Line two; 5 &lt; 6, and a comma</p>";
    full.excerpt = "Bring a light.";
    full.image = "https://owls.example/owl.jpg";
    full.place = {"Mill Park, North", "8 Mill St",    "Great Falls",          "VA",  "22066",
                  "United States",    "703-555-0100", "https://mill.example", 38.99, -77.28};
    full.categories = {"Birds", "Night"};
    full.tags = {"free"};
    full.cost = Money{0, 1250, "USD"};
    full.also_listed_by = {"park"};

    auto hostile = event("=HYPERLINK(\"http://evil.example\")<script>alert(1)</script>", 6);
    hostile.description = "</script><img src=x onerror=alert(1)> \xF0\x9F\xA6\x89 ]]> \x1b[31m";
    hostile.excerpt = "END:VEVENT\r\nBEGIN:VEVENT";
    hostile.place.name = "Caf\xC3\xA9 \"Zo\xC3\xAB\"\nRoom; 2";
    hostile.organizer = "-- Bobby; DROP, Tables";

    auto festival = event("Festival of three days", 11);
    festival.when.start = absl::CivilSecond(2031, 4, 11);
    festival.when.end = absl::CivilSecond(2031, 4, 13);
    festival.when.all_day = true;
    auto sold_out = event("Moss Walk", 7);
    sold_out.sold_out = true;
    sold_out.when.has_end = false;
    sold_out.when.end = sold_out.when.start;
    sold_out.place = {};
    auto off = event("Fern Walk", 8);
    off.status = Status::cancelled;
    return {full, hostile, festival, sold_out, off};
}

Calendar empty_calendar()
{
    Calendar calendar;
    calendar.date = absl::CivilDay{2031, 4, 1};
    calendar.file_prefix = "dc-";
    calendar.timezone = "America/New_York";
    return calendar;
}

Calendar rich_calendar()
{
    auto calendar = empty_calendar();
    calendar.events = rich_events();
    for (auto const& one : calendar.events) {
        calendar.venues.push_back(one.place);
        calendar.organizers.push_back({one.organizer, "https://owls.example", "club@owls.example", "703-555-0101"});
        calendar.changes.push_back({Change::added, identity_of(one), one, std::nullopt, {}});
    }
    auto before = calendar.events.front();
    before.name = "Owl Walk";
    calendar.changes.front() = {Change::changed, identity_of(before), calendar.events.front(), before, {"name"}};
    auto const gone = event("Gone Walk", 9);
    calendar.changes.push_back({Change::gone, identity_of(gone), gone, gone, {}});

    for (auto const status :
         {SourceStatus::operational, SourceStatus::broken, SourceStatus::stale, SourceStatus::with_errors,
          SourceStatus::not_reached, SourceStatus::skipped, SourceStatus::no_events}) {
        SourceReport report;
        report.source = fmt::format("source_{}", static_cast<int>(status));
        report.name = "Society of <Owls> & \"Moss\"";
        report.status = status;
        report.events = 12;
        report.usual = 11.5;
        report.added = 2;
        report.drops = {{"over", 3}, {"outside the window", 4}};
        report.pages = 14;
        report.failed_pages = 1;
        report.bytes = 3'412'000;
        report.seconds = 12.34;
        report.message =
            "https://owls.example/?api_key=REDACTED answered <503> three times. Look: almanac explain owls";
        calendar.reports.push_back(report);
    }
    for (auto const level : {Level::info, Level::warning, Level::error})
        calendar.log.push_back(
            {now, level, "owls", "https://owls.example/?api_key=REDACTED", "=1+1, \"quoted\"\nline"});
    return calendar;
}

std::string basename_of(std::string const& path)
{
    return std::filesystem::path{path}.filename().string();
}

class EveryWriter : public testing::TestWithParam<std::string_view> {
protected:
    [[nodiscard]] static std::vector<Output> render(Calendar const& calendar)
    {
        return make_writer(GetParam())->render(calendar);
    }
};

void expect_wellformed(std::vector<Output> const& outputs)
{
    ASSERT_FALSE(outputs.empty());
    std::set<std::string> paths;
    for (auto const& output : outputs) {
        SCOPED_TRACE(output.path);
        EXPECT_TRUE(is_utf8(output.bytes));
        EXPECT_FALSE(output.bytes.empty());
        EXPECT_NE(output.content_type.find('/'), std::string::npos);
        EXPECT_TRUE(paths.insert(output.path).second) << "two files of one name";
        // Files of a day have its date; what is read under one name only (a site, feeds) has none.
        if (RE2::FullMatch(output.path, "(data|reports|logs)/.*")) {
            EXPECT_TRUE(RE2::FullMatch(output.path, "(data|reports|logs)/dc-[a-z-]+-2031-04-01\\.[a-z]+"));
        }
        if (!output.latest.empty()) {
            EXPECT_TRUE(RE2::FullMatch(output.latest, "latest/dc-[a-z-]+\\.[a-z]+"));
        }
        EXPECT_EQ(output.path.find(".."), std::string::npos);
        EXPECT_EQ(output.bytes.find('\x1b'), std::string::npos) << "a control character";
    }
}

TEST_P(EveryWriter, WriteAnEmptyCalendar)
{
    expect_wellformed(render(empty_calendar()));
}

TEST_P(EveryWriter, WriteAHostileOne)
{
    auto const outputs = render(rich_calendar());
    expect_wellformed(outputs);
    for (auto const& output : outputs)
        if (output.content_type.starts_with("text/html")) {
            EXPECT_EQ(output.bytes.find("<script>alert"), std::string::npos) << output.path;
            EXPECT_EQ(output.bytes.find("onerror=alert"), std::string::npos) << output.path;
        }
}

TEST_P(EveryWriter, WriteTheSameBytesForTheSameCalendar)
{
    auto calendar = rich_calendar();
    auto const first = render(calendar);
    std::ranges::reverse(calendar.events);
    std::ranges::reverse(calendar.venues);
    std::ranges::reverse(calendar.reports);
    auto const second = render(calendar);
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(first[i].path, second[i].path);
        EXPECT_EQ(first[i].bytes, second[i].bytes) << first[i].path;
    }
}

TEST_P(EveryWriter, WriteWhatIsExpected)
{
    bool const update = std::getenv("UPDATE") != nullptr;
    auto const folder = project_folder() / "tests" / "write" / "expected" / std::string{GetParam()};
    for (auto const& output : render(rich_calendar())) {
        auto const file = folder / basename_of(output.path);
        if (update)
            write_whole_file(file, output.bytes);
        ASSERT_TRUE(std::filesystem::exists(file)) << file << " is missing: run this with UPDATE=1 and look at it";
        EXPECT_EQ(output.bytes, read_whole_file(file)) << file;
    }
}

INSTANTIATE_TEST_SUITE_P(, EveryWriter, testing::ValuesIn(writer_names), [](auto const& writer) {
    std::string name{writer.param};
    std::ranges::replace(name, '-', '_');
    return name;
});

}  // namespace
}  // namespace almanac
