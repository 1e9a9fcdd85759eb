#include "read/auto.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace almanac {
namespace {

constexpr std::string_view calendar =
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:From iCalendar\nDTSTART:20260314\nEND:VEVENT\nEND:VCALENDAR\n";
constexpr std::string_view offering = R"(<html><head><link rel="alternate" type="application/rss+xml" href="/feed">
    <link rel="alternate" type="text/calendar" href="events.ics"></head></html>)";

/// Pages by address; any other is missing.
class Shelf final : public Fetcher {
public:
    explicit Shelf(std::map<std::string, std::string> pages) : m_pages(std::move(pages)) {}

    std::vector<Page> get(std::span<Request const> requests) override
    {
        std::vector<Page> answers;
        for (auto const& request : requests) {
            auto& page = answers.emplace_back();
            page.url = page.final_url = request.url;
            auto const found = m_pages.find(request.url);
            if (found == m_pages.end()) {
                page.problem = FetchProblem::http_status;
                page.message = "there is no such page";
            } else {
                page.body = found->second;
            }
        }
        return answers;
    }

private:
    std::map<std::string, std::string> m_pages;
};

Source test_source(std::string reader = "auto")
{
    Source source;
    source.id = "oak";
    source.timezone = "America/New_York";
    source.url = "https://oak.example/events/";
    source.reader = std::move(reader);
    return source;
}

Reading read_from(std::map<std::string, std::string> pages, Source const& source = test_source())
{
    Shelf shelf{std::move(pages)};
    return make_reader(source)->read(
        {source, shelf, absl::CivilSecond{2026, 3, 1}, absl::CivilDay{2026, 3, 1}, absl::CivilDay{2026, 6, 1}});
}

std::string names(Reading const& reading)
{
    std::string text;
    for (auto const& event : reading.events)
        text += (text.empty() ? "" : ", ") + event.name;
    return text;
}

TEST(Auto, KnowsWhatBytesHold)
{
    struct Case {
        std::string_view bytes;
        std::string_view want;
        std::string_view note;
    };
    Case const cases[] = {
        {calendar, "From iCalendar", "events are from iCalendar"},
        {R"([{"@type":"Event","name":"From JSON","startDate":"2026-03-14"}])", "From JSON",
         "events are from schema.org in JSON"},
        {R"(<script type="application/ld+json">{"@type":"Event","name":"From HTML","startDate":"2026-03-14"}</script>)",
         "From HTML", "events are from JSON-LD"},
        {"<p>Nothing here</p>", "", ""},
        {"", "", "https://oak.example/events/: the answer is empty"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.bytes);
        auto const reading = read_from({{"https://oak.example/events/", std::string{c.bytes}}});
        EXPECT_EQ(names(reading), c.want);
        EXPECT_EQ(reading.notes.empty() ? "" : reading.notes.back().message, c.note);
    }
}

TEST(Auto, PrefersTheApiThatAPageLeadsTo)
{
    std::string const page = R"(<html><head><link rel="https://api.w.org/" href="https://oak.example/wp-json/"></head>
        <body class="tribe-events-page"><script type="application/ld+json">
        {"@type":"Event","name":"From the page","startDate":"2026-03-14"}</script></body></html>)";
    std::string const api = "https://oak.example/wp-json/tribe/events/v1/events?per_page=50&start_date=2026-03-01"
                            "&end_date=2026-06-01";
    std::string const first = R"({"events":[{"title":"From the API","start_date":"2026-03-14 10:00:00"}],
        "next_rest_url":"https://oak.example/next"})";
    std::string const second = R"({"events":[{"title":"Its second page","start_date":"2026-03-15 10:00:00"}]})";
    auto const reading =
        read_from({{"https://oak.example/events/", page}, {api, first}, {"https://oak.example/next", second}});
    EXPECT_EQ(names(reading), "From the API, Its second page");
    EXPECT_EQ(reading.notes.back().message, "events are from The Events Calendar (REST, by its page)");

    // A site that has switched its API off is no broken source.
    auto const closed = read_from({{"https://oak.example/events/", page}});
    EXPECT_EQ(names(closed), "From the page");
    EXPECT_EQ(closed.failed_pages, 0);
}

TEST(Auto, FollowsThePagesOfAPlatform)
{
    auto const list = [](std::string_view name, std::string_view next) {
        return "<div class='tribe-events-calendar-list__event'><h3 class='x-event-title'>" + std::string{name} +
               "</h3><span class='tribe-event-date-start'>March 14, 2026 @ 10:00 am</span></div>" + std::string{next};
    };
    auto const reading = read_from(
        {{"https://oak.example/events/", list("One", "<a class='tribe-events-c-nav__next' href='/events/2'>Next</a>")},
         {"https://oak.example/events/2", list("Two", "")}});
    EXPECT_EQ(names(reading), "One, Two");
}

