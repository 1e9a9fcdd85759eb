// almanac probe against a server of our own: what it finds where a page leads, and what it writes.

#include "support/loopback_server.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace almanac {
namespace {

using test::LoopbackServer;
using test::page;
using test::Reply;

constexpr std::string_view calendar =
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Owl Prowl\r\nDTSTART;TZID=America/New_York:20310405T190000\r\n"
    "LOCATION:Mill Park\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Moss Walk\r\nDTSTART;VALUE=DATE:20310412\r\n"
    "LOCATION:Old Barn\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// The same two events as JSON-LD and as microdata.
constexpr std::string_view both = R"(<script type="application/ld+json">[
    {"@type":"Event","name":"Owl Prowl","startDate":"2031-04-05T19:00","url":"/owls","location":"Mill Park"},
    {"@type":"Event","name":"Moss Walk","startDate":"2031-04-12","url":"/moss","location":"Old Barn"}]</script>
    <div itemscope itemtype="https://schema.org/Event"><b itemprop="name">Owl Prowl</b>
    <time itemprop="startDate" datetime="2031-04-05T19:00">Saturday</time></div>
    <div itemscope itemtype="https://schema.org/Event"><b itemprop="name">Moss Walk</b>
    <time itemprop="startDate" datetime="2031-04-12">Saturday</time></div>)";

std::string rows(std::string_view row_class)
{
    std::string body = "<title>Mill Park Friends</title><h1>What is on</h1>";
    for (auto const* event :
         {"Owl Prowl|owls|April 5, 2031, 7-9pm|Mill Park", "Moss Walk|moss|April 12, 2031, 10am|Old Barn",
          "Bat Night|bats|May 2, 2031, 8:30pm|Mill Park"}) {
        std::string const text = event;
        auto const a = text.find('|');
        auto const b = text.find('|', a + 1);
        auto const c = text.find('|', b + 1);
        body += fmt::format(
            R"(<div class="{}"><h3><a href="/{}">{}</a></h3><p class="date">{}</p><p class="place">{}</p></div>)",
            row_class, text.substr(a + 1, b - a - 1), text.substr(0, a), text.substr(b + 1, c - b - 1),
            text.substr(c + 1));
    }
    return body;
}

class Probe : public testing::Test {
protected:
    void SetUp() override
    {
        write_whole_file(
            m_folder.path() / "almanac.toml",
            "[fetch]\nrequests_per_second = 100\ntries = 1\n[fetch.hosts.\"127.0.0.1\"]\nallow_private = true\n");
        std::filesystem::create_directories(m_folder.path() / "sources");
    }

    [[nodiscard]] Ended almanac(std::vector<std::string> arguments) const
    {
        return run_almanac_program(arguments, m_folder.path());
    }

    [[nodiscard]] Ended probe(std::string const& path, std::vector<std::string> more = {}) const
    {
        more.insert(more.begin(), {"probe", m_server.url(path), "--now", "2031-04-01"});
        return almanac(more);
    }

    [[nodiscard]] std::string file(std::string_view name) const { return m_folder.read(name); }

    LoopbackServer m_server;
    TemporaryFolder m_folder;
};

/// The row of the table that starts with a name, from its numbers on; spaces collapsed.
std::string row_of(std::string const& out, std::string_view name)
{
    auto const at = out.find(name);
    if (at == std::string::npos)
        return "none";
    std::string row;
    for (auto const c : out.substr(at + name.size(), out.find('\n', at) - at - name.size()))
        if (c != ' ' || (!row.empty() && row.back() != ' '))
            row += c;
    return row;
}

