// What the editors of this calendar asked for, a test for each, and what was asked of the parks' and Eventbrite's
// interfaces. Each goes from a source's page to what is published of it. The mistakes of earlier programs are in
// mistakes_test.cpp.

#include "config/config.hpp"
#include "config/secrets.hpp"
#include "harvest/edition.hpp"
#include "harvest/harvest.hpp"
#include "support/paths.hpp"
#include "time/clock.hpp"
#include "time/sun.hpp"
#include "write/csv.hpp"
#include "write/writer.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

namespace almanac {
namespace {

/// 1 April 2031, 9:00 in Washington.
absl::Time const now = absl::FromCivil(absl::CivilSecond(2031, 4, 1, 13), absl::UTCTimeZone());

/// Pages by address; keeps what it was asked for.
class Shelf final : public Fetcher {
public:
    explicit Shelf(std::map<std::string, std::string> pages) : m_pages(std::move(pages)) {}

    std::vector<Page> get(std::span<Request const> requests) override
    {
        std::vector<Page> answers;
        for (auto const& request : requests) {
            asked.push_back(request);
            auto& page = answers.emplace_back();
            page.url = page.final_url = request.url;
            auto const found = m_pages.find(request.url);
            page.status = found == m_pages.end() ? 404 : 200;
            if (found == m_pages.end()) {
                page.problem = FetchProblem::http_status;
                page.message = "answered 404";
            } else {
                page.body = found->second;
            }
        }
        return answers;
    }

    std::vector<Request> asked;

private:
    std::map<std::string, std::string> m_pages;
};

std::vector<SourceResult> read_all(std::vector<Source> const& sources, Shelf& shelf,
                                   std::map<std::string, std::string> const& environment = {},
                                   Config const& config = {})
{
    FixedClock const clock{now};
    HarvestOptions options;
    options.now = now;
    options.clock = &clock;
    options.window_days = config.window.days;
    options.workers = 1;
    SecretPlaces places;
    places.environment = [&](std::string_view name) -> std::optional<std::string> {
        auto const found = environment.find(std::string{name});
        return found == environment.end() ? std::nullopt : std::optional{found->second};
    };
    options.tokens = fetch_tokens(sources, places);
    return harvest(sources, config, shelf, options);
}

Source park(std::string const& lines = {})
{
    return read_source("name = \"Friends of Mill Park\"\nstate = \"VA\"\nurl = \"https://mill.example/events\"\n" +
                           lines,
                       "mill.toml", {});
}

/// The rows of "events", "venues" or "organizers" of what the events make when they are published.
std::vector<std::map<std::string, std::string>> published(std::vector<SourceResult> results, std::string_view file)
{
    auto edition = conclude(std::move(results), {}, now, 90, {});
    Calendar calendar;
    calendar.date = absl::CivilDay{2031, 4, 1};
    calendar.timezone = "America/New_York";
    calendar.events = std::move(edition.events);
    for (auto const& event : calendar.events)
        if (!event.place.name.empty())
            calendar.venues.push_back(event.place);
    std::vector<std::map<std::string, std::string>> rows;
    for (auto const& output : make_writer("csv")->render(calendar)) {
        if (output.latest.find(file) == std::string::npos)
            continue;
        auto const table = read_csv(output.bytes);
        for (std::size_t r = 1; r < table.rows.size(); ++r)
            for (std::size_t c = 0; c < table.rows[0].cells.size(); ++c) {
                rows.resize(std::max(rows.size(), r));
                rows[r - 1][table.rows[0].cells[c]] = table.rows[r].cells[c];
            }
    }
    return rows;
}

std::string jsonld(std::string const& fields)
{
    return fmt::format(R"(<script type="application/ld+json">[{}]</script>)", fields);
}

std::string event_json(std::string_view name, std::string_view day, std::string_view more = {})
{
    return fmt::format(R"({{"@type":"Event","name":"{}","startDate":"{}T10:00","endDate":"{}T11:00"{}}})", name, day,
                       day, more);
}

std::vector<std::map<std::string, std::string>>
rows_of_page(std::string const& events, std::string_view file = "events", std::string const& lines = {})
{
    Shelf shelf{{{"https://mill.example/events", jsonld(events)}}};
    std::vector<Source> const sources{park(lines)};
    return published(read_all(sources, shelf), file);
}

Plan area()
{
    return load_plan(project_folder() / "almanac.toml", project_folder() / "sources");
}

Source source_of(std::string const& id)
{
    auto const plan = area();
    auto const found = std::ranges::find(plan.sources, id, &Source::id);
    return found == plan.sources.end() ? Source{} : *found;
}

TEST(Wishes, TheOrganizerIsTheSourcesOrganizationAndNeverTheVenue)
{
    auto const rows = rows_of_page(event_json(
        "Owls", "2031-04-05",
        R"(,"organizer":{"name":"Mill Barn"},"location":{"@type":"Place","name":"Mill Barn","address":"8 Mill St, Reston, VA 20190"})"));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].at("Event Organizer Name"), "Friends of Mill Park");
}

