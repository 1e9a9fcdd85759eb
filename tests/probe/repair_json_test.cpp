// almanac probe --repair: data whose members were renamed or moved.

#include "probe/repair_site.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace almanac {
namespace {

using test::Asked;
using test::page;

struct Event {
    std::string_view name;
    std::string_view path;
    std::string_view start;
    std::string_view place;
    std::string_view kind;
};

constexpr Event all[] = {{"Owl Prowl", "/owls", "2031-04-05T19:00", "Mill Park", "walk"},
                         {"Moss Walk", "/moss", "2031-04-12T10:00", "Old Barn", "walk"},
                         {"Board", "/board", "2031-04-20T10:00", "Old Barn", "meeting"},
                         {"Bat Night", "/bats", "2031-05-02T20:30", "Mill Park", "walk"},
                         {"Fern Talk", "/ferns", "2031-05-09T11:00", "Library", "walk"}};

constexpr std::string_view recipe = R"(name = "Mill"
url  = "{url}"

[json]
items   = "events[]"
skip_if = "kind != walk"

[json.fields]
name  = "title"
start = "begins"        # with the time
url   = "link"
venue = "place.name"
)";

std::string first_design(Event const& e)
{
    return fmt::format(R"({{"title": "{}", "begins": "{}", "link": "{}", "place": {{"name": "{}"}}, "kind": "{}"}})",
                       e.name, e.start, e.path, e.place, e.kind);
}

constexpr std::string_view all_found = "Found 3:\n"
                                       "  2031-04-12 10:00    Moss Walk · Old Barn\n"
                                       "  2031-05-02 20:30    Bat Night · Mill Park\n"
                                       "  2031-05-09 11:00    Fern Talk · Library\n";

class RepairJson : public test::RepairSite {
protected:
    void SetUp() override
    {
        RepairSite::SetUp();
        write(std::string{recipe});
        show(first_design, R"({{"events": [{}], "count": 5}})", 0);
        record();
    }

    void show(std::function<std::string(Event const&)> const& design, std::string_view around, std::size_t first = 1)
    {
        std::string list;
        for (std::size_t i = first; i < std::size(all); ++i)
            list += (list.empty() ? "" : ", ") + design(all[i]);
        m_server.on("/events/", page(fmt::format(fmt::runtime(around), list), "application/json"));
    }
};

TEST_F(RepairJson, LeavesAloneWhatWorks)
{
    show(first_design, R"({{"events": [{}], "count": 4}})");
    EXPECT_EQ(repair().out, "mill: nothing is broken: 4 events in the capture of 2031-04-01, 3 today\n");
}

TEST_F(RepairJson, FindsAMemberThatWasRenamed)
{
    show(
        [](Event const& e) {
            return fmt::format(
                R"({{"id": 7, "headline": "{}", "from": "{}", "link": "{}", "place": {{"name": "{}"}}, "kind": "{}"}})",
                e.name, e.start, e.path, e.place, e.kind);
        },
        R"({{"events": [{}]}})");
    auto const ended = repair();
    EXPECT_NE(ended.out.find("  name: 'title' -> 'headline' (4 of 4 events that both pages hold say the same there)\n"
                             "  start: 'begins' -> 'from' (4 of 4"),
              std::string::npos)
        << ended.out << ended.err;
    EXPECT_NE(ended.out.find("+start = 'from'        # with the time"), std::string::npos) << ended.out;
    EXPECT_EQ(mended(), all_found);
}

TEST_F(RepairJson, FindsAListThatWasRenamedOrStandsDeeper)
{
    struct Case {
        std::string_view around;
        std::string_view items;
    };
    Case const cases[] = {{R"({{"results": [{}]}})", "results[]"},
                          {R"({{"data": {{"events": [{}]}}, "meta": [{{"id": 1}}, {{"id": 2}}]}})", "data.events[]"},
                          {R"([{}])", "[]"}};
    for (auto const& c : cases) {
        SCOPED_TRACE(c.around);
        show(first_design, c.around);
        auto const ended = repair();
        EXPECT_NE(ended.out.find(fmt::format("+items   = '{}'", c.items)), std::string::npos) << ended.out << ended.err;
        EXPECT_EQ(ended.out.find("-start"), std::string::npos) << ended.out;
    }
    EXPECT_EQ(mended(), all_found);
}

TEST_F(RepairJson, FindsMembersThatStandOneLevelDeeper)
{
    show(
        [](Event const& e) {
            return fmt::format(R"({{"node": {{"title": "{}", "when": {{"begins": "{}"}}, "link": "{}", "where": "{}",
                "facets": {{"kind": "{}"}}}}}})",
                               e.name, e.start, e.path, e.place, e.kind);
        },
        R"({{"edges": [{}]}})");
    auto const ended = repair();
    EXPECT_NE(ended.out.find("+items   = 'edges[]'"), std::string::npos) << ended.out << ended.err;
    EXPECT_NE(ended.out.find("+skip_if = 'node.facets.kind != walk'"), std::string::npos) << ended.out;
    EXPECT_EQ(mended(), all_found);
}

