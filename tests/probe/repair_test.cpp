// almanac probe --repair: redesigns of a page of our own, each mended or honestly not.

#include "probe/repair_site.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace almanac {
namespace {

using test::page;
using test::Reply;

struct Event {
    std::string_view name;
    std::string_view path;
    std::string_view when;
    std::string_view iso;
    std::string_view place;
};

constexpr Event before[] = {{"Owl Prowl", "/owls", "April 5, 2031, 7pm", "2031-04-05T19:00", "Mill Park"},
                            {"Moss Walk", "/moss", "April 12, 2031, 10am", "2031-04-12T10:00", "Old Barn"},
                            {"Bat Night", "/bats", "May 2, 2031, 8:30pm", "2031-05-02T20:30", "Mill Park"},
                            {"Fern Talk", "/ferns", "May 9, 2031, 11am", "2031-05-09T11:00", "Library"}};
/// A month later: one is over, one is new.
constexpr Event after[] = {{"Moss Walk", "/moss", "April 12, 2031, 10am", "2031-04-12T10:00", "Old Barn"},
                           {"Bat Night", "/bats", "May 2, 2031, 8:30pm", "2031-05-02T20:30", "Mill Park"},
                           {"Fern Talk", "/ferns", "May 9, 2031, 11am", "2031-05-09T11:00", "Library"},
                           {"Pond Day", "/pond", "June 7, 2031, 1pm", "2031-06-07T13:00", "Mill Park"}};

std::string first_design(Event const& e)
{
    return fmt::format(R"(<div class="happening"><h3><a href="{}">{}</a></h3><p class="date">{}</p>
        <p class="place">{}</p></div>)",
                       e.path, e.name, e.when, e.place);
}

constexpr std::string_view recipe = R"(# The friends of the mill
name = "Mill"
url  = "{url}"

[html]
items = ".happening"   # one event

[html.fields]
name  = "h3"
url   = "h3 a@href"
when  = ".date"        # with the time
venue = ".place"
)";

class RepairTest : public test::RepairSite {
protected:
    void SetUp() override
    {
        RepairSite::SetUp();
        write(std::string{recipe});
        show([](Event const& e) { return first_design(e); }, before);
        record();
    }

    template <std::size_t size>
    void show(std::function<std::string(Event const&)> const& design, Event const (&events)[size],
              std::string_view around = "{}")
    {
        std::string body;
        for (auto const& event : events)
            body += design(event);
        m_server.on("/events/", page("<title>Mill</title><h1>What is on</h1>" +
                                     fmt::format(fmt::runtime(around), body) + "<p>Made by hand</p>"));
    }
};

constexpr std::string_view all_found = "Found 4:\n"
                                       "  2031-04-12 10:00    Moss Walk · Old Barn\n"
                                       "  2031-05-02 20:30    Bat Night · Mill Park\n"
                                       "  2031-05-09 11:00    Fern Talk · Library\n"
                                       "  2031-06-07 13:00    Pond Day · Mill Park\n";

TEST_F(RepairTest, LeavesAloneWhatWorks)
{
    show([](Event const& e) { return first_design(e); }, after);
    auto const ended = repair();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out, "mill: nothing is broken: 4 events in the capture of 2031-04-01, 4 today\n");
}

TEST_F(RepairTest, FindsAClassThatWasRenamed)
{
    show(
        [](Event const& e) {
            return fmt::format(R"(<div class="happening"><h3><a href="{}">{}</a></h3><p class="when">{}</p>
                <p class="place">{}</p></div>)",
                               e.path, e.name, e.when, e.place);
        },
        after);
    auto const ended = repair();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out, "mill: broken: 4 events in the capture of 2031-04-01, 0 today\n"
                         "  when: '.date' -> 'p.when' (3 of 3 events that both pages hold say the same there)\n"
                         "With this change 4 events, such as 2031-04-12 10:00    Moss Walk · Old Barn\n"
                         "--- sources/mill.toml\n+++ sources/mill.toml\n@@ -8,5 +8,5 @@\n [html.fields]\n"
                         " name  = \"h3\"\n url   = \"h3 a@href\"\n-when  = \".date\"        # with the time\n"
                         "+when  = 'p.when'        # with the time\n venue = \".place\"\n"
                         "\nTo change the file so: almanac probe --repair mill --write\n");
    EXPECT_EQ(mended(), all_found);
}

