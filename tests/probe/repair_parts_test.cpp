// almanac probe --repair: what a recipe says beside its list: events' own pages, the link to the next page, skip_if.

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
    std::string_view when;
    std::string_view cost;
    std::string_view state;
    std::string_view text;
};

constexpr Event all[] = {
    {"Owl Prowl", "/owls", "April 5, 2031, 7pm", "$5", "", "Owls, and where they sleep in the old mill at night."},
    {"Moss Walk", "/moss", "April 12, 2031, 10am", "$12", "", "A slow walk along the stream; we look for moss."},
    {"Bat Night", "/bats", "May 2, 2031, 8:30pm", "Free", "Cancelled", "Bats leave the tower when it is dark enough."},
    {"Fern Talk", "/ferns", "May 9, 2031, 11am", "$7", "", "What ferns are, and why they have no flowers at all."},
    {"Pond Day", "/pond", "June 7, 2031, 1pm", "$9", "Cancelled", "Nets and jars for everybody, and a microscope."}};

using Design = std::function<std::string(Event const&)>;

std::string list_design(Event const& e)
{
    return fmt::format(R"(<li class="event"><a href="{}">{}</a> <i class="date">{}</i></li>)", e.path, e.name, e.when);
}

std::string page_design(Event const& e)
{
    return fmt::format(R"(<nav><a href="/">Home</a></nav><h1>{}</h1><p class="state">{}</p>
        <div class="text"><p>{}</p></div><dl><dt>Cost</dt><dd class="fee">{}</dd></dl><footer>Mill Park</footer>)",
                       e.name, e.state, e.text, e.cost);
}

constexpr std::string_view with_details = R"(name = "Mill"
url  = "{url}"

[html]
items = "li.event"

[html.fields]
name = "a"
url  = "a@href"
when = ".date"

[html.detail]
skip_if     = '.state:contains("cancel")'   # not held
description = ".text"
cost        = "{fee}"

[html.detail.values]
fee = { select = ".fee", match = '\$\d+|Free' }
)";

class RepairParts : public test::RepairSite {
protected:
    /// The list holds the events from `first` on; each has its own page.
    void show(Design const& list, Design const& own, std::size_t first = 0)
    {
        std::string body;
        for (std::size_t i = first; i < std::size(all); ++i) {
            body += list(all[i]);
            m_server.on(std::string{all[i].path}, page(fmt::format("<title>Mill</title>{}", own(all[i]))));
        }
        m_server.on("/events/", page(fmt::format("<h1>What is on</h1><ul>{}</ul>", body)));
    }
};

TEST_F(RepairParts, LeavesOwnPagesAloneThatAreAsTheyWere)
{
    write(std::string{with_details});
    show(list_design, page_design);
    record();
    show(list_design, page_design, 1);
    auto const ended = repair();
    EXPECT_EQ(ended.out, "mill: nothing is broken: 3 events in the capture of 2031-04-01, 2 today\n") << ended.err;
}

TEST_F(RepairParts, MendsTheOwnPagesOfEvents)
{
    write(std::string{with_details});
    show(list_design, page_design);
    record();
    show(
        list_design,
        [](Event const& e) {
            return fmt::format(R"(<nav><a href="/">Home</a> <p>Free parking</p></nav><h1>{}</h1>
                <h2 class="status">{}</h2><section class="about"><p>{}</p></section>
                <table><tr><th>Cost</th><td>{}</td></tr><tr><th>Phone</th><td>555</td></tr></table>)",
                               e.name, e.state, e.text, e.cost);
        },
        1);
    auto const ended = repair();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.out.find("  detail.fee: '.fee' -> 'th:contains(\"Cost\") + td' (4 of 4 events that both pages hold "
                             "say the same there)\n"),
              std::string::npos)
        << ended.out;
    EXPECT_NE(ended.out.find("+description = 'section.about'"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("+skip_if     = 'h2.status:contains(\"cancel\")'   # not held"), std::string::npos)
        << ended.out;
    EXPECT_NE(ended.out.find("+fee = { select = 'th:contains(\"Cost\") + td', match = '\\$\\d+|Free' }"),
              std::string::npos)
        << ended.out;
    EXPECT_EQ(mended(), "Found 2:\n  2031-04-12 10:00    Moss Walk\n  2031-05-09 11:00    Fern Talk\n");
    EXPECT_EQ(repair().out, "mill: nothing is broken: 2 events in the capture of 2031-04-08, 2 today\n");
}

