#include "write/tec_cells.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

struct Case {
    std::string_view text;
    std::string_view want;
};

void check(std::string (*cell)(std::string_view), std::span<Case const> cases)
{
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(cell(c.text), c.want);
    }
}

TEST(TecCells, Titles)
{
    Case const cases[] = {
        {"Owl Prowl", "Owl Prowl"},
        {"  Owl \n Prowl\t", "Owl Prowl"},
        {"Jazz & Friends, AT&T", "Jazz & Friends, AT&T"},
        {"I <3 owls", "I &lt;3 owls"},
        {"a &lt; b", "a &amp;lt; b"},
        {"Tom &amp; co; R&D; x", "Tom &amp;amp; co; R&amp;D; x"},
        {"C:\\temp\\", "C:/temp/"},
        {"bell\x07 nul", "bell nul"},
        {"next\xC2\x85line", "nextline"},
        {"caf\xE9", "café"},
        {"🎷 “curly” – dash ünï עברית", "🎷 “curly” – dash ünï עברית"},
        {"1984", "1984"},
        {"=HYPERLINK(\"http://x\")", "HYPERLINK(\"http://x\")"},
        {"@SUM(1+1)|cmd", "SUM(1+1)|cmd"},
        {"-10% day", "-10% day"},
        {"+1 welcome", "+1 welcome"},
        {"", "Untitled event"},
        {"\x01\x02", "Untitled event"},
    };
    check(&to_title_cell, cases);
    EXPECT_LE(to_title_cell(std::string(1'000'000, 'x')).size(), 503U);
}

TEST(TecCells, Venues)
{
    Case const cases[] = {
        {" Town  Hall & Library ", "Town Hall & Library"},
        {"O'Brien's \"Pub\"", "O'Brien's \"Pub\""},
        {"Hall, Room 2", "Hall, Room 2"},
        {"1984", "No. 1984"},
        {"-1.5e3", "No. -1.5e3"},
        {"930 Club", "930 Club"},
        {"See event website", ""},
        {"TBD", ""},
        {"", ""},
    };
    check(&to_venue_cell, cases);
}

TEST(TecCells, Organizers)
{
    Case const cases[] = {
        {"Friends of the Library, Inc.", "Friends of the Library Inc."},
        {"Smith, Jones, and Co", "Smith Jones and Co"},
        {"12 34", "No. 12 34"},
        {",", ""},
    };
    check(&to_organizer_cell, cases);
}

TEST(TecCells, Lists)
{
    std::vector<std::string> const names = {"Music", "Arts, Crafts & more", " music ", "", "2026", "a\\b", "<3"};
    EXPECT_EQ(to_list_cell(names), "Music,Arts / Crafts & more,No. 2026,a/b,&lt;3");
    EXPECT_EQ(to_list_cell({}), "");
}

TEST(TecCells, Html)
{
    Case const cases[] = {
        {"<p>An <b>evening</b> of jazz &amp; more.</p>", "<p>An <b>evening</b> of jazz &amp; more.</p>"},
        {"<p>one\r\n  two\tthree</p>\n\n<p>x</p>\n", "<p>one two three</p> <p>x</p>"},
        {"<pre>one\r\n two\rthree</pre>\nend", "<pre>one\n two\nthree</pre> end"},
        {"a < b and <3 x 5 > 4", "a &lt; b and &lt;3 x 5 > 4"},
        {"<p>C:\\temp\\</p>", "<p>C:&#92;temp&#92;</p>"},
        {"<a href=\"https://x.example/?a=1&b=2\">x</a>", "<a href=\"https://x.example/?a=1&b=2\">x</a>"},
        {"open <p", "open &lt;p"},
        {"<<p>x</p>", "&lt;<p>x</p>"},
        {"</", "&lt;/"},
        {"a\x01\x02\x7F\xC2\x9F z", "a z"},
        {"", ""},
    };
    check(&to_html_cell, cases);
    auto const long_text = std::string(1'000'000, '<');
    EXPECT_EQ(to_html_cell(long_text).size(), 4'000'000U);
}

TEST(TecCells, Urls)
{
    Case const cases[] = {
        {"https://x.example/?a=1&b=2#c", "https://x.example/?a=1&b=2#c"},
        {" HTTP://x.example/a b\\\"<c> ", "HTTP://x.example/a%20b%5C%22%3Cc%3E"},
        {"www.x.example", ""},
        {"javascript:alert(1)", ""},
        {"", ""},
    };
    check(&to_url_cell, cases);
}

TEST(TecCells, Money)
{
    EXPECT_EQ(currency_symbol(""), "$");
    EXPECT_EQ(currency_symbol("EUR"), "€");
    EXPECT_EQ(currency_symbol("CHF"), "CHF");
    EXPECT_EQ(to_country_cell("US"), "United States");
    EXPECT_EQ(to_country_cell("Austria"), "Austria");
}

}  // namespace
}  // namespace almanac
