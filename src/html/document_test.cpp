#include "html/document.hpp"
#include "html/selector.hpp"
#include "text/charset.hpp"

#include <gtest/gtest.h>

#include <ctime>

namespace almanac {
namespace {

using namespace std::string_literals;

std::size_t count(Document const& document, std::string_view selector)
{
    return select(whole(document), compile_selector(selector)).size();
}

Element first(Document const& document, std::string_view selector)
{
    return select_first(whole(document), compile_selector(selector));
}

std::string repeat(std::string_view text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += text;
    return out;
}

TEST(Document, BuildsTheTreeThatBrowsersBuild)
{
    struct Case {
        std::string_view page;
        std::string_view want;
    };
    Case const cases[] = {
        {"", "<html><head></head><body></body></html>"},
        {"<p>a<p>b", "<html><head></head><body><p>a</p><p>b</p></body></html>"},
        {"<table><tr><td>1",
         "<html><head></head><body><table><tbody><tr><td>1</td></tr></tbody></table></body></html>"},
        {"<b>a<p>b</b>c", "<html><head></head><body><b>a</b><p><b>b</b>c</p></body></html>"},
        {"<ul><li>a<li>b</ul>", "<html><head></head><body><ul><li>a</li><li>b</li></ul></body></html>"},
        {"<title>a<b></title><!-- x --><br/>&lt;&nbsp;",
         "<html><head><title>a&lt;b&gt;</title></head><body><br>&lt;\u00a0</body></html>"},
        {"<A HREF='?a=1&amp;b=\"2\"' Href=x>y</A>",
         "<html><head></head><body><a href=\"?a=1&amp;b=&quot;2&quot;\">y</a></body></html>"},
        {"<script>if (a<b) c</script>", "<html><head><script>if (a<b) c</script></head><body></body></html>"},
        {"<my-card>x</my-card><noscript><i>y</i></noscript>",
         "<html><head></head><body><my-card>x</my-card><noscript><i>y</i></noscript></body></html>"},
    };
    for (auto const& c : cases) {
        auto const document = parse_html(std::string{c.page});
        EXPECT_EQ(inner_html(whole(document)), c.want);
        EXPECT_TRUE(document.problems().empty());
    }
}

/// What holds a reference, a capital or a namespace goes another way through the parser than what is plain.
TEST(Document, ReadsPlainAndOtherTokensAlike)
{
    struct Case {
        std::string_view page;
        std::string_view want;  // the body
    };
    Case const cases[] = {
        {"<p ID=Top Class='A b' title>x</p>", "<p id=\"Top\" class=\"A b\" title=\"\">x</p>"},
        {"<p id=a title='&lt;b'>&amp;</p>", "<p id=\"a\" title=\"&lt;b\">&amp;</p>"},
        {"<svg viewbox='0 0'><a XLINK:HREF=x>y</a></svg>", "<svg viewBox=\"0 0\"><a href=\"x\">y</a></svg>"},
        {"<b class=x>1<p>2</b>", "<b class=\"x\">1</b><p><b class=\"x\">2</b></p>"},
        {"a<body class=c>b", "ab"},
        {"<table>x<tr>y<td>z", "xy<table><tbody><tr><td>z</td></tr></tbody></table>"},
        {"a\r\nb\rc&\r\nd&#13;", "a\nb\nc&amp;\nd\r"},
        {"<pre>\r\na\r\n</pre><p title='a\r\nb'>", "<pre>a\n</pre><p title=\"a\nb\"></p>"},
        {"<script>a && b\r\n</script>", "<script>a && b\n</script>"},
        {"<textarea>&lt;\n</textarea>", "<textarea>&lt;\n</textarea>"},
    };
    for (auto const& c : cases) {
        auto const document = parse_html("<body>" + std::string{c.page});
        EXPECT_EQ(inner_html(first(document, "body")), c.want) << c.page;
    }
    EXPECT_EQ(attribute(first(parse_html("<body id=a><body class=c>"), "body"), "class"), "c");
    auto const frames = parse_html("<input type=hidden><frameset><frame></frameset>");
    EXPECT_EQ(count(frames, "frameset"), 1U) << "a hidden <input> is no content";
}

TEST(Document, WalksElements)
{
    auto const document = parse_html("<body>t<div id=a>x<p>1</p>y<p>2</p></div><div id=b></div>");
    auto const body = first(document, "body");
    EXPECT_EQ(tag(root(document)), "html");
    EXPECT_FALSE(parent(root(document)));
    EXPECT_EQ(parent(body), root(document));
    auto const a = first_child(body);
    EXPECT_EQ(attribute(a, "ID"), "a");
    EXPECT_EQ(attribute(a, "class"), std::nullopt);
    EXPECT_EQ(tag(first_child(a)), "p");
    EXPECT_EQ(text_of(next_sibling(first_child(a))), "2");
    EXPECT_FALSE(next_sibling(next_sibling(first_child(a))));
    EXPECT_EQ(attribute(next_sibling(a), "id"), "b");
    EXPECT_FALSE(first_child(next_sibling(a)));
    EXPECT_FALSE(next_sibling(next_sibling(a)));
    EXPECT_FALSE(parent(Element{}));
    EXPECT_EQ(text_of(Element{}), "");
    EXPECT_EQ(attribute(Element{}, "id"), std::nullopt);
}

TEST(Document, KeepsWordsApartThatTouch)
{
    auto const words = [](std::string html) {
        auto const document = parse_html(std::move(html));
        return words_of(root(document));
    };
    EXPECT_EQ(words("<i>April</i><i>5</i><b><u>10:00</u></b><b>AM</b>"), "April 5 10:00 AM");
    EXPECT_EQ(words("<i>März</i><i></i><i><b>5</b></i> <i> 2031</i>"), "März 5 2031");
    EXPECT_EQ(words("April 3<sup>rd</sup>, <b>W</b>ord"), "April 3rd, Word") << "text and element are one word";
    EXPECT_EQ(words("<i>7</i><i>:30</i><i> - </i><i>9</i><i>pm</i>"), "7:30 - 9 pm") << "only between words";
    EXPECT_EQ(words_of(Element{}), "");
}

TEST(Document, GivesText)
{
    auto const document = parse_html("<div> Bird <b>Wa</b>lk<br>Sat<p>10 &ndash; 12</p>rain <i> or </i> shine"
                                     "<script>x()</script><style>y</style><ul><li>a<li>b</ul>"
                                     "<table><tr><td>1<td>2<tr><td>3</table></div>");
    auto const div = first(document, "div");
    EXPECT_EQ(text_of(div), "Bird Walk Sat 10 – 12 rain or shine a b 1 2 3");
    EXPECT_EQ(lines_of(div), "Bird Walk\nSat\n10 – 12\nrain or shine\na\nb\n1 2\n3");
    EXPECT_EQ(own_text(div), "Bird lk Sat rain shine");
    EXPECT_EQ(words_of(div), text_of(div)) << "nothing touches that an element each holds";
    EXPECT_EQ(raw_text(first(document, "script")), "x()");
    EXPECT_EQ(raw_text(first(document, "b")), "Wa");
    EXPECT_EQ(inner_html(first(document, "ul")), "<li>a</li><li>b</li>");
}

TEST(Document, DecodesEntities)
{
    struct Case {
        std::string_view text;
        std::string_view want;
        int rounds = 1;
    };
    Case const cases[] = {
        {"plain", "plain"},
        {"a &amp; b &lt;&gt;&quot;&apos;", "a & b <>\"'"},
        {"&amp;amp;", "&amp;"},
        {"&amp;amp;#8217;", "’", 3},
        {"caf&eacute; &hellip; &rsquo;&nbsp;", "café … ’\u00a0"},
        {"&#8217;&#x2019;&#X2019;&#146;", "’’’’"},
        {"&#0;&#xD800;&#x110000;&#99999999999999999999;", "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"AT&T &; &# &#x; &nosuch; &no", "AT&T &; &# &#x; &nosuch; &no"},
        {"?a=1&copy=2&lt=3", "?a=1&copy=2&lt=3"},
        {"&copy 2020 &ampx", "© 2020 &ampx"},
        {"&CounterClockwiseContourIntegral;&NotEqualTilde;&notin;", "∳≂̸∉"},
        {"&", "&"},
        {"x&amp", "x&"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(decode_entities(c.text, c.rounds), c.want) << c.text;
}

TEST(Document, FindsTheDeclaredCharset)
{
    struct Case {
        std::string_view page;
        std::string_view want;
    };
    Case const cases[] = {
        {"<meta charset=\"UTF-8\">", "utf-8"},
        {"<META CHARSET = ISO-8859-1 />", "iso-8859-1"},
        {"<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>", "windows-1252"},
        {"<?xml version=\"1.0\" encoding=\"koi8-r\"?><html>", "koi8-r"},
        {"<!-- <meta charset=x> --><meta charset=y>", "y"},
        {"<meta charset=utf-16le>", "utf-8"},
        {"<p>charset=x", ""},
        {"<meta charset>", ""},
        {"<meta charset=", ""},
        {"<!-- never closed <meta charset=x>", ""},
    };
    for (auto const& c : cases)
        EXPECT_EQ(declared_charset(c.page), c.want) << c.page;
    EXPECT_EQ(declared_charset(std::string(1024, ' ') + "<meta charset=utf-8>"), "");
}

TEST(Document, ReadsPagesInTheirCharset)
{
    struct Case {
        std::string_view bytes;
        std::string_view type;
    };
    Case const cases[] = {
        {"<p>caf\xC3\xA9", "text/html"},
        {"<p>caf\xE9", "text/html; charset=ISO-8859-1"},
        {"<p>caf\xE9", "text/html"},
        {"<meta charset=windows-1252><p>caf\xE9", "text/html"},
        {"<meta charset=windows-1250><p>caf\xC3\xA9", "Text/HTML;Charset=\"UTF-8\""},
        {"\xEF\xBB\xBF<p>caf\xC3\xA9", "text/html; charset=latin1"},
        {"<meta charset=latin1><p>caf\xC3\xA9", ""},
    };
    for (auto const& c : cases)
        EXPECT_EQ(text_of(whole(parse_page(c.bytes, c.type))), "café") << c.bytes << " as " << c.type;
}

TEST(Document, SurvivesBrokenPages)
{
    std::string const pages[] = {
        "<",
        "</",
        "<!",
        "<!--",
        "<a",
        "<a b",
        "<a b=",
        "<a b='",
        "<title>",
        "<script>",
        "<textarea>x",
        "<svg><![CDATA[x",
        "&#",
        "&#x",
        "&am",
        "<a b='&am",
        "<table><a><tr><b><td></a></b>",
        "<frameset><frame>x",
        "<template><td>x</template></table>",
        "</html></body><p>x</html>y",
        "a\0b<p\0q>\0</p>"s,
        "\xFF\xFE<p>\x80\xC3",
        "<math><mi><svg><desc><p></math>x",
        "<select><option><select><table>",
        "<!DOCTYPE html PUBLIC \"",
        "<p id=1 id=2 =3 '=4 \">x",
    };
    for (auto const& page : pages) {
        auto const document = parse_html(page);
        EXPECT_EQ(tag(root(document)), "html") << page;
        EXPECT_TRUE(is_utf8(inner_html(whole(document)))) << page;
    }
}

TEST(Document, FlattensWhatIsTooDeep)
{
    auto const page = repeat("<div>", 600) + "deep" + repeat("</div>", 600) + "<p id=after>x</p>";
    auto const document = parse_html(page);
    EXPECT_EQ(count(document, "div"), 510U);  // with <html> and <body> 512
    EXPECT_EQ(text_of(whole(document)), "deep x");
    EXPECT_EQ(tag(parent(first(document, "#after"))), "body") << "end tags of flattened elements close nothing else";
    ASSERT_EQ(document.problems().size(), 1U);
    EXPECT_EQ(document.problems()[0], "90 elements nested deeper than 512 were flattened.");
}

TEST(Document, CutsWhatExceedsALimit)
{
    auto const cut = parse_html("<p>one</p><p>tw\u00f6</p>", {.max_bytes = 16});
    EXPECT_EQ(text_of(whole(cut)), "one tw");
    EXPECT_EQ(cut.problems().at(0), "The page has 21 bytes; only the first 16 were read.");

    std::string page = "<p";
    for (int i = 0; i < 20'000; ++i)
        page += " a" + std::to_string(i) + "=1";
    auto const attributes = parse_html(page + ">x</p>y");
    EXPECT_EQ(attribute(first(attributes, "p"), "a255"), "1");
    EXPECT_EQ(attribute(first(attributes, "p"), "a256"), std::nullopt);
    EXPECT_EQ(text_of(whole(attributes)), "x y");
    EXPECT_EQ(attributes.problems().size(), 1U);

    std::string const large(1'000'000, 'v');
    auto const value = parse_html("<p title=" + large + ">x");
    EXPECT_EQ(attribute(first(value, "p"), "title"), large);
}

TEST(Document, StopsReadingWhatIsBuiltToExhaustIt)
{
    std::string page = "<p>first</p>";
    for (int i = 0; i < 6'000; ++i)
        page += "<x" + std::to_string(i) + ">" + std::to_string(i);
    auto const document = parse_html(page + "last");
    EXPECT_TRUE(text_of(whole(document)).starts_with("first 012"));
    EXPECT_EQ(text_of(whole(document)).find("last"), std::string::npos);
    EXPECT_TRUE(document.problems().at(0).starts_with("The page is built to exhaust its readers"));
    EXPECT_EQ(text_of(whole(parse_html("<p>the next page</p>"))), "the next page");
}

TEST(Document, NeedsNoMoreTimeThanTheSizeOfHostilePages)
{
    struct Case {
        std::string_view name;
        std::string page;
    };
    auto const numbered = [](std::string const& before, int times, std::string const& after) {
        std::string out;
        for (int i = 0; i < times; ++i)
            out += before + std::to_string(i) + after;
        return out;
    };
    Case const cases[] = {
        {"nested", repeat("<div>", 100'000)},
        {"nested spans, closed", repeat("<span>", 50'000) + repeat("</span>", 50'000)},
        {"nested svg", "<svg>" + repeat("<g>", 50'000)},
        {"nested svg titles", "<svg>" + repeat("<desc><style>", 20'000)},
        {"nested tables", repeat("<table><td>", 20'000)},
        {"nested lists", repeat("<ul><li>", 30'000)},
        {"nested templates", repeat("<template>", 30'000)},
        {"nested selects and options", repeat("<select><option>", 20'000)},
        {"formatting reopened", numbered("<b class=", 2'000, ">") + repeat("<p>x", 20'000)},
        {"formatting with a large value", "<b class='" + std::string(10'000, 'x') + "'>" + repeat("<p>x", 50'000)},
        {"adoption agency", repeat("<a><p>", 2'000) + repeat("</a>", 2'000)},
        {"misnested", repeat("<b><i><u><p></b></i></u>", 5'000)},
        {"foster parenting", "<table>" + repeat("x<b>y", 20'000)},
        {"second bodies", numbered("<body a", 50'000, "=1>")},
        {"one tag of attributes", "<p" + numbered(" a", 100'000, "") + ">"},
        {"tags of attributes", numbered("<p" + repeat(" a=1", 300) + " b", 500, ">")},
        {"texts joined", repeat("text</x>", 100'000)},
        {"texts joined before a table", "<table>" + repeat("text<tr>", 50'000)},
        {"names", numbered("<x-", 30'000, ">y")},
        {"end tags", repeat("<p>", 500) + repeat("</b></div></p>", 20'000)},
        {"one name", "<" + std::string(500'000, 'n') + ">"},
        {"entities", repeat("&#x1F33B;&amp;&nosuch", 20'000)},
        {"less than", std::string(300'000, '<')},
        {"never closed comment", "<!--" + repeat("<!--", 50'000)},
        {"never closed scripts", repeat("<script><!--<script>", 20'000)},
        {"carriage returns", std::string(200'000, '\r')},
    };
    for (auto const& c : cases) {
        auto const start = std::clock();
        auto const document = parse_html(c.page);
        auto const text = text_of(whole(document));
        auto const seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        EXPECT_LT(seconds, 3.0) << c.name;  // milliseconds; slow machines and sanitizers allowed for
        EXPECT_LE(text.size(), c.page.size()) << c.name;
    }
}

}  // namespace
}  // namespace almanac
