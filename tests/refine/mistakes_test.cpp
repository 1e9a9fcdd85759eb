// The mistakes that earlier programs for this calendar made, each with a test of its name.

#include "event/money.hpp"
#include "fetch/quick_fetch.hpp"
#include "harvest/edition.hpp"
#include "harvest/harvest.hpp"
#include "merge/changes.hpp"
#include "merge/duplicates.hpp"
#include "refine/refine.hpp"
#include "store/folder_store.hpp"
#include "store/publish.hpp"
#include "support/loopback_server.hpp"
#include "support/temporary_folder.hpp"
#include "time/clock.hpp"
#include "time/read_when.hpp"
#include "write/csv.hpp"
#include "write/writer.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace almanac {
namespace {

/// 1 March 2026, 12:00 in New York.
absl::Time const noon = absl::FromCivil(absl::CivilSecond(2026, 3, 1, 17), absl::UTCTimeZone());

Source club()
{
    Source source;
    source.id = "club";
    source.name = "Walking Club";
    source.state = "DC";
    source.timezone = "America/New_York";
    source.url = "https://club.example/events/";
    return source;
}

Event walk(std::string name, absl::CivilDay day)
{
    Event event;
    event.name = std::move(name);
    event.url = "https://club.example/events/walk";
    event.page = "https://club.example/events/";
    event.when.start = absl::CivilSecond{day} + 9 * 3600;
    event.when.end = event.when.start + 3600;
    event.when.has_end = true;
    event.when.zone = "America/New_York";
    return event;
}

Reading refined(std::vector<Event> events)
{
    Reading raw;
    raw.events = std::move(events);
    Config const config;
    return refine(std::move(raw), club(), config, refine_options(config, club(), noon, config.window.days));
}

absl::CivilDay const soon(2026, 3, 7);

TEST(Mistakes, ABadEventHidingTheNext)
{
    auto bad = walk("Bad", soon);
    bad.when = {};
    auto worse = walk("Worse", soon);
    worse.when.zone = std::string(100'000, '/');
    worse.name = "\xff\xfe<<<&#x110000;";
    worse.when.end = absl::CivilSecond(999'999, 1, 1);
    auto const reading = refined({bad, worse, walk("Good", soon)});
    ASSERT_EQ(reading.events.size(), 1U);
    EXPECT_EQ(reading.events[0].name, "Good");
    EXPECT_EQ(reading.drops.size(), 2U);
}

TEST(Mistakes, CurlyQuotesDashesAndNonLatinTextDeleted)
{
    auto const name = "“Owls” – the night’s birds… 東京 Привет";
    auto event = walk(name, soon);
    event.description = fmt::format("<p>{}</p>", name);
    event.place.name = "L’École – Haus für Möwen";
    auto const reading = refined({event});
    ASSERT_EQ(reading.events.size(), 1U);
    EXPECT_EQ(reading.events[0].name, name);
    EXPECT_EQ(reading.events[0].description, fmt::format("(DC) <p>{}</p>", name));
    EXPECT_EQ(reading.events[0].excerpt, name);
    EXPECT_EQ(reading.events[0].place.name, "L’École – Haus für Möwen");
}

TEST(Mistakes, TextRepeatedWhenAWordHadAnAccent)
{
    auto event = walk("Café at the Château", soon);
    event.description = "A résumé of the naïve façade.";
    auto const reading = refined({event});
    ASSERT_EQ(reading.events.size(), 1U);
    EXPECT_EQ(reading.events[0].name, "Café at the Château");
    EXPECT_EQ(reading.events[0].description, "(DC) A résumé of the naïve façade.");
    EXPECT_EQ(reading.events[0].excerpt, "A résumé of the naïve façade.");
}

TEST(Mistakes, StartAndEndSwapped)
{
    auto right = walk("Right", soon);
    auto wrong = walk("Wrong", soon);
    std::swap(wrong.when.start, wrong.when.end);
    auto const reading = refined({right, wrong});
    ASSERT_EQ(reading.events.size(), 1U);
    EXPECT_EQ(reading.events[0].when, right.when);
    ASSERT_EQ(reading.drops.size(), 1U);
    EXPECT_EQ(reading.drops[0].reason, "ends before it starts");
}

TEST(Mistakes, OneEventParksDropped)
{
    auto merged = merge_within(refined({walk("Only Walk", soon)}).events);
    EXPECT_EQ(merged.events.size(), 1U);
    EXPECT_EQ(merge_across(std::move(merged.events), {}).events.size(), 1U);
}

TEST(Mistakes, CentsReadAsDollars)
{
    EXPECT_EQ(to_cost_cell(read_money("$12.50").value_or(Money{})), "12.50");
}

TEST(Mistakes, TwoPricesReadAsOne)
{
    EXPECT_EQ(to_cost_cell(read_money("$5 for members, $10 for all others").value_or(Money{})), "5 - 10");
}

TEST(Mistakes, AVenueTaggedWithThePreviousVenuesState)
{
    auto in_virginia = walk("First", soon);
    in_virginia.place.name = "Mill Park, 8 Mill St, Great Falls, VA 22066";
    auto nowhere = walk("Second", soon);
    nowhere.place.name = "Mill Park";
    auto in_maryland = walk("Third", soon);
    in_maryland.place.name = "Old Farm";
    in_maryland.place.state = "Maryland";
    auto const reading = refined({in_virginia, nowhere, in_maryland, walk("Fourth", soon)});
    ASSERT_EQ(reading.events.size(), 4U);
    EXPECT_EQ(reading.events[0].description, "(VA)");
    EXPECT_EQ(reading.events[1].description, "(DC)");
    EXPECT_EQ(reading.events[2].description, "(MD)");
    EXPECT_EQ(reading.events[3].description, "(DC)");
}

TEST(Mistakes, TheStateTagTwice)
{
    auto event = walk("Walk", soon);
    event.description = "(DC) Bring water.";
    auto const once = refined({event});
    ASSERT_EQ(once.events.size(), 1U);
    EXPECT_EQ(once.events[0].description, "(DC) Bring water.");
    EXPECT_EQ(refined(once.events).events.at(0).description, "(DC) Bring water.");
}

TEST(Mistakes, NinetyDaysMeaning190)
{
    absl::CivilDay const today(2026, 3, 1);
    auto const reading = refined({walk("Last", today + 90), walk("Late", today + 91), walk("Far", today + 189)});
    ASSERT_EQ(reading.events.size(), 1U);
    EXPECT_EQ(reading.events[0].name, "Last");
    EXPECT_EQ(reading.drops.size(), 2U);
}

TEST(Mistakes, PastEventsKept)
{
    absl::CivilDay const today(2026, 3, 1);
    auto running = walk("Running", today - 10);
    running.when.end = absl::CivilSecond{today + 10};
    auto const reading = refined({walk("Last year", today - 365), walk("Yesterday", today - 1),
                                  walk("This morning", today), running, walk("Tomorrow", today + 1)});
    ASSERT_EQ(reading.events.size(), 2U);
    EXPECT_EQ(reading.events[0].name, "Running");
    EXPECT_EQ(reading.events[1].name, "Tomorrow");
    for (auto const& drop : reading.drops)
        EXPECT_EQ(drop.reason, "over");
}

TEST(Mistakes, ApiKeysInLogs)
{
    auto event = walk("", soon);
    event.url = "https://api.example/events?api_key=SECRET&id=3";
    auto long_name = walk(std::string(2000, 'x'), soon);
    long_name.url = event.url;
    auto const reading = refined({event, long_name});
    ASSERT_EQ(reading.drops.size(), 1U);
    ASSERT_EQ(reading.notes.size(), 1U);
    auto const& drop = reading.drops[0];
    auto const& note = reading.notes[0];
    for (auto const& text : {drop.url, drop.detail, note.url, note.message})
        EXPECT_EQ(text.find("SECRET"), std::string::npos) << text;
}

TEST(Mistakes, ABrokenSourceEmptyingTheCalendar)
{
    auto const events = refined({walk("A", soon), walk("B", soon), walk("C", soon)}).events;
    CompareOptions const options{noon, absl::CivilDay(2026, 5, 30), true};
    auto known = compare({}, events, options).known;
    for (int harvest = 0; harvest < 5; ++harvest) {
        auto const comparison = compare(known, {}, options);
        EXPECT_TRUE(comparison.suspicious);
        EXPECT_TRUE(comparison.changes.empty());
        EXPECT_EQ(comparison.kept.size(), 3U);
        known = comparison.known;
    }
}

TEST(Mistakes, RandomCsvColumnOrder)
{
    Calendar calendar;
    calendar.date = absl::CivilDay{2026, 3, 1};
    calendar.timezone = "America/New_York";
    auto const empty = make_writer("csv")->render(calendar);
    auto shown = refined({walk("B", soon), walk("A", soon)}).events;
    calendar.events = shown;
    auto const filled = make_writer("csv")->render(calendar);
    std::ranges::reverse(shown);
    calendar.events = shown;
    auto const again = make_writer("csv")->render(calendar);
    ASSERT_EQ(empty.size(), filled.size());
    for (std::size_t i = 0; i < empty.size(); ++i) {
        EXPECT_EQ(read_csv(empty[i].bytes).rows.at(0).cells, read_csv(filled[i].bytes).rows.at(0).cells);
        EXPECT_EQ(filled[i].bytes, again[i].bytes);
    }
}

/// The first source's server does not answer, the second's page is no page.
class OneGoodHost final : public Fetcher {
public:
    std::vector<Page> get(std::span<Request const> requests) override
    {
        std::vector<Page> pages;
        for (auto const& request : requests) {
            auto& page = pages.emplace_back();
            page.url = page.final_url = request.url;
            if (request.url.starts_with("https://down.example/")) {
                page.problem = FetchProblem::connect;
                page.message = "does not answer";
                continue;
            }
            page.status = 200;
            page.body = request.url.starts_with("https://odd.example/")
                            ? std::string(10'000, '\xff')
                            : R"([{"@type":"Event","name":"Walk","startDate":"2026-03-07T09:00"}])";
        }
        return pages;
    }
};

std::vector<SourceResult> harvest_three(std::vector<Source>& sources)
{
    for (auto const* id : {"down", "odd", "club"}) {
        auto& source = sources.emplace_back(club());
        source.id = id;
        source.url = std::string{"https://"} + id + ".example/events/";
    }
    OneGoodHost fetcher;
    FixedClock const clock{noon};
    HarvestOptions options;
    options.now = noon;
    options.clock = &clock;
    return harvest(sources, Config{}, fetcher, options);
}

TEST(Mistakes, OneSourcesFaultKillingAll)
{
    std::vector<Source> sources;
    auto const results = harvest_three(sources);
    ASSERT_EQ(results.size(), 3U);
    EXPECT_TRUE(results[0].reading.events.empty());
    EXPECT_TRUE(results[1].reading.events.empty());
    ASSERT_EQ(results[2].reading.events.size(), 1U);
    EXPECT_EQ(results[2].reading.events[0].name, "Walk");
}

TEST(Mistakes, ABrokenSourceReportedOperational)
{
    std::vector<Source> sources;
    auto const edition = conclude(harvest_three(sources), {}, noon, 90, {});
    for (auto const& report : edition.reports)
        EXPECT_EQ(report.status == SourceStatus::broken, report.source == "down") << report.source;

    SourceFacts facts;
    facts.pages = 1;
    facts.usual = 23;
    facts.good_runs = 3;
    EXPECT_EQ(judge_status(facts), SourceStatus::broken) << "a source that silently gives nothing";
}

TEST(Mistakes, HistoryOfVenuesDeletedBeforeTheNewFileWasWritten)
{
    TemporaryFolder const folder;
    FolderStore store{folder.path()};
    auto const venues = [](std::string const& bytes) {
        return std::vector<Output>{{"data/venues-2026-03-01.csv", "latest/venues.csv", "text/csv", bytes},
                                   {"data/log-2026-03-01.csv", "latest/log.csv", "text/csv", "log"}};
    };
    publish(store, venues("Mill Park"), {noon, "", {}});
    auto next = venues("Old Farm");
    next.back().path = "../outside";
    EXPECT_THROW(publish(store, next, {noon + absl::Hours(1), "", {}}), StoreError);
    EXPECT_EQ(store.get("latest/venues.csv"), "Mill Park");
}

TEST(Mistakes, NoonReadAsTwoOClock)
{
    WhenOptions const options{absl::CivilSecond(2026, 3, 1), "America/New_York"};
    auto const start = [&](std::string_view text) {
        auto const times = read_when(text, options).times;
        return times.empty() ? std::string{"none"} : absl::FormatCivilTime(times.front().start);
    };
    EXPECT_EQ(start("Sat. March 7th, 2026 12pm"), "2026-03-07T12:00:00");
    EXPECT_EQ(start("Sat. March 7th, 2026 1:30p.m."), "2026-03-07T13:30:00");
}

TEST(Mistakes, NoTimeoutNoRetryNoUserAgent)
{
    auto server = test::LoopbackServer{};
    server.on("/flaky", {test::Reply{.status = 503}, test::Reply{.body = "<p>there</p>"}});
    server.on("/slow", test::Reply{.body = "late", .delay = std::chrono::seconds{30}});
    auto const flaky = test::fetch(test::quick(), test::ask(server.url("/flaky")));
    EXPECT_EQ(flaky.body, "<p>there</p>");
    EXPECT_EQ(flaky.retries, 1);

    auto options = test::quick();
    options.request_timeout = absl::Milliseconds(200);
    EXPECT_EQ(test::fetch(options, test::ask(server.url("/slow"))).problem, FetchProblem::timeout);
    EXPECT_TRUE(make_user_agent("0", "https://club.example/about").starts_with("Almanac/"));
}

}  // namespace
}  // namespace almanac