TEST(Wishes, TheOrganizersAreSpelledAsWordPressKnowsThem)
{
    std::set<std::string> const wanted{"Audubon Naturalist Society",
                                       "Arlington Parks",
                                       "Anacostia Watershed Society",
                                       "Casey Trees",
                                       "City Blossoms",
                                       "DC Audubon",
                                       "Building Bridges Across the River",
                                       "Fairfax Parks",
                                       "Friends of the National Arboretum",
                                       "Friends Of Kenilworth Gardens",
                                       "Little Falls Watershed Alliance",
                                       "Loudoun Wildlife Conservancy",
                                       "Maryland Native Plant Society",
                                       "Montgomery Parks",
                                       "NOVA Parks",
                                       "National Park Service",
                                       "Audubon Society of Northern Virginia",
                                       "Potomac Conservancy",
                                       "Rock Creek Conservancy",
                                       "Anacostia Riverkeeper",
                                       "Sierra Club DC",
                                       "Sierra Club MD",
                                       "The Nature Conservancy (Virginia)",
                                       "United States Botanic Garden",
                                       "Virginia Native Plant Society"};
    std::set<std::string> got;
    for (auto const& source : area().sources)
        got.insert(source.name);
    EXPECT_EQ(got, wanted);  // no aggregator that repeats others' events is among them either
}

TEST(Wishes, TheVenueIsAPlaceAndItsAddressGoesToTheVenuesFile)
{
    auto const page =
        event_json("Owls", "2031-04-05", R"(,"location":"Mill Park Nature Center, 8 Mill St, Reston, VA 20190")");
    auto const events = rows_of_page(page);
    auto const venues = rows_of_page(page, "venues");
    ASSERT_EQ(events.size(), 1U);
    ASSERT_EQ(venues.size(), 1U);
    EXPECT_EQ(events[0].at("Event Venue Name"), "Mill Park Nature Center");
    EXPECT_EQ(venues[0].at("Venue Name"), "Mill Park Nature Center");
    EXPECT_EQ(venues[0].at("Venue Address"), "8 Mill St");
    EXPECT_EQ(venues[0].at("Venue City"), "Reston");
}

TEST(Wishes, NoPlaceIsSeeEventWebsiteAndNoRowOfTheVenuesFile)
{
    auto const page = event_json("Owls", "2031-04-05");
    auto const events = rows_of_page(page);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].at("Event Venue Name"), "See event website");
    EXPECT_TRUE(rows_of_page(page, "venues").empty());
}

TEST(Wishes, TheDescriptionStartsWithTheStateOnce)
{
    auto const rows = rows_of_page(event_json("Owls", "2031-04-05", R"(,"description":"(VA) Bring a torch.")"));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].at("Event Description"), "(VA) Bring a torch.");
}

TEST(Wishes, EventsAreFromTodayToThreeMonthsAheadAndThatCanBeSet)
{
    auto const page = jsonld(event_json("Over", "2031-03-31") + "," + event_json("Today", "2031-04-01") + "," +
                             event_json("Last", "2031-06-30") + "," + event_json("Late", "2031-07-01"));
    std::vector<Source> const sources{park()};
    auto const names = [&](int days) {
        Shelf shelf{{{"https://mill.example/events", page}}};
        Config config;
        config.window.days = days;
        std::string text;
        auto const results = read_all(sources, shelf, {}, config);
        for (auto const& event : results.front().reading.events)
            text += event.name + ' ';
        return text;
    };
    EXPECT_EQ(Config{}.window.days, 90);
    EXPECT_EQ(names(90), "Today Last ");
    EXPECT_EQ(names(91), "Today Last Late ");
    EXPECT_EQ(names(5), "Today ");
}

