#include "read/page_matches.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

std::string text_before(std::string const& page, std::string_view item, std::string_view selector)
{
    auto const document = parse_html(page);
    PageMatches matches;
    auto const compiled = compile_selector(selector);
    auto const found =
        matches.last_before(select_first(root(document), compile_selector(item)), std::string{selector}, compiled);
    return found ? text_of(found) : "none";
}

TEST(PageMatches, FindTheNearestBefore)
{
    struct Case {
        std::string page;
        std::string_view selector;
        std::string_view want;
    };
    Case const cases[] = {
        {"<h2>A</h2><h2>B</h2><p id=i>x</p><h2>C</h2>", "h2", "B"},
        {"<div><h2>deep</h2></div><section><p id=i>x</p></section>", "h2", "deep"},
        {"<section><b>S</b><p id=i>x</p></section>", "section", "S x"},
        {"<p id=i>x <b>in it</b></p>", "b", "none"},
        {"<p id=i>x</p>", "p", "none"},
        {"<p id=i>x</p><h2>C</h2>", "h2", "none"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.page);
        EXPECT_EQ(text_before(c.page, "#i", c.selector), c.want);
    }
}

/// A page of one heading and very many items takes no time to speak of: the page is searched once.
TEST(PageMatches, SearchAPageOnce)
{
    std::string page = "<h2>A</h2>";
    for (int i = 0; i < 50'000; ++i)
        page += "<p>x</p>";
    auto const document = parse_html(page);
    auto const heading = compile_selector("h2");
    PageMatches matches;
    std::size_t found = 0;
    for (auto const item : select(root(document), compile_selector("p")))
        found += matches.last_before(item, "h2", heading) ? 1U : 0U;
    EXPECT_EQ(found, 50'000U);
}

}  // namespace
}  // namespace almanac