TEST_F(Probe, AsksWhereThePageLeads)
{
    m_server.on("/events/", page(fmt::format(R"(<link rel="https://api.w.org/" href="{}">
        <link rel="alternate" type="text/calendar" href="/all.ics"><body class="tribe-events-page">{}</body>)",
                                             m_server.url("/wp-json/"), both)));
    m_server.on("/all.ics", Reply{.headers = {{"Content-Type", "text/calendar"}}, .body = std::string{calendar}});
    m_server.on(
        "/wp-json/tribe/events/v1/events",
        Reply{
            .headers = {{"Content-Type", "application/json"}},
            .body =
                R"({"events":[{"title":"Owl Prowl","start_date":"2031-04-05 19:00:00","end_date":"2031-04-05 21:00:00",
            "url":"https://oak.example/owls","utc_start_date":"x","cost":"$5","image":{"url":"https://oak.example/owl.jpg"},
            "venue":{"venue":"Mill Park","address":"8 Mill St","city":"Reston"},"categories":[{"name":"Night"}]},
           {"title":"Moss Walk","start_date":"2031-04-12 10:00:00","url":"https://oak.example/moss","utc_start_date":"x"}],
           "total":2})"});
    auto const ended = probe("/events/");
    EXPECT_EQ(ended.code, 0) << ended.err;
    //                                                  events coming name when end venue addr url cost image cat canc
    //                                                  text
    EXPECT_EQ(row_of(ended.out, "1 The Events Calendar (REST, by its page)"), "2 2 2 2 1 1 1 2 1 1 1 . .") << ended.out;
    EXPECT_EQ(row_of(ended.out, "2 JSON-LD"), "2 2 2 2 . 2 . 2 . . . . .") << ended.out;
    EXPECT_EQ(row_of(ended.out, "3 microdata"), "2 2 2 2 . . . . . . . . .") << ended.out;
    EXPECT_EQ(row_of(ended.out, "iCalendar that it offers"), "2 2 2 2 . 2 . . . . . 1 .") << ended.out;
    EXPECT_NE(ended.out.find("2031-04-05 19:00    Owl Prowl · Mill Park"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("Chosen: The Events Calendar (REST, by its page): its events say more"), std::string::npos)
        << ended.out;
    EXPECT_NE(ended.out.find("reader   = \"events-calendar-page\""), std::string::npos) << ended.out;
    EXPECT_EQ(m_server.hits("/events/"), 1U);
}