TEST(Wishes, CostIsOneNumberOrARangeZeroForFreeAndBlankForUnknown)
{
    struct Case {
        std::string_view offers;
        std::string_view cell;
    };
    Case const cases[] = {
        {R"(,"offers":{"price":"$12.50"})", "12.50"},
        {R"(,"offers":{"lowPrice":"5","highPrice":"10"})", "5 - 10"},
        {R"(,"isAccessibleForFree":true)", "0"},
        {"", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.offers);
        auto const rows = rows_of_page(event_json("Owls", "2031-04-05", c.offers));
        ASSERT_EQ(rows.size(), 1U);
        EXPECT_EQ(rows[0].at("Event Cost"), c.cell);
    }
}

TEST(Wishes, OnePlaceSaysWhichSourceWorks)
{
    auto const second = [](std::string const& id, std::string const& url, std::string const& lines = {}) {
        return read_source(fmt::format("name = \"{}\"\nurl = \"{}\"\n{}", id, url, lines), id + ".toml", {});
    };
    std::vector<Source> const sources{
        park(), second("quiet", "https://quiet.example/events"), second("down", "https://down.example/events"),
        second("keyed", "https://keyed.example/events?k={token}",
               "token = \"KEYED_KEY\"\ntoken_in_url = true\ntoken_help = \"A key is free at keyed.example\"\n")};
    Shelf shelf{{{"https://mill.example/events", jsonld(event_json("Owls", "2031-04-05"))},
                 {"https://quiet.example/events", "<p>Nothing on.</p>"}}};
    auto const edition = conclude(read_all(sources, shelf), {}, now, 90, {});
    std::map<std::string, std::string> got;
    for (auto const& report : edition.reports)
        got[report.source] = to_string(report.status);
    EXPECT_EQ(
        got,
        (std::map<std::string, std::string>{
            {"mill", "operational"}, {"quiet", "operational, no events"}, {"down", "broken"}, {"keyed", "skipped"}}));
    EXPECT_EQ(edition.reports.front().source, "down") << "the worst stands first";
}

TEST(Wishes, WithoutATokenASourceIsSkippedWithALineThatSaysWhereToGetOne)
{
    for (auto const* id :
         {"nps", "fona", "dc_audubon", "friends_of_kenilworth_gardens", "riverkeeper", "sierra_club_md"}) {
        SCOPED_TRACE(id);
        Shelf shelf{{}};
        std::vector<Source> const sources{source_of(id)};
        auto const result = std::move(read_all(sources, shelf).front());
        EXPECT_EQ(result.outcome, Outcome::skipped);
        EXPECT_NE(result.message.find(" is not set. "), std::string::npos) << result.message;
        EXPECT_NE(result.message.find(" is free at "), std::string::npos) << result.message;
        EXPECT_TRUE(shelf.asked.empty());
    }
}

std::string nps_event(int id, std::string_view day, std::string_view times)
{
    return fmt::format(
        R"({{"id":"{0}","title":"Walk {0}","sitetype":"park","datestart":"{1}","dates":["{1}"],"times":[{2}],
        "isallday":"false","isfree":"true","parkfullname":"Rock Creek Park","location":"Nature Center","sitecode":"nama"}})",
        id, day, times);
}

constexpr std::string_view ten = R"({"timestart":"10:00 AM","timeend":"11:00 AM"})";

std::vector<Event> read_parks(std::vector<std::string> parks, Shelf& shelf)
{
    auto nps = source_of("nps");
    nps.recipe.each.front().choices.clear();
    for (auto const& code : parks)
        nps.recipe.each.front().choices.emplace_back(code, code);
    std::vector<Source> const sources{nps};
    return read_all(sources, shelf, {{"NPS_API_KEY", "k42"}}).front().reading.events;
}

std::string nps_url(std::string_view park, int page = 1)
{
    auto url = fmt::format("https://developer.nps.gov/api/v1/events?parkCode={}&limit=1000", park);
    return page == 1 ? url : fmt::format("{}&pageNumber={}", url, page);
}