TEST_F(RepairParts, MendsOwnPagesOfEventsWhoseLinkHadMovedToo)
{
    write(std::string{with_details});
    show(list_design, page_design);
    record();
    show(
        [](Event const& e) {
            return fmt::format(
                R"(<li class="event"><b>{}</b> <i class="date">{}</i> <u class="goto" data-to="{}"></u></li>)", e.name,
                e.when, e.path);
        },
        [](Event const& e) { return fmt::format(R"(<h1>{}</h1><b class="price">{}</b>)", e.name, e.cost); }, 1);
    auto const ended = repair();
    EXPECT_NE(ended.out.find("+url  = 'u.goto@data-to'"), std::string::npos) << ended.out << ended.err;
    EXPECT_NE(ended.out.find("+fee = { select = 'b.price'"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("no place was found for: detail.description, detail.skip_if"), std::string::npos)
        << ended.out;
}

constexpr std::string_view with_dates_on_own_pages = R"(name = "Mill"
url  = "{url}"

[html]
items = "li.event"

[html.fields]
name = "a"
url  = "a@href"

[html.detail]
when = ".date"
)";

TEST_F(RepairParts, MendsAListThatOnlyLeadsToThePagesWithTheDates)
{
    write(std::string{with_dates_on_own_pages});
    auto const own = [](std::string_view name) {
        return [name](Event const& e) { return fmt::format("<h1>{}</h1><p class='{}'>{}</p>", e.name, name, e.when); };
    };
    show(list_design, own("date"));
    record();
    EXPECT_EQ(repair().out, "mill: nothing is broken: 5 events in the capture of 2031-04-01, 5 today\n");
    show([](Event const& e) { return fmt::format("<li class='entry'><a href='{}'>{}</a></li>", e.path, e.name); },
         own("held"), 1);
    auto const ended = repair();
    EXPECT_NE(ended.out.find("+items = 'li.entry'"), std::string::npos) << ended.out << ended.err;
    EXPECT_NE(ended.out.find("+when = 'p.held'"), std::string::npos) << ended.out;
}

TEST_F(RepairParts, SaysThatOwnPagesCannotBeHad)
{
    write(std::string{with_details});
    show(list_design, page_design);
    record();
    for (auto const& event : all)
        m_server.on(std::string{event.path}, test::Reply{.status = 404});
    auto const ended = repair();
    EXPECT_EQ(ended.code, 1) << ended.out;
    EXPECT_NE(ended.err.find("no place was found for detail.page '{url}' (none of 4 own pages could be had: "),
              std::string::npos)
        << ended.err;
}

constexpr std::string_view with_marks = R"(name = "Mill"
url  = "{url}"

[html]
items   = "li.event"
skip_if = ["li.closed", ".off"]

[html.fields]
name = "a"
when = ".date"
)";

std::string marked(Event const& e, std::string_view mark)
{
    auto text = list_design(e);
    return text.replace(text.find("</li>"), 0, e.state.empty() ? "" : mark);
}

TEST_F(RepairParts, MendsWhatLeavesEventsOut)
{
    write(std::string{with_marks});
    show([](Event const& e) { return marked(e, "<s class='off'>no</s>"); }, page_design);
    record();
    show([](Event const& e) { return marked(e, "<em class='dropped'>Not held</em>"); }, page_design, 1);
    auto const ended = repair();
    EXPECT_NE(
        ended.out.find("  skip_if: '.off' -> 'em.dropped' (2 of 2 events that both pages hold say the same there)"),
        std::string::npos)
        << ended.out << ended.err;
    EXPECT_NE(ended.out.find("+skip_if = [\"li.closed\", 'em.dropped']"), std::string::npos) << ended.out;
    EXPECT_EQ(mended(), "Found 2:\n  2031-04-12 10:00    Moss Walk\n  2031-05-09 11:00    Fern Talk\n");
}

TEST_F(RepairParts, SaysWhatIsNoLongerLeftOut)
{
    write(std::string{with_marks});
    show([](Event const& e) { return marked(e, "<s class='off'>no</s>"); }, page_design);
    record();
    show(list_design, page_design, 1);  // nothing marks them any more
    auto const ended = repair();
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("no place was found for skip_if '.off'"), std::string::npos) << ended.err << ended.out;
}

