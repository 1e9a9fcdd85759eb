#include "read/propose.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

class Nothing final : public Fetcher {
public:
    std::vector<Page> get(std::span<Request const> requests) override { return std::vector<Page>(requests.size()); }
};

std::vector<Proposal> propose_for(std::string body)
{
    Nothing fetcher;
    Source source;
    source.id = "oak";
    source.timezone = "America/New_York";
    Page page;
    page.url = page.final_url = "https://oak.example/events/";
    page.body = std::move(body);
    return propose(
        page, {source, fetcher, absl::CivilSecond{2031, 4, 1}, absl::CivilDay{2031, 4, 1}, absl::CivilDay{2031, 7, 1}});
}

std::string best(std::string body)
{
    auto const proposals = propose_for(std::move(body));
    return proposals.empty() ? "none" : to_toml(proposals.front());
}

constexpr std::string_view guess = "# A guess. Hold each example against the page; docs/recipes.md has all words.\n";

TEST(Propose, FindsCardsByTheirClasses)
{
    EXPECT_EQ(best(R"(<nav><a class="item" href="/a">Home</a><a class="item" href="/b">About</a></nav>
        <div class="card post-17"><h3 class="title">Owls</h3><a href="/1">more</a><i class="day">April 5, 2031 7pm</i>
        <u class="location">Mill</u></div>
        <div class="card post-18"><h3 class="title">Moss</h3><a href="/2">more</a><i class="day">April 6, 2031 7pm</i>
        <u class="location">Barn</u></div>)"),
              std::string{guess} + R"([html]
items = 'div.card'                      # 2 events

[html.fields]
name  = 'h3.title'                      # Owls
url   = 'a@href'                        # https://oak.example/1
when  = 'i.day'                         # 2031-04-05T19:00
venue = 'u.location'                    # Mill
)");
}

TEST(Propose, GoesAroundNamesThatNoSelectorCanSay)
{
    EXPECT_EQ(
        best(
            R"(<p"b class="card" data-"x="Owl walks"><h3 class="title">Owls</h3><a href="/1">more</a><i<u class="day">April 5, 2031</i<u></p"b>
        <p"b class="card"><h3 class="title">Moss</h3><a href="/2">more</a><i<u class="day">April 6, 2031</i<u></p"b>)"),
        std::string{guess} + R"([html]
items = '*.card'                        # 2 events

[html.fields]
name  = 'h3.title'                      # Owls
url   = 'a@href'                        # https://oak.example/1
when  = '*.day'                         # 2031-04-05
)");
}

TEST(Propose, FindsRowsOfATableByTheirCells)
{
    EXPECT_EQ(best(R"(<table class="list"><tr><th>When</th><th>What</th></tr>
        <tr><td>4/5/2031 7:00 PM</td><td>Parks Board</td></tr><tr><td>4/12/2031 7:00 PM</td><td>Zoning Board</td></tr>
        <tr><td>4/19/2031 7:00 PM</td><td>School Board</td></tr></table>)"),
              std::string{guess} + R"([html]
items = 'table.list > tbody > tr'       # 3 events

[html.fields]
name  = 'td:nth-child(2)'               # Parks Board
when  = 'td:nth-child(1)'               # 2031-04-05T19:00
)");
}

TEST(Propose, TellsCellsOfOneClassApart)
{
    EXPECT_EQ(
        best(
            R"(<table><tr class="row"><td class="cell">Parks Board April 2031</td><td class="cell">4/5/2031 7:00 PM</td></tr>
        <tr class="row"><td class="cell">Parks Board May 2031</td><td class="cell">5/3/2031 7:00 PM</td></tr></table>)"),
        std::string{guess} + R"([html]
items = 'table > tbody > tr'            # 2 events

[html.fields]
name  = 'td:nth-child(1)'               # Parks Board April 2031
when  = 'td:nth-child(2)'               # 2031-04-05T19:00
)");
}

TEST(Propose, ReadsDatesThatStandInSeveralElements)
{
    EXPECT_EQ(
        best(
            R"(<h2>Apr 2031</h2><div class="card"><p class="date"><i>April</i><i>5</i><i>7:00 PM</i></p><h3>Owls</h3></div>
        <h2>May 2031</h2><div class="card"><p class="date"><i>May</i><i>6</i><i>8:00 PM</i></p><h3>Moss</h3></div>)"),
        std::string{guess} + R"([html]
items = 'div.card'                      # 2 events

[html.fields]
name  = 'h3'                            # Owls
when  = 'p.date'                        # 2031-04-05T19:00
)");
}