TEST_F(Probe, SaysOfAWayThatFailedWhy)
{
    m_server.on("/events/",
                page(fmt::format(R"(<link rel="https://api.w.org/" href="{}"><body class="tribe-events">{})",
                                 m_server.url("/wp-json/"), both)));
    auto const ended = probe("/events/");
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(row_of(ended.out, "1 The Events Calendar (REST, by its page)"), "0 0 . . . . . . . . . . .") << ended.out;
    EXPECT_NE(ended.out.find("/wp-json/tribe/events/v1/events"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("404"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("Chosen: JSON-LD"), std::string::npos) << ended.out;
}

TEST_F(Probe, WritesTheOfferedCalendarWithItsCapture)
{
    m_server.on("/about/", page("<title>Oak Society</title><link rel=alternate type=text/calendar href=/all.ics>"));
    m_server.on("/all.ics", Reply{.headers = {{"Content-Type", "text/calendar"}}, .body = std::string{calendar}});
    auto const ended = probe("/about/", {"--write", "oak"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(file("sources/oak.toml"), fmt::format("name     = \"Oak Society\"\nurl      = \"{}\"\nhomepage = \"{}\"\n"
                                                    "timezone = \"America/New_York\"\nreader   = \"ical\"\n"
                                                    "capture     = \"captures/oak.warc.gz\"\n"
                                                    "capture_now = \"2031-04-01T04:00:00Z\"\n",
                                                    m_server.url("/all.ics"), m_server.url("/about/")));
    auto const check = almanac({"check"});
    EXPECT_EQ(check.code, 0) << check.out << check.err;
    EXPECT_NE(check.out.find("oak: its capture gives the events expected"), std::string::npos) << check.out;
}

TEST_F(Probe, WhatItWritesIsWatchedOver)
{
    m_server.on("/events/", page(rows("happening")));
    ASSERT_EQ(probe("/events/", {"--write", "mill"}).code, 0);
    EXPECT_NE(file("sources/captures/mill.jsonl").find("Bat Night"), std::string::npos);
    ASSERT_EQ(almanac({"check"}).code, 0);

    // Somebody edits the recipe.
    auto const good = file("sources/mill.toml");
    auto bad = good;
    bad.replace(bad.find("p.date"), 6, "p.when");
    write_whole_file(m_folder.path() / "sources/mill.toml", bad);
    auto const edited = almanac({"check"});
    EXPECT_EQ(edited.code, 1);
    EXPECT_NE(edited.out.find("mill: expected and not read: "), std::string::npos) << edited.out;
    EXPECT_NE(edited.out.find("Owl Prowl"), std::string::npos) << edited.out;

    bad = good;
    bad.replace(bad.find("p.place"), 7, "p.town");
    write_whole_file(m_folder.path() / "sources/mill.toml", bad);
    EXPECT_NE(almanac({"check"}).out.find("mill: 2031-04-05T19:00 Owl Prowl: location was '{"), std::string::npos);

    // The page changes, and somebody records it anew without a look.
    write_whole_file(m_folder.path() / "sources/mill.toml", good);
    m_server.on("/events/", page(rows("entry")));
    ASSERT_EQ(almanac({"record", "mill", "--now", "2031-04-01", "--output", "new.warc.gz"}).code, 0);
    std::filesystem::copy_file(m_folder.path() / "new.warc.gz", m_folder.path() / "sources/captures/mill.warc.gz",
                               std::filesystem::copy_options::overwrite_existing);
    auto const changed = almanac({"check"});
    EXPECT_EQ(changed.code, 1);
    EXPECT_NE(changed.out.find("mill: expected and not read: "), std::string::npos) << changed.out;
}

TEST_F(Probe, WritesThatDaysStandFirst)
{
    m_server.on("/rows",
                page("<title>Mill</title><table><tr><td>25/4/2031</td><td>Owls</td></tr><tr><td>3/5/2031</td><td>Moss"
                     "</td></tr></table>"));
    auto const ended = probe("/rows", {"--write", "mill"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(file("sources/mill.toml").find("\nday_first = true\n"), std::string::npos) << file("sources/mill.toml");
    EXPECT_NE(file("sources/captures/mill.jsonl").find("2031-05-03"), std::string::npos);
    EXPECT_EQ(almanac({"check"}).code, 0) << almanac({"check"}).out;
}

TEST_F(Probe, ReplaysACapture)
{
    m_server.on("/events/", page("<link rel=alternate type=text/calendar href=/all.ics>" + std::string{both}));
    m_server.on("/all.ics", Reply{.headers = {{"Content-Type", "text/calendar"}}, .body = std::string{calendar}});
    write_whole_file(m_folder.path() / "sources/page.toml",
                     fmt::format("name = \"Page\"\nurl = \"{}\"\n", m_server.url("/events/")));
    write_whole_file(m_folder.path() / "sources/file.toml",
                     fmt::format("name = \"File\"\nurl = \"{}\"\n", m_server.url("/all.ics")));
    ASSERT_EQ(almanac({"record", "--all", "--output", "all.warc.gz"}).code, 0);
    auto const before = m_server.asked().size();
    auto const ended = probe("/events/", {"--replay", "all.warc.gz", "--write", "oak"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(row_of(ended.out, "iCalendar that it offers"), "2 2 2 2 . 2 . . . . . 1 .") << ended.out;
    EXPECT_EQ(m_server.asked().size(), before);
    EXPECT_EQ(almanac({"check"}).code, 0);
}

TEST_F(Probe, HelpsWhereThereIsNoPage)
{
    m_server.on("/flyer", Reply{.headers = {{"Content-Type", "application/pdf"}}, .body = "%PDF-1.7\n"});
    m_server.on("/logo", Reply{.headers = {{"Content-Type", "image/svg+xml"}}, .body = "<svg></svg>"});
    m_server.on("/members", page("<form><input name=user><input type=password name=secret></form>"));
    m_server.on("/shop", page("<ul><li class=x>Tea<li class=x>Jam</ul>"));
    m_server.on("/frame", page("<iframe src='https://calendar.example/embed?key=abc'></iframe>"));
    struct Case {
        std::string path;
        std::string_view want;
    };
    Case const cases[] = {{"/none", "404"},
                          {"/flyer", "this is a PDF"},
                          {"/logo", "this is image/svg+xml"},
                          {"/members", "asks for a password"},
                          {"/shop", "filled in by a script?"},
                          {"/frame", "Try: almanac probe 'https://calendar.example/embed?key=REDACTED'"}};
    for (auto const& c : cases) {
        SCOPED_TRACE(c.path);
        auto const ended = probe(c.path, {"--write", "oak"});
        EXPECT_EQ(ended.code, 1);
        EXPECT_NE(ended.err.find(c.want), std::string::npos) << ended.err;
        EXPECT_FALSE(std::filesystem::exists(m_folder.path() / "sources/oak.toml"));
    }
}

TEST_F(Probe, ChecksWhatItIsToWriteBeforeItAsks)
{
    write_whole_file(m_folder.path() / "sources/oak.toml", "name = \"Oak\"\nurl = \"https://oak.example/\"\n");
    write_whole_file(m_folder.path() / "page.html", rows("x"));
    struct Case {
        std::vector<std::string> arguments;
        int code;
        std::string_view want;
    };
    Case const cases[] = {
        {{"probe", m_server.url("/"), "--write", "oak"}, 2, "sources/oak.toml is there already"},
        {{"probe", m_server.url("/"), "--write", "Oak!"}, 2, "'Oak!' is no id"},
        {{"probe", "page.html", "--write", "mill"}, 2, "Give it with --url"},
        {{"probe", "oak.example/events"}, 1, "write https://oak.example/events"},
        {{"probe", "page.htm"}, 1, "there is no such file"},
        {{"probe", "page.html", "--replay", "x.warc.gz"}, 2, "a file was given"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.want);
        auto const ended = almanac(c.arguments);
        EXPECT_EQ(ended.code, c.code);
        EXPECT_NE(ended.err.find(c.want), std::string::npos) << ended.err;
    }
    EXPECT_EQ(m_server.asked().size(), 0U);
}

}  // namespace
}  // namespace almanac