constexpr std::string_view with_pages = R"(name = "Mill"
url  = "{url}"

[html]
items = "li.event"
next  = "a.next"

[html.fields]
name = "a"
when = ".date"
)";

/// Two pages; `link` leads from the first to the second.
void show_pages(test::LoopbackServer& server, std::string_view link)
{
    server.on("/events/", [link = std::string{link}](Asked const& asked) {
        bool const first = asked.target == "/events/";
        std::string body;
        for (std::size_t i = first ? 0 : 3; i < (first ? 3 : 5); ++i)
            body += list_design(all[i]);
        return page(fmt::format("<a href='/about'>More about us</a><ul>{}</ul>{}", body, first ? link : ""));
    });
    server.on("/about", page("<h1>About the mill</h1>"));
}

TEST_F(RepairParts, MendsTheLinkToTheNextPage)
{
    struct Case {
        std::string_view link;
        std::string_view place;
    };
    Case const cases[] = {
        {"<a class='pager-forward' href='/events/?p=2'>Next</a>", "'a.pager-forward@href'"},
        {"<a rel='next' href='/events/?page=2'>&raquo;</a>", "'a[rel=next]@href'"},
        {"<div class='pages'><a href='?p=1'>1</a> <a href='?p=2'>Older events</a></div>",
         "'a:contains(\"Older events\")@href'"},
    };
    write(std::string{with_pages});
    show_pages(m_server, "<a class='next' href='/events/?p=2'>Next</a>");
    record();
    for (auto const& c : cases) {
        SCOPED_TRACE(c.link);
        show_pages(m_server, c.link);
        auto const ended = repair();
        EXPECT_EQ(ended.code, 0) << ended.err;
        EXPECT_NE(ended.out.find(fmt::format("+next  = {}\n", c.place)), std::string::npos) << ended.out;
        EXPECT_NE(ended.out.find("(it leads to a page with further events)\nWith this change 5 events"),
                  std::string::npos)
            << ended.out;
    }
}

TEST_F(RepairParts, MendsWhereTheDayStandsAboveTheEvents)
{
    auto const days = [](std::string_view heading, std::string_view item, std::string_view hours) {
        auto const event = [&](int number, std::string_view time, std::string_view name) {
            return fmt::format(R"(<div class="{}"><b class="{}">{}</b> <a href="/{}">{}</a></div>)", item, hours, time,
                               number, name);
        };
        auto const day = [&](std::string_view text) { return fmt::format(R"(<h3 class="{}">{}</h3>)", heading, text); };
        return page(day("April 15, 2031") + event(1, "7pm", "Owls") + event(2, "9pm", "Stars") + day("April 16, 2031") +
                    event(3, "8am", "Moss") + day("April 17, 2031") + event(4, "8am", "Ferns"));
    };
    write("name = \"Mill\"\nurl = \"{url}\"\n[html]\nitems = \".event\"\n[html.values]\nday = \"before h3.day\"\n"
          "hours = \".hours\"\n[html.fields]\nname = \"a\"\nurl = \"a@href\"\nwhen = [\"{day} {hours}\", \"{day}\"]\n");
    m_server.on("/events/", days("day", "event", "hours"));
    record();
    m_server.on("/events/", days("date", "listing", "clock"));
    auto const ended = repair();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.out.find("  day: 'before h3.day' -> 'before h3.date' (4 of 4 events"), std::string::npos)
        << ended.out;
    EXPECT_EQ(mended(),
              "Found 4:\n  2031-04-15 19:00    Owls\n  2031-04-15 21:00    Stars\n  2031-04-16 08:00    Moss\n"
              "  2031-04-17 08:00    Ferns\n");
}

TEST_F(RepairParts, DoubtsWhereNoLinkLeadsOn)
{
    write(std::string{with_pages});
    show_pages(m_server, "<a class='next' href='/events/?p=2'>Next</a>");
    record();
    show_pages(m_server, "");
    auto const ended = repair();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.out.find("nothing is broken"), std::string::npos) << ended.out;
    EXPECT_NE(ended.out.find("  next 'a.next' led to a further page in the capture and finds nothing today"),
              std::string::npos)
        << ended.out;
}

}  // namespace
}  // namespace almanac