TEST_F(RepairJson, FindsAListByItsEventsWhateverItsMembersAreCalled)
{
    show(
        [](Event const& e) {
            return fmt::format(R"({{"a": "{}", "b": "{}", "c": "{}", "d": "{}", "e": "{}"}})", e.name, e.start, e.path,
                               e.place, e.kind);
        },
        R"({{"x": {{"y": [{}]}}}})");
    auto const ended = repair();
    EXPECT_NE(ended.out.find("+items   = 'x.y[]'"), std::string::npos) << ended.out << ended.err;
    EXPECT_EQ(mended(), all_found);
}

TEST_F(RepairJson, NamesWhatAnAddressNeedsAndIsGone)
{
    std::string text{recipe};
    text.replace(text.find("{url}"), 5, m_server.url("/data?key={key}"));
    text.replace(text.find("\n[json.fields]"), 1,
                 fmt::format("\n[json.lookup]\npage = \"{{url}}\"\nkey  = {{ select = \"script\", match = 'key = "
                             "\"(\\w+)\"' }}\n\n"));
    write(text);
    std::string list;
    for (auto const& event : all)
        list += (list.empty() ? "" : ", ") + first_design(event);
    m_server.on("/data", page(fmt::format(R"({{"events": [{}]}})", list), "application/json"));
    m_server.on("/events/", page("<script>var key = \"k42\";</script>"));
    record();
    m_server.on("/events/", page("<script>start();</script>"));
    auto const ended = repair();
    EXPECT_EQ(ended.code, 1) << ended.out;
    EXPECT_NE(ended.err.find("A run says: the page has no 'key', which the source's address needs"), std::string::npos)
        << ended.err;
}

TEST_F(RepairJson, MendsWhatEventsAreRepeatedBy)
{
    auto const with_days = [](std::string_view member) {
        return [member](Event const& e) {
            return fmt::format(R"({{"title": "{}", "{}": ["{}"], "link": "{}", "kind": "walk"}})", e.name, member,
                               e.start, e.path);
        };
    };
    write(
        "name = \"Mill\"\nurl = \"{url}\"\n[json]\nitems = \"events[]\"\nrepeat = { day = \"days[]\" }\n[json.fields]\n"
        "name = \"title\"\nstart = \"{day}\"\n");
    show(with_days("days"), R"({{"events": [{}]}})");
    record();
    show(with_days("dates"), R"({{"events": [{}]}})");
    auto const ended = repair();
    EXPECT_NE(ended.out.find("+repeat = { day = 'dates[]' }"), std::string::npos) << ended.err << ended.out;
    show([](Event const& e) { return fmt::format(R"({{"title": "{}", "kind": "walk"}})", e.name); },
         R"({{"events": [{}]}})");
    EXPECT_NE(repair().err.find("no place was found for repeat.day 'days[]'"), std::string::npos) << repair().err;
}

TEST_F(RepairJson, SaysWhatItCannotFind)
{
    show(
        [](Event const& e) {
            return fmt::format(R"({{"title": "{}", "begins": "{}", "link": "{}", "kind": "{}", "seats": 4}})", e.name,
                               e.start, e.path, e.kind);
        },
        R"({{"events": [{}]}})");
    auto const ended = repair();
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("no place was found for venue"), std::string::npos) << ended.err << ended.out;
}

TEST_F(RepairJson, MendsTheTokenOfTheNextPage)
{
    write(std::string{recipe}.replace(recipe.find("[json]"), 6, "[json]\nnext = \"paging.next\""));
    auto const serve = [&](std::string_view member) {
        m_server.on("/events/", [member = std::string{member}](Asked const& asked) {
            bool const first = asked.target == "/events/";
            std::string list;
            for (std::size_t i = first ? 0 : 3; i < (first ? 3 : 5); ++i)
                list += (list.empty() ? "" : ", ") + first_design(all[i]);
            return page(
                fmt::format(R"({{"events": [{}], "self": "/events/", {}}})", list, first ? member : R"("more": null)"),
                "application/json");
        });
    };
    serve(R"("paging": {"next": "/events/?page=2"})");
    record();
    serve(R"("meta": {"links": {"next_url": "/events/?after=9"}})");
    auto const ended = repair();
    EXPECT_NE(ended.out.find("+next = 'meta.links.next_url'"), std::string::npos) << ended.out << ended.err;
    EXPECT_EQ(mended(), all_found);
}

TEST_F(RepairJson, FindsDataThatAPageHoldsInAScript)
{
    write(std::string{recipe}.replace(recipe.find("[json]"), 6, "[json]\nin_html = \"script#data\""));
    auto const serve = [&](std::string_view around) {
        std::string list;
        for (auto const& event : all)
            list += (list.empty() ? "" : ", ") + first_design(event);
        m_server.on("/events/", page(fmt::format("<h1>Mill</h1><script id=data type=application/json>{}</script>",
                                                 fmt::format(fmt::runtime(around), list))));
    };
    serve(R"({{"events": [{}]}})");
    record();
    serve(R"({{"props": {{"calendar": {{"entries": [{}]}}}}}})");
    auto const ended = repair();
    EXPECT_NE(ended.out.find("+items   = 'props.calendar.entries[]'"), std::string::npos) << ended.out << ended.err;
    EXPECT_EQ(mended(), all_found);
}

}  // namespace
}  // namespace almanac
