#include "html/sanitize.hpp"
#include "html/selector.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view base = "https://heron.example/walks/";

struct Case {
    std::string_view html;
    std::string_view want;
};

TEST(Sanitize, KeepsWhatTextsNeed)
{
    Case const cases[] = {
        {"<p>Meet at the <b>gate</b>.</p>", "<p>Meet at the <b>gate</b>.</p>"},
        {"<P CLASS=x STYLE='color:red' onclick=x()>a<BR/>b</P>", "<p>a<br>b</p>"},
        {"<a href='../map?a=1&amp;b=2' target=_blank title='The \"map\"'>Map</a>",
         "<a href=\"https://heron.example/map?a=1&amp;b=2\" title=\"The &quot;map&quot;\">Map</a>"},
        {"<a href=MAILTO:info@heron.example?subject=Hi>Mail</a>",
         "<a href=\"mailto:info@heron.example?subject=Hi\">Mail</a>"},
        {"<img src=/p.png alt='A heron' width=3>", "<img src=\"https://heron.example/p.png\" alt=\"A heron\">"},
        {"<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"},
        {"<table><tr><td colspan=2 rowspan=x bgcolor=red>1</table>",
         "<table><tbody><tr><td colspan=\"2\">1</td></tr></tbody></table>"},
        {"<pre>a\n  b</pre>  <code>x  y</code>", "<pre>a\n  b</pre> <code>x y</code>"},
        {"<section><h2>A</h2></section><font>b</font><x-y>c</x-y>", "<div><h2>A</h2></div>bc"},
        {"<b>never <i>closed", "<b>never <i>closed</i></b>"},
        {"closed</div> too often</b>", "closed too often"},
        {"caf&eacute; &amp;lt;b&gt; <i>x</i>", "café &amp;lt;b&gt; <i>x</i>"},
        {"a<!-- b --><i>c</i>", "a<i>c</i>"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(sanitize_html(c.html, base), c.want) << c.html;
}

TEST(Sanitize, EscapesPlainTextAndKeepsItsLines)
{
    Case const cases[] = {
        {"", ""},
        {"Tom & Jerry < 3 \"x\"", "Tom &amp; Jerry &lt; 3 \"x\""},
        {"one\r\ntwo\n\n\n\nthree\n", "one<br>two<br><br>three"},
        {"  a \t b  ", "a b"},
        {"R&amp;B at 7&nbsp;pm", "R&amp;B at 7 pm"},
        {"&lt;script&gt;x&lt;/script&gt;", "&lt;script&gt;x&lt;/script&gt;"},
        {"a\x01\x02 b", "a b"},
        {"caf\xE9", "café"},
        {"caf\xC3\xA9 \xC3", "café \uFFFD"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(sanitize_html(c.html, base), c.want) << c.html;
}

TEST(Sanitize, LeavesNothingThatRuns)
{
    Case const cases[] = {
        {"a<script>alert(1)</script>b<i></i>", "a b<i></i>"},
        {"<SCRIPT SRC=//evil.example/x.js></SCRIPT>x", "x"},
        {"<scr<script>ipt>alert(1)</scr</script>ipt>", "ipt&gt;alert(1)ipt&gt;"},
        {"<<script>alert(1)//<</script>", "&lt;"},
        {"<script>never closed", ""},
        {"<script/x>alert(1)</script>", ""},
        {"<img src=x onerror=alert(1)>", "<img src=\"https://heron.example/walks/x\" alt=\"\">"},
        {"<img src=\"javascript:alert(1)\">x", "x"},
        {"<img src=`javascript:alert(1)`>x",
         "<img src=\"https://heron.example/walks/%60javascript:alert(1)%60\" alt=\"\">x"},
        {"<img \"\"\"><script>alert(1)</script>\">", "\"&gt;"},
        {"<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">x", "x"},
        {"<a href=javascript:alert(1)>x</a>", "x"},
        {"<a href=\" javascript:alert(1)\">x</a>", "x"},
        {"<a href=\"\x01javascript:alert(1)\">x</a>", "x"},
        {"<a href=\"JaVaScRiPt:alert(1)\">x</a>", "x"},
        {"<a href=\"jav\tascript:alert(1)\">x</a>", "x"},
        {"<a href=\"jav&#x0A;ascript:alert(1)\">x</a>", "x"},
        {"<a href=\"jav&#x0D;&Tab;&NewLine;ascript&colon;alert(1)\">x</a>", "x"},
        {"<a href=\"&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)\">x</a>", "x"},
        {"<a href=\"&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)\">x</a>", "x"},
        {"<a href=\"&#0000106avascript:alert(1)\">x</a>", "x"},
        {"<a href=\"\u00a0javascript:alert(1)\">x</a>", "x"},
        {"<a href=\"java\0script:alert(1)\">x</a>"sv,
         "<a href=\"https://heron.example/walks/java%EF%BF%BDscript:alert(1)\">x</a>"},
        {"<a href=vbscript:msgbox(1)>x</a>", "x"},
        {"<a href=\"data:text/html,<script>alert(1)</script>\">x</a>", "x"},
        {"<a href=\"file:///etc/passwd\">x</a>", "x"},
        {"<a href=\"blob:https://heron.example/1\">x</a>", "x"},
        {"<a href=\"feed:javascript:alert(1)\">x</a>", "x"},
        {"<a href=\"mailto:a@b.example&quot;onclick=x\">x</a>", "x"},
        {"<a href='#' onmouseover=alert(1)>x</a>", "<a href=\"https://heron.example/walks/#\">x</a>"},
        {"<a href=\"x\" title='\" onmouseover=\"alert(1)'>x</a>",
         "<a href=\"https://heron.example/walks/x\" title=\"&quot; onmouseover=&quot;alert(1)\">x</a>"},
        {"<svg onload=alert(1)><a xlink:href=javascript:x>y</a></svg>z", "z"},
        {"<svg><style><img src=x onerror=alert(1)></style></svg>z",
         "<img src=\"https://heron.example/walks/x\" alt=\"\">z"},
        {"<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", ""},
        {"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
         "<p title=\"&lt;/noscript&gt;&lt;img src=x onerror=alert(1)&gt;\"></p>"},
        {"<iframe src=javascript:alert(1)></iframe>x", "x"},
        {"<object data=x.swf><param name=a>y</object>x", "x"},
        {"<embed src=x.swf>x", "x"},
        {"<form action=javascript:x><input onfocus=x autofocus>y</form>x", "x"},
        {"<template><script>alert(1)</script></template>x", "x"},
        {"<style>@import 'javascript:x'; p{background:url(javascript:x)}</style>x", "x"},
        {"<div style=\"background:url(javascript:x);behavior:url(x.htc)\">x</div>", "<div>x</div>"},
        {"<meta http-equiv=refresh content='0;url=javascript:x'>x", "x"},
        {"<link rel=stylesheet href=javascript:x>x", "x"},
        {"<base href=javascript:x//><a href=y>x</a>", "<a href=\"https://heron.example/walks/y\">x</a>"},
        {"<body onload=alert(1) background=javascript:x>x", "x"},
        {"<table background=javascript:x><td background=javascript:x>x",
         "<table><tbody><tr><td>x</td></tr></tbody></table>"},
        {"<details open ontoggle=alert(1)>x</details>", "<div>x</div>"},
        {"<video><source onerror=alert(1)></video><audio src=x onerror=y>z</audio>x", "x"},
        {"<marquee onstart=alert(1)>x</marquee>", "x"},
        {"<xss id=x onfocus=alert(1) tabindex=1>x</xss>", "x"},
        {"<!--[if gte IE 4]><script>alert(1)</script><![endif]-->x", "x"},
        {"<?xml version=\"1.0\"?><x>y</x>", "y"},
        {"<![CDATA[<script>alert(1)</script>]]>x", "alert(1)]]&gt;x"},
        {"<textarea><script>alert(1)</script></textarea>x", "x"},
        {"<title></title><script>alert(1)</script>x", "x"},
        {"<p id=</p><script>alert(1)</script>", "<p></p>"},
        {"<a<b href=javascript:alert(1)>x", "x"},
        {"<plaintext>x</plaintext><script>", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.html);
        auto const out = sanitize_html(c.html, base);
        EXPECT_EQ(out, c.want);
        EXPECT_EQ(sanitize_html(out, base), out) << "what is safe stays as it is";
    }
}

/// Reads the result as a browser would and looks for anything that is not allowed.
void expect_harmless(std::string const& out)
{
    auto const document = parse_html(out);
    auto const found =
        select(whole(document),
               compile_selector("body :not(p, br, a, img, b, strong, i, em, u, s, del, sub, sup, ul, ol, li, "
                                "dl, dt, dd, h1, h2, h3, h4, h5, h6, table, caption, thead, tbody, tfoot, tr, "
                                "th, td, blockquote, pre, code, div, span, hr, figure, figcaption), "
                                "head *, [onclick], [onerror], [onload], [style], [srcdoc], [action], "
                                "[href]:not([href^='https://'], [href^='http://'], [href^='mailto:']), "
                                "[src]:not([src^='https://'], [src^='http://'])"));
    EXPECT_TRUE(found.empty()) << out;
    EXPECT_TRUE(is_utf8(out));
}

TEST(Sanitize, IsHarmlessWhateverIsCutOrMixed)
{
    constexpr std::string_view pieces[] = {
        "<svg>",
        "</svg>",
        "<math>",
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<p title='",
        "'>",
        "\">",
        "<!--",
        "-->",
        "<table>",
        "<td>",
        "<a href=javascript:x>",
        "</a>",
        "<img src=x onerror=y>",
        "<noscript>",
        "</noscript>",
        "<select>",
        "<template>",
        "</template>",
        "<form>",
        "</form>",
        "<mglyph>",
        "<title>",
        "<b",
        "<b>",
        "</p>",
        "text",
        "&lt;script&gt;",
        "<![CDATA[",
        "]]>",
        "<desc>",
        "<foreignObject>",
        "<xmp>",
        "</xmp>",
        "\x01",
        "\xC3",
        "<textarea>",
        "</",
        "<annotation-xml>",
    };
    std::uint32_t state = 1;
    for (int round = 0; round < 1000; ++round) {
        std::string html;
        for (int i = 0; i < 12; ++i) {
            state = state * 1664525U + 1013904223U;
            html += pieces[(state >> 16U) % std::size(pieces)];
        }
        expect_harmless(sanitize_html(html, base));
    }
}

TEST(Sanitize, TurnsHtmlIntoText)
{
    Case const cases[] = {
        {"", ""},
        {"R&amp;B  at\n7", "R&B at 7"},
        {"<p>a</p><p>b<br>c</p><script>x</script>", "a b c"},
        {"1 < 2 <3", "1 < 2 <3"},
        {"<b>x</b>&nbsp;y", "x y"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(html_to_text(c.html), c.want) << c.html;
}

}  // namespace
}  // namespace almanac