TEST(Auto, TakesEventsToComeBeforePastOnesAndNeverTwoRungs)
{
    auto const reading = read_from(
        {{"https://oak.example/events/",
          R"(<script type="application/ld+json">{"@type":"Event","name":"Last year","startDate":"2025-03-14"}</script>
             <p class="h-event"><b class="p-name">Soon</b> <time class="dt-start" datetime="2026-03-20">20</time></p>)"}});
    EXPECT_EQ(names(reading), "Soon");
}

TEST(Auto, SaysWhatItTookAndWhatNot)
{
    std::string const page = R"(<link rel="alternate" type="text/calendar" href="events.ics">
        <script type="application/ld+json">[{"@type":"Event","name":"Owls","startDate":"2026-03-14"},
            {"@type":"Event","name":"Moss","startDate":"2026-03-15"}]</script>
        <p itemscope itemtype="https://schema.org/Event"><b itemprop="name">Owls</b>
            <time itemprop="startDate" datetime="2026-03-14">14</time></p>
        <p class="h-event"><b class="p-name">Owls</b> <time class="dt-start" datetime="2025-03-14">14</time></p>)";
    auto const reading = read_from(
        {{"https://oak.example/events/", page}, {"https://oak.example/events/events.ics", std::string{calendar}}});
    EXPECT_EQ(names(reading), "Owls, Moss");
    EXPECT_EQ(reading.pages, 1);  // the file that it offers would say the same once more
    EXPECT_EQ(reading.notes.back().message,
              "events are from JSON-LD; not taken, so that none is there twice: microdata "
              "(1 event), microformats (1 event) all past");
}

TEST(Auto, TakesTheDataThatSaysMore)
{
    auto const reading = read_from({{"https://oak.example/events/", R"(
        <script type="application/ld+json">{"@type":"Event","name":"Owls","startDate":"2026-03-14"}</script>
        <p itemscope itemtype="https://schema.org/Event"><b itemprop="name">Owls</b>
            <time itemprop="startDate" datetime="2026-03-14">14</time> <i itemprop="location">Mill</i></p>
        <p itemscope itemtype="https://schema.org/Event"><b itemprop="name">Moss</b>
            <time itemprop="startDate" datetime="2026-03-15">15</time></p>)"}});
    EXPECT_EQ(names(reading), "Owls, Moss");
    EXPECT_EQ(reading.notes.back().message,
              "events are from microdata; not taken, so that none is there twice: JSON-LD (1 event)");
}

TEST(Auto, FetchesTheCalendarThatAPageOffers)
{
    auto const reading = read_from({{"https://oak.example/events/", std::string{offering}},
                                    {"https://oak.example/events/events.ics", std::string{calendar}}});
    EXPECT_EQ(names(reading), "From iCalendar");
    EXPECT_EQ(reading.pages, 2);
    EXPECT_EQ(reading.failed_pages, 0);
    EXPECT_EQ(reading.events.at(0).page, "https://oak.example/events/events.ics");
}

TEST(Auto, SaysWhatCouldNotBeHad)
{
    auto const missing = read_from({});
    EXPECT_EQ(missing.failed_pages, 1);
    ASSERT_EQ(missing.notes.size(), 1U);
    EXPECT_EQ(missing.notes[0].level, Level::error);
    EXPECT_EQ(missing.notes[0].message, "there is no such page");

    auto const half = read_from({{"https://oak.example/events/", std::string{offering}}});
    EXPECT_EQ(half.pages, 1);
    EXPECT_EQ(half.failed_pages, 1);
}

TEST(Auto, MakesTheReaderThatASourceNames)
{
    EXPECT_EQ(names(read_from({{"https://oak.example/events/", std::string{calendar}}}, test_source("ical"))),
              "From iCalendar");
    EXPECT_EQ(
        names(read_from({{"https://oak.example/events/", R"({"@type":"Event","name":"A","startDate":"2026-03-14"})"}},
                        test_source("jsonld"))),
        "A");
    EXPECT_THROW((void)make_reader(test_source("icla")), ConfigError);
}

/// The Events Calendar gives 30 events a file at most; the next file repeats most of them.
TEST(Auto, AsksForTheFilesAfterOneOfThirtyEvents)
{
    auto const file = [](int first, int last) {
        std::string text = "BEGIN:VCALENDAR\nPRODID:-//Oak - ECPv6.17.1//NONSGML v1.0//EN\n";
        for (int i = first; i <= last; ++i)
            text += "BEGIN:VEVENT\nUID:" + std::to_string(i) + "\nSUMMARY:Walk " + std::to_string(i) +
                    "\nDTSTART:20260314T100000\nEND:VEVENT\n";
        return text + "END:VCALENDAR\n";
    };
    auto source = test_source("ical");
    source.url = "https://oak.example/events/?ical=1";
    auto const reading = read_from({{source.url, file(1, 30)},
                                    {"https://oak.example/events/list/page/2/?ical=1", file(11, 40)},
                                    {"https://oak.example/events/list/page/3/?ical=1", file(21, 42)}},
                                   source);
    std::set<std::string> uids;
    for (auto const& event : reading.events)
        uids.insert(event.uid);
    EXPECT_EQ(uids.size(), 42U);
    EXPECT_EQ(reading.pages, 3);
    EXPECT_EQ(reading.failed_pages, 0);

    auto const fewer = read_from({{source.url, file(1, 29)}}, source);
    EXPECT_EQ(fewer.events.size(), 29U);
    EXPECT_EQ(fewer.failed_pages, 0);
}

}  // namespace
}  // namespace almanac
