#include "html/selector.hpp"
#include "text/text.hpp"

#include <gtest/gtest.h>

#include <ctime>

namespace almanac {
namespace {

constexpr std::string_view calendar = R"(<!DOCTYPE html>
<html lang="en-US"><head><title>Walks</title></head><body>
<h1 id="top" class="section-head">Walks of the <b>Heron Society</b></h1>
<p id="intro" class="lead">All are welcome</p>
<p id="note">Bring water</p>
<ul id="list" class="events  upcoming">
  <li id="e1" class="event first"><a id="a1" href="/walks/1" title="Dawn">Dawn walk</a> <span id="t1" class="time">7 am</span></li>
  <li id="e2" class="event"><a id="a2" href="/walks/2.PDF" data-kind="pdf">Noon walk</a></li>
  <li id="e3" class="event sold-out"><em id="em3">Sold out</em></li>
  <li id="e4"></li>
</ul>
<table id="t"><tr id="r1"><td id="d1">Jan</td><td id="d2">3</td></tr><tr id="r2"><td id="d3">Feb</td><td id="d4"></td></tr></table>
<table id="s"><tbody id="sb"><tr id="r3"><td id="d5">Mar</td></tr></tbody></table>
<form id="f"><input id="i1" type="TEXT" name="q"><input id="i2" type="hidden" name="a:b"></form>
<div id="x.y" class="3col caf&eacute;"><my-card id="mc"><p id="pc"></p></my-card></div>
<a id="next" href="?page=2">Next
 Page</a>
</body></html>)";

std::string ids(Element scope, std::string_view selector)
{
    std::vector<std::string> out;
    for (auto const element : select(scope, compile_selector(selector))) {
        auto const id = attribute(element, "id");
        out.emplace_back(id ? *id : tag(element));
    }
    return join(out, " ");
}

TEST(Selector, SelectsWhatCssSays)
{
    struct Case {
        std::string_view selector;
        std::string_view want;
    };
    Case const cases[] = {
        {"li", "e1 e2 e3 e4"},
        {"LI", "e1 e2 e3 e4"},
        {"my-card", "mc"},
        {"#intro", "intro"},
        {"p#intro.lead", "intro"},
        {".event", "e1 e2 e3"},
        {".upcoming.events", "list"},
        {".even", ""},
        {"h1, #note , em", "top note em3"},
        {"*[href]", "a1 a2 next"},
        {"[href='/walks/1']", "a1"},
        {"a[href$=\".pdf\" i]", "a2"},
        {"a[href$='.pdf']", ""},
        {"a[href^=\"/walks\"]", "a1 a2"},
        {"[href*=alk]", "a1 a2"},
        {"[class~=event]", "e1 e2 e3"},
        {"[lang|=en]", "html"},
        {"[class^='']", ""},
        {"[class~='']", ""},
        {"[type=text]", "i1"},  // values of type compare without case in HTML
        {"[type=text s]", ""},
        {"[name=\"a:b\"]", "i2"},
        {"[ data-kind = pdf ]", "a2"},
        {"#x\\.y", "x.y"},
        {".\\33 col", "x.y"},
        {".3col", "x.y"},
        {".caf\\e9", "x.y"},
        {".café", "x.y"},
        {"ul > li", "e1 e2 e3 e4"},
        {"body > li", ""},
        {"ul a", "a1 a2"},
        {"h1 + p", "intro"},
        {"h1 ~ p", "intro note"},
        {"h1+p~ul>li>a", "a1 a2"},
        {"#e1 ~ li.sold-out > em", "em3"},
        {"li:first-child", "e1"},
        {"li:last-child", "e4"},
        {"a:only-child", "a2"},
        {"li:nth-child(2)", "e2"},
        {"li:nth-child(odd)", "e1 e3"},
        {"li:nth-child( 2n )", "e2 e4"},
        {"li:nth-child(-n+2)", "e1 e2"},
        {"li:nth-child(n + 3)", "e3 e4"},
        {"li:nth-child(-2n - 1)", ""},
        {"li:nth-last-child(1)", "e4"},
        {"body > p:nth-of-type(2)", "note"},
        {"body > :first-of-type:not(p)", "top list t f x.y next"},
        {"p:nth-last-of-type(1)", "note pc"},
        {"em:only-of-type", "em3"},
        {"li:empty", "e4"},
        {"td:empty", "d4"},
        {"li:not(.event)", "e4"},
        {"li:not(.first, :empty)", "e2 e3"},
        {":is(h1, #f) > :where(b, input)", "b i1 i2"},
        {"li:has(a)", "e1 e2"},
        {"li:has(> .time)", "e1"},
        {"p:has(+ p)", "intro"},
        {"h1:has(~ ul a)", "top"},
        {"h1:has(+ ul)", ""},
        {"ul:has(li:nth-child(4):empty)", "list"},
        {"li:not(:has(*)):not(:empty)", ""},
        {"a:contains(\"walk\")", "a1 a2"},
        {"a:contains(Dawn walk)", "a1"},
        {"a:contains('WALK')", ""},
        {"a:icontains('WALK')", "a1 a2"},
        {"li:contains('7 am')", "e1"},
        {":root", "html"},
        {"table > tr", "r1 r2"},
        {"#t > tr > td", "d1 d2 d3 d4"},
        {"#s > tr", ""},  // this page wrote its <tbody>
        {"#t > tbody > tr", "r1 r2"},
        {"table:has(> tr)", "t"},
        {"tr:nth-child(2)", "r2"},
    };
    auto const document = parse_html(std::string{calendar});
    for (auto const& c : cases)
        EXPECT_EQ(ids(whole(document), c.selector), c.want) << c.selector;
}

TEST(Selector, SearchesBelowItsScope)
{
    auto const document = parse_html(std::string{calendar});
    auto const list = select_first(whole(document), compile_selector("ul"));
    EXPECT_EQ(ids(list, "a"), "a1 a2");
    EXPECT_EQ(ids(list, "> li > a"), "a1 a2");
    EXPECT_EQ(ids(list, "> a"), "");
    EXPECT_EQ(ids(list, ":scope > .first"), "e1");
    EXPECT_EQ(ids(list, "body a"), "a1 a2") << "ancestors may stand outside, as in querySelectorAll";
    EXPECT_EQ(ids(list, "ul"), "") << "the scope itself is not searched";
    EXPECT_EQ(attribute(select_first(list, compile_selector("li:not(.first)")), "id"), "e2");
    EXPECT_FALSE(select_first(list, compile_selector("table")));
    EXPECT_FALSE(select_first(Element{}, compile_selector("table")));
    EXPECT_TRUE(matches(list, compile_selector("body > .events")));
    EXPECT_FALSE(matches(list, compile_selector("li, ol")));
    auto const table = select_first(whole(document), compile_selector("#t"));
    EXPECT_EQ(ids(table, "> tr"), "r1 r2");
}

TEST(Selector, TellsWhatIsWrongAndWhere)
{
    struct Case {
        std::string_view selector;
        std::size_t where;
        std::string_view what;
    };
    Case const cases[] = {
        {"", 0, "a selector is missing here"},
        {"a,", 2, "a selector is missing here"},
        {"a >", 3, "a selector is missing here"},
        {"a > > b", 4, "'>' cannot stand here"},
        {"li.", 3, "a class after '.' is missing"},
        {"#", 1, "an id after '#' is missing"},
        {"a[href", 6, "']' or one of = ~= |= ^= $= *= must stand here"},
        {"a[href=x", 1, "the '[' is never closed"},
        {"a[href=/x]", 7, "a value (quote it) is missing"},
        {"a[href=x/y]", 8, "']' must stand here: a value with signs needs quotes"},
        {"a[href='x]", 7, "the quote is never closed"},
        {"a:frist-child", 1, "there is no ':frist-child' (did you mean 'first-child'?)"},
        {"a:not(b", 1, "the '(' is never closed"},
        {"a:not()", 6, "a selector is missing here"},
        {"a)", 1, "')' cannot stand here"},
        {"a::text", 1, "pseudo-elements ('::') select no element"},
        {"li:nth-child(x)", 13, "a number, 'odd', 'even' or 'an+b' must stand here"},
        {"li:nth-child(2n+)", 16, "a number must stand here"},
        {"li:nth-child", 2, "':nth-child' needs an argument: ':nth-child(...)'"},
        {"li:empty(2)", 2, "':empty' takes no argument"},
        {"a:contains()", 11, "a text is missing"},
        {"svg|a", 3, "'|' cannot stand here"},
        {"a é@", 4, "'@' cannot stand here"},
        {"a\\", 1, "a backslash cannot be last"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.selector);
        try {
            (void)compile_selector(c.selector);
            ADD_FAILURE() << "compiles";
        } catch (SelectorError const& error) {
            EXPECT_EQ(error.what(), c.what);
            EXPECT_EQ(error.position, c.where);
        }
    }
}

TEST(Selector, RefusesGiants)
{
    std::string nested;
    for (int i = 0; i < 2000; ++i)
        nested += ":is(";
    EXPECT_THROW((void)compile_selector(nested), SelectorError);
    EXPECT_THROW((void)compile_selector(std::string(5000, 'a')), SelectorError);
}

TEST(Selector, BoundsItsWork)
{
    std::string page;
    for (int i = 0; i < 500; ++i)
        page += "<div>";
    for (int i = 0; i < 20'000; ++i)
        page += "<p>x<b>y</b></p>";
    auto const document = parse_html(page);
    for (std::string_view const hostile : {"div div div div div div div div div i", "* ~ * ~ * ~ * i",
                                           ":has(:has(:has(:has(i))))", "p:nth-of-type(n+2)"}) {
        auto const start = std::clock();
        (void)select(whole(document), compile_selector(hostile));
        auto const seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        EXPECT_LT(seconds, 10.0) << hostile;
    }
}

}  // namespace
}  // namespace almanac