TEST(Wishes, NpsPagesByPageNumberWithTheKeyInAHeader)
{
    Shelf shelf{{{nps_url("nama"), R"({"total":"3","data":[)" + nps_event(1, "2031-04-05", ten) + "," +
                                       nps_event(2, "2031-04-06", ten) + "]}"},
                 {nps_url("nama", 2), R"({"total":"3","data":[)" + nps_event(3, "2031-04-07", ten) + "]}"}}};
    EXPECT_EQ(read_parks({"nama"}, shelf).size(), 3U);
    ASSERT_EQ(shelf.asked.size(), 2U);
    for (auto const& request : shelf.asked) {
        EXPECT_EQ(request.url.find("k42"), std::string::npos);
        EXPECT_EQ(header(request.headers, "X-Api-Key"), "k42");
    }
}

TEST(Wishes, NpsKeepsAParkWithOneEvent)
{
    Shelf shelf{{{nps_url("rocr"), R"({"total":"1","data":[)" + nps_event(1, "2031-04-05", ten) + "]}"},
                 {nps_url("wotr"), R"({"total":"1","data":[)" + nps_event(2, "2031-04-06", ten) + "]}"},
                 {nps_url("gwmp"), R"({"total":"0","data":[]})"}}};
    auto const events = read_parks({"rocr", "wotr", "gwmp"}, shelf);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].name, "Walk 1");
    EXPECT_EQ(events[1].name, "Walk 2");
    EXPECT_EQ(events[0].place.name, "Nature Center");
}

/// Against the tables of the U.S. Naval Observatory for Washington: sunrise 6:46, sunset 19:33 on April 5.
TEST(Wishes, NpsComputesSunriseAndSunsetWithinTwoMinutes)
{
    Shelf shelf{
        {{nps_url("nama"),
          R"({"total":"1","data":[)" +
              nps_event(1, "2031-04-05", R"({"timestart":"","timeend":"","sunrisestart":"true","sunsetend":"true"})") +
              "]}"}}};
    auto const events = read_parks({"nama"}, shelf);
    ASSERT_EQ(events.size(), 1U);
    auto const minutes = [](absl::CivilSecond time) { return time.hour() * 60 + time.minute(); };
    EXPECT_LE(std::abs(minutes(events[0].when.start) - (6 * 60 + 46)), 2);
    EXPECT_LE(std::abs(minutes(events[0].when.end) - (19 * 60 + 33)), 2);
}

std::string eventbrite_page(std::string_view name, std::string_view more)
{
    return fmt::format(
        R"({{"pagination":{{{}}},"events":[{{"id":"{}","name":{{"text":"{}"}},"url":"https://www.eventbrite.com/e/1",
        "start":{{"timezone":"America/New_York","local":"2031-04-05T19:00:00"}},"end":{{"local":"2031-04-05T21:00:00"}},
        "status":"live","is_free":false,"venue":{{"name":"Mill Park","address":{{"address_1":"8 Mill St","city":"Reston"}}}},
        "ticket_availability":{{"minimum_ticket_price":{{"major_value":"12.50"}}}}}}]}})",
        more, name, name);
}

TEST(Wishes, EventbriteTokenInAHeaderContinuationsAndOneCallForVenueAndPrice)
{
    for (auto const* id : {"dc_audubon", "friends_of_kenilworth_gardens", "riverkeeper", "sierra_club_md"}) {
        SCOPED_TRACE(id);
        auto const source = source_of(id);
        EXPECT_EQ(source.reader, "eventbrite");
        Shelf shelf{{{source.url, eventbrite_page("Owls", R"("has_more_items":true,"continuation":"c2")")},
                     {source.url + "&continuation=c2", eventbrite_page("Moss", R"("has_more_items":false)")}}};
        std::vector<Source> const sources{source};
        auto const result = std::move(read_all(sources, shelf, {{"EVENTBRITE_TOKEN", "t42"}}).front());
        ASSERT_EQ(result.reading.events.size(), 2U);
        EXPECT_EQ(shelf.asked.size(), 2U) << "a page each, none for venues or prices";
        for (auto const& request : shelf.asked) {
            EXPECT_EQ(request.url.find("t42"), std::string::npos);
            EXPECT_EQ(header(request.headers, "Authorization"), "Bearer t42");
        }
        auto const& event = result.reading.events.front();
        EXPECT_EQ(event.place.name, "Mill Park");
        EXPECT_EQ(event.place.street, "8 Mill St");
        EXPECT_EQ(event.cost ? to_cost_cell(*event.cost) : "", "12.50");
    }
}

}  // namespace
}  // namespace almanac