TEST_F(RepairTest, FindsAListThatBecameATable)
{
    show(
        [](Event const& e) {
            return fmt::format(R"(<tr><td>{}</td><td><a href="{}">{}</a></td><td>{}</td></tr>)", e.when, e.path, e.name,
                               e.place);
        },
        after, "<table class='programme'><tr><th>When</th><th>What</th><th>Where</th></tr>{}</table>");
    EXPECT_EQ(mended(), all_found);
}

TEST_F(RepairTest, FindsWhatWasWrapped)
{
    show(
        [](Event const& e) {
            return fmt::format(R"(<li class="entry"><div class="inner"><h2 class="title"><a href="{}">{}</a></h2>
                <div class="meta"><span class="day">{}</span><span class="venue">{}</span></div></div></li>)",
                               e.path, e.name, e.when, e.place);
        },
        after, "<div class='wrap'><ul class='list'>{}</ul></div>");
    EXPECT_EQ(mended(), all_found);
}

TEST_F(RepairTest, FindsADateThatMovedIntoAnAttribute)
{
    show(
        [](Event const& e) {
            return fmt::format(R"(<div class="happening"><h3><a href="{}">{}</a></h3><time datetime="{}">soon</time>
                <p class="place">{}</p></div>)",
                               e.path, e.name, e.iso, e.place);
        },
        after);
    auto const ended = repair();
    EXPECT_NE(ended.out.find("+when  = 'time@datetime'        # with the time"), std::string::npos) << ended.out;
    EXPECT_EQ(mended(), all_found);
}

TEST_F(RepairTest, FindsALinkThatMoved)
{
    show(
        [](Event const& e) {
            return fmt::format(R"(<div class="happening"><h3>{}</h3><p class="date">{}</p><p class="place">{}</p>
                <p><a class="more" href="{}">More</a></p></div>)",
                               e.name, e.when, e.place, e.path);
        },
        after);
    auto const ended = repair();
    EXPECT_NE(ended.out.find("+url   = 'a.more@href'"), std::string::npos) << ended.out << ended.err;
    EXPECT_EQ(ended.out.find("-when"), std::string::npos);
    EXPECT_EQ(mended(), all_found);
}

TEST_F(RepairTest, KeepsACaptureOfTheNewPage)
{
    write(std::string{recipe}.replace(recipe.find("\n[html]\n"), 1,
                                      "capture = \"captures/mill.warc.gz\"\ncapture_now = \"2031-04-01\"\n\n"));
    ASSERT_EQ(almanac({"check"}).code, 0) << almanac({"check"}).out;
    show([](Event const& e) { return fmt::format("<article class=e>{}</article>", first_design(e).substr(23)); },
         after);
    ASSERT_EQ(repair({"--write"}).code, 0);
    EXPECT_NE(m_folder.read("sources/mill.toml").find("capture_now = \"2031-04-08T04:00:00Z\""), std::string::npos);
    auto const check = almanac({"check"});
    EXPECT_EQ(check.code, 0) << check.out;
}

TEST_F(RepairTest, SaysWhichDataThereIsNow)
{
    std::string body = "<p>All new</p><script type='application/ld+json'>[";
    for (auto const& e : after)
        body += fmt::format(R"({{"@type":"Event","name":"{}","startDate":"{}","location":"{}","url":"{}"}},)", e.name,
                            e.iso, e.place, e.path);
    m_server.on("/events/", page(body + "]</script>"));
    auto const ended = repair();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.out.find("the page has its events as JSON-LD now"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("+reader = \"jsonld\""), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("-items = \".happening\""), std::string::npos) << ended.out;
    EXPECT_EQ(mended(), all_found);
}

TEST_F(RepairTest, SaysHonestlyThatItCannot)
{
    m_server.on("/events/", page("<h1>We are moving</h1><p>Our calendar comes back in May.</p>"));
    auto const empty = repair({"--write"});
    EXPECT_EQ(empty.code, 1);
    EXPECT_NE(empty.err.find("mill: it is broken (4 events in the capture of 2031-04-01, 0 today), and nothing can be "
                             "proposed: no structure of today's page holds as many events as the capture."),
              std::string::npos)
        << empty.err;

    m_server.on("/events/", Reply{.status = 503});
    auto const down = repair();
    EXPECT_EQ(down.code, 1);
    EXPECT_NE(down.err.find("which no change of the file mends"), std::string::npos) << down.err;

    std::filesystem::remove(m_folder.path() / "sources/captures/mill.warc.gz");
    auto const bare = repair();
    EXPECT_EQ(bare.code, 2);
    EXPECT_NE(bare.err.find("there is no capture of mill"), std::string::npos) << bare.err;
}

}  // namespace
}  // namespace almanac
