// The mail as a browser shows it, narrow and wide, light and dark.

#include "json/json.hpp"
#include "json/members.hpp"
#include "mail/example_content.hpp"
#include "support/temporary_folder.hpp"
#include "text/text.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace almanac {
namespace {

// Shows the mail in frames as wide as a phone and as a window, light and dark, and writes down what it measures. A page
// of its own cannot be that narrow, and a frame takes the colour scheme of the page around it.
constexpr std::string_view judge = R"(<!doctype html><meta charset="utf-8"><body><script>
const said = [];
window.alert = () => said.push({alert: true});
const luminance = rgb => { const [r, g, b] = rgb.map(v => { v /= 255;
    return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 }); return .2126 * r + .7152 * g + .0722 * b };
const numbers = colour => (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
const over = (top, below) => { const a = top.length > 3 ? top[3] : 1;
    return [0, 1, 2].map(i => top[i] * a + below[i] * (1 - a)) };
// The lowest contrast of a text with what is behind it (WCAG 2, 1.4.3).
function contrast(page, document, view) {
    let lowest = 99;
    for (const element of document.body.querySelectorAll('*')) {
        if (![...element.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
        const chain = []; for (let e = element; e; e = e.parentElement) chain.unshift(e);
        let back = page, opacity = 1;
        for (const e of chain) { const style = view.getComputedStyle(e);
            back = over(numbers(style.backgroundColor), back); opacity *= Number(style.opacity) }
        const front = over([...numbers(view.getComputedStyle(element).color).slice(0, 3), opacity], back);
        const [a, b] = [luminance(front), luminance(back)].sort((x, y) => y - x);
        lowest = Math.min(lowest, (a + .05) / (b + .05));
    }
    return lowest;
}
async function measure(width, scheme) {
    const frame = document.createElement('iframe');
    frame.style.cssText = `width:${width}px;height:3000px;border:0;color-scheme:${scheme}`;
    frame.width = width;
    const loaded = new Promise(done => frame.onload = done);
    frame.srcdoc = mail;
    document.body.append(frame);
    await loaded;
    const view = frame.contentWindow, inner = frame.contentDocument;
    let right = 0;
    for (const element of inner.body.querySelectorAll('*')) right = Math.max(right, element.getBoundingClientRect().right);
    const dark = view.matchMedia('(prefers-color-scheme: dark)').matches;
    said.push({width, scheme, scrolls: inner.documentElement.scrollWidth > width, right: Math.ceil(right), dark,
        contrast: Math.floor(contrast(dark ? [18, 18, 18] : [255, 255, 255], inner, view) * 100),
        scripts: inner.querySelectorAll('script,[onerror],[onmouseover],img,link').length,
        text: inner.body.innerText, links: [...inner.links].map(a => a.href)});
}
(async () => {
    for (const width of [320, 400, 900]) for (const scheme of ['light', 'dark']) await measure(width, scheme);
    document.body.textContent = 'SAID' + JSON.stringify(said) + 'END';
})();
</script>)";

std::string script_text(std::string_view text)
{
    std::string out = "'";
    for (char const c : text)
        switch (c) {
        case '\'':
        case '\\': out += std::string{'\\', c}; break;
        case '\n': out += "\\n"; break;
        case '<': out += "\\x3c"; break;
        default: out += c;
        }
    return out + "'";
}

/// What the judge says of a mail; nothing without a browser.
boost::json::value look_at(std::string const& html)
{
    TemporaryFolder const folder;
    auto page = std::string{judge};
    page.insert(page.find("const said"), "const mail = " + script_text(html) + ";\n");
    auto const file = folder.write("judge.html", page);
    auto const command = fmt::format(
        "chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync --user-data-dir={} --virtual-time-budget=20000 --dump-dom file://{} "
        "2>/dev/null > {}",
        folder.path("profile"), file, folder.path("dom"));
    if (std::system(command.c_str()) != 0)  // NOLINT(cert-env33-c): a fixed command of our own
        return {};
    auto dom = folder.read("dom");
    auto const from = dom.find("SAID");
    auto const to = dom.rfind("END");
    if (from == std::string::npos || to == std::string::npos || to < from)
        return {};
    dom = dom.substr(from + 4, to - from - 4);
    return read_json(replace_all(replace_all(replace_all(dom, "&lt;", "<"), "&gt;", ">"), "&amp;", "&"));
}

bool have_browser()
{
    return std::system("command -v chromium >/dev/null") == 0;  // NOLINT(cert-env33-c): a fixed command of our own
}

TEST(MailInBrowser, FitsEveryWidthAndBothColourSchemes)
{
    if (!have_browser()) {
        ASSERT_EQ(std::getenv("CI"), nullptr) << "chromium is not installed: ./dev setup";
        GTEST_SKIP() << "chromium is not installed: ./dev setup";
    }
    auto const html = to_mail_html(test::eventful_content(), test::eventful_extras());
    if (auto const* keep = std::getenv("ALMANAC_KEEP_MAIL"))
        std::ofstream{keep} << html;
    auto const said = look_at(html);
    ASSERT_TRUE(said.is_array()) << "the browser said nothing";
    ASSERT_EQ(said.as_array().size(), 6U);
    for (auto const& value : said.as_array()) {
        auto const& frame = as_object(value);
        SCOPED_TRACE(read_text(frame, "scheme") + " " + std::to_string(read_count(frame, "width", 9999)));
        EXPECT_FALSE(read_flag(frame, "scrolls"));
        EXPECT_LE(read_count(frame, "right", 9999), read_count(frame, "width", 9999));
        EXPECT_EQ(read_flag(frame, "dark"), read_text(frame, "scheme") == "dark");
        EXPECT_GE(read_count(frame, "contrast", 9999), 450);
        EXPECT_EQ(read_count(frame, "scripts", 9999), 0);
        auto const text = read_text(frame, "text");
        for (std::string_view const shown :
             {"412 events from 25 sources", "Virginia Native Plant Society", "Fairfax <Parks> & \"Recreation\"",
              "Move the old event to the trash", "Now: Owl Walk, Sun 6 Apr 2031, 20:00",
              "<script>alert(1)</script><img src=x onerror=alert(2)>", "Bird Walk No. 12", "And 46 more",
              "Łódź 日本 🦉"})
            EXPECT_NE(text.find(shown), std::string::npos) << shown << "\nin\n" << text;
        EXPECT_EQ(read_array(frame, "links").size(), 3U + 14U + 5U);
    }
}

}  // namespace
}  // namespace almanac