TEST(Propose, TakesTheDayFromTheHeadingAbove)
{
    EXPECT_EQ(best(R"(<ul><li class="menu"><a href="/a">About us</a><li class="menu"><a href="/b">Contact us</a></ul>
        <h1>Oak Club</h1>
        <h3 class="day">Saturday, April 5, 2031</h3>
        <div class="event"><b>7:00 PM</b> <a href="/1">Owls</a> <u class="loc">Mill</u></div>
        <div class="event"><b>9:00 PM</b> <a href="/2">Stars</a> <u class="loc">Hill</u></div>
        <h3 class="day">Sunday, April 6, 2031</h3>
        <div class="event"><b>8:00 AM</b> <a href="/3">Moss</a> <u class="loc">Mill</u></div>
        <p><a href="/x">Privacy</a><a href="/y">Imprint</a></p>)"),
              std::string{guess} + R"([html]
items = 'div.event'                     # 3 events

[html.values]
day   = 'before h3.day'
hours = 'b'

[html.fields]
name  = 'a'                             # Owls
url   = 'a@href'                        # https://oak.example/1
when  = ['{day} {hours}', '{day}']      # 2031-04-05T19:00
venue = 'u.loc'                         # Mill
)");
    EXPECT_EQ(best(R"(<dl><dt>April 5, 2031<dd><a href="/1">Owls</a><dt>April 6, 2031<dd><a href="/2">Moss</a></dl>)"),
              std::string{guess} + R"([html]
items = 'dl > dd'                       # 2 events

[html.values]
day   = 'before dl > dt'

[html.fields]
name  = 'a'                             # Owls
url   = 'a@href'                        # https://oak.example/1
when  = '{day}'                         # 2031-04-05
)");
}

TEST(Propose, TakesTheDayFromTheCellOfAMonth)
{
    EXPECT_EQ(
        best(
            R"(<table><tr><td class="cell" data-date="2031-04-05">5 <p class="event">7:00 PM <a href="/1">Owls</a></p></td>
        <td class="cell" data-date="2031-04-06">6</td><td class="cell" data-date="2031-04-07">7
        <p class="event">8:00 PM <a href="/2">Moss</a></p><p class="event">9:00 PM <a href="/3">Stars</a></p></td></tr></table>)"),
        std::string{guess} + R"([html]
items = 'p.event'                       # 3 events

[html.values]
day   = 'before td.cell@data-date'

[html.fields]
name  = 'a'                             # Owls
url   = 'a@href'                        # https://oak.example/1
when  = '{day}'                         # 2031-04-05
)");
}

TEST(Propose, FindsTheOneEventOfAPage)
{
    EXPECT_EQ(
        best(R"(<head><meta property="og:image" content="/owl.jpg"></head><nav>April 1, 2031 8pm</nav><h1>Owls</h1>
        <p class="posted">Posted April 2, 2031 9:00 AM</p>
        <dl><dt>Event date:</dt><dd>April 5, 2031</dd><dt>Hours</dt><dd>7-9pm</dd><dt>Where</dt><dd class="location">Mill</dd></dl>
        <p>Owls, and where they sleep in the old mill. Bring a torch, and boots, for there are puddles on the way.</p>)"),
        std::string{guess} + R"(
[html.values]
day         = 'dt:contains("Event date:") + dd'
hours       = 'dt:contains("Hours") + dd'

[html.fields]
name        = 'h1'                      # Owls
when        = '{day} {hours}'           # 2031-04-05T19:00
venue       = 'dd.location'             # Mill
description = 'longest p'               # Owls, and where they sleep in the old mill. Bring a…
image       = "meta[property='og:image']@content" # https://oak.example/owl.jpg
)");
    EXPECT_EQ(best(R"(<h1>Owls are back</h1><p class="byline">By A. Reed, April 5, 2031</p><p>They are.</p>)"), "none")
        << "news have a date too";
    EXPECT_EQ(best(R"(<div class="row"><h1>Owls</h1><p class="date">April 5, 2031, 7pm</p></div><h1>Moss</h1>)"),
              "none")
        << "two headings, two subjects";
}

TEST(Propose, TakesWhatALinkDoesForNoName)
{
    EXPECT_EQ(best(R"(<h1>Parks Board</h1><table class="list">
        <tr><td>4/5/2031 7:00 PM</td><td><a href="/1.pdf">View Agenda</a></td></tr>
        <tr><td>4/12/2031 7:00 PM</td><td><a href="/2.pdf">[Agenda]</a></td></tr></table>)"),
              std::string{guess} + R"([html]
items = 'table.list > tbody > tr'       # 2 events

[html.fields]
name  = { value = 'Parks Board' }       # Parks Board
url   = 'a@href'                        # https://oak.example/1.pdf
when  = 'td:nth-child(1)'               # 2031-04-05T19:00
)");
}

TEST(Propose, FindsWhatElseCardsSay)
{
    EXPECT_EQ(
        best(
            R"(<div class="card"><img src="data:image/gif;base64,R0" data-src="/owl.jpg"><h3>Owls</h3><a href="/1">more</a>
        <i class="day">April 5, 2031 7pm</i><p>Owls, and where they sleep in the old mill.</p><b class="price">$5 - $8</b></div>
        <div class="card"><img src="data:image/gif;base64,R0" data-src="/moss.jpg"><h3>Moss</h3><a href="/2">more</a>
        <i class="day">April 6, 2031 7pm</i><p>A slow walk along the stream, looking for moss.</p><b class="price">Free</b></div>
        <div class="card"><h3>Bats</h3><a href="/3">more</a><i class="day">May 6, 2031 7pm</i></div>)"),
        std::string{guess} + R"([html]
items = 'div.card'                      # 3 events

[html.fields]
name        = 'h3'                      # Owls
url         = 'a@href'                  # https://oak.example/1
when        = 'i.day'                   # 2031-04-05T19:00
description = 'p'                       # Owls, and where they sleep in the old mill.
image       = 'img@data-src'            # https://oak.example/owl.jpg
cost        = 'b.price'                 # 5 - 8
)");
}

TEST(Propose, LeavesOutWhatAllEventsHaveAlike)
{
    std::string page;
    for (int day = 5; day < 9; ++day)
        page += fmt::format(R"(<div class="card"><img src="/logo.png"><h3>Walk {0}</h3><a href="/{0}">more</a>
            <i class="day">April {0}, 2031 7pm</i><p>We reserve the right to change what is announced here.</p></div>)",
                            day);
    auto const toml = best(page);
    EXPECT_NE(toml.find("when  = 'i.day'"), std::string::npos) << toml;
    EXPECT_EQ(toml.find("image"), std::string::npos) << toml;
    EXPECT_EQ(toml.find("description"), std::string::npos) << toml;
}

TEST(Propose, TakesDaysFirstWhereTheDatesProveIt)
{
    struct Case {
        std::string_view first;
        std::string_view second;
        bool day_first;
    };
    Case const cases[] = {{"25/4/2031", "3/5/2031", true},
                          {"25.04.2031 19:00", "03.05.2031 19:00", true},
                          {"4/5/2031", "3/5/2031", false},   // says nothing
                          {"4/25/2031", "3/5/2031", false},  // month first
                          {"2031-04-25", "2031-05-03", false}};
    for (auto const& c : cases) {
        SCOPED_TRACE(c.first);
        auto const proposals = propose_for(
            fmt::format(R"({{"list": [{{"title": "Owls", "start": "{}"}}, {{"title": "Moss", "start": "{}"}}]}})",
                        c.first, c.second));
        ASSERT_FALSE(proposals.empty());
        EXPECT_EQ(proposals.front().day_first, c.day_first);
        if (c.day_first) {
            EXPECT_EQ(proposals.front().trial.events.back().when.start.month(), 5);
        }
    }
    auto const rows =
        propose_for("<table><tr><td>25/4/2031</td><td>Owls</td></tr><tr><td>3/5/2031</td><td>Moss</td></tr>"
                    "</table>");
    ASSERT_FALSE(rows.empty());
    EXPECT_TRUE(rows.front().day_first);
    EXPECT_EQ(rows.front().trial.events.back().when.start.month(), 5);
}

constexpr std::string_view data = R"({"count": 2, "result": {"updated": "2031-03-01", "meetings": [
    {"id": "m-1", "posted": "2031-03-01", "topic": {"title": "Parks Board"}, "begins": "2031-04-05T19:00",
     "ends": "2031-04-05T21:00", "room": {"name": "Town Hall", "id": "x"}, "page": "/meetings/1", "tags": ["a"]},
    {"id": "m-2", "posted": "2031-03-02", "topic": {"title": "Zoning Board"}, "begins": "2031-04-12T19:00",
     "ends": "2031-04-12T21:00", "room": {"name": "Library", "id": "y"}, "page": "/meetings/2", "tags": ["b"]}]}})";

TEST(Propose, FindsListsOfDataByTheNamesOfTheirMembers)
{
    EXPECT_EQ(best(std::string{data}), std::string{guess} + R"([json]
items = 'result.meetings[]'             # 2 events

[json.fields]
name  = 'topic.title'                   # Parks Board
start = 'begins'                        # 2031-04-05T19:00
end   = 'ends'
url   = 'page'                          # https://oak.example/meetings/1
venue = 'room.name'                     # Town Hall
)");
}

TEST(Propose, FindsDataInAScript)
{
    auto const toml =
        best("<div id=app></div><script id='state' type='application/json'>" + std::string{data} + "</script>");
    EXPECT_NE(toml.find("[json]\nin_html = 'script#state'\nitems = 'result.meetings[]'"), std::string::npos) << toml;
}

TEST(Propose, NamesDatesWithoutANameByThePage)
{
    auto const proposals = propose_for("<h1>Board of Trees</h1><div class='text'><p>March 23, 2032 @ 8:30 a.m.</p>"
                                       "<p>May 25, 2032 @ 8:30 a.m.</p><p>July 12, 2032 @ 8:00 a.m.</p></div>");
    ASSERT_FALSE(proposals.empty());
    ASSERT_EQ(proposals.front().trial.events.size(), 3U);
    EXPECT_EQ(proposals.front().trial.events[1].name, "Board of Trees");
}

TEST(Propose, ProposesNothingWhereThereIsNoDate)
{
    EXPECT_EQ(best("<ul><li class='x'>One</li><li class='x'>Two</li><li class='x'>Three</li></ul>"), "none");
    EXPECT_EQ(best(""), "none");
    EXPECT_EQ(best("<p>April 5, 2031</p>"), "none");
}

}  // namespace
}  // namespace almanac
