#include "fetch/robots.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Robots, MatchesAsTheStandardSays)
{
    struct Case {
        std::string_view rules;
        std::string_view path;
        bool allowed;
    };
    Case const cases[] = {
        {"", "/x", true},
        {"Disallow:", "/x", true},
        {"Disallow: /", "/x", false},
        {"Disallow: /", "/robots.txt", true},
        {"Disallow: /walks", "/walks/june", false},
        {"Disallow: /walks", "/walksjune", false},
        {"Disallow: /walks/", "/walks", true},
        {"Disallow: /Walks", "/walks", true},
        {"disallow : /walks # the old ones", "/walks", false},
        {"Disallow: /\nAllow: /walks", "/walks/june", true},
        {"Allow: /walks\nDisallow: /walks/june", "/walks/june", false},
        {"Disallow: /walks\nAllow: /walks", "/walks", true},
        {"Disallow: /*.php$", "/x.php", false},
        {"Disallow: /*.php$", "/x.php?y", true},
        {"Disallow: /*.php", "/x.php?y", false},
        {"Disallow: /*?page=", "/walks?page=2", false},
        {"Disallow: /*?page=", "/walks", true},
        {"Disallow: /a*b*c$", "/a-b-b-c-c", false},
        {"Disallow: /a*b*c$", "/a-b-c-d", true},
        {"Disallow: /walks$", "/walks", false},
        {"Disallow: /walks$", "/walks/", true},
        {"Disallow: *", "/x", false},
        {"Disallow: walks", "/walks", true},
        {"Disallow: /caf\xC3\xA9", "/caf%c3%a9", false},
        {"Disallow: /caf%C3%A9", "/caf%c3%a9", false},
        {"Disallow: /%7Eme", "/~me", false},
        {"Disallow: /a%2Fb", "/a/b", true},
        {"Allow: /p\nDisallow: /", "/page", true},
        {"Crawl-delay: 10\nDisallow: /x", "/x", false},
        {"Sitemap: https://example.org/map\nDisallow: /x", "/x", false},
        {"Disallow: /?", "?y", false},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(std::string{c.rules} + " " + std::string{c.path});
        auto const robots = read_robots("User-agent: *\n" + std::string{c.rules}, "almanac");
        EXPECT_EQ(forbidding_rule(robots, "https://example.org" + std::string{c.path}).empty(), c.allowed);
    }
}

TEST(Robots, TakesTheGroupsOfItsName)
{
    struct Case {
        std::string_view text;
        bool allowed;
    };
    Case const cases[] = {
        {"User-agent: *\nDisallow: /\n", false},
        {"User-agent: *\nDisallow: /\n\nUser-agent: Almanac\nDisallow: /other\n", true},
        {"User-agent: almanac/1.0\nDisallow: /\n", false},
        {"User-agent: almanacbot\nDisallow: /\n", true},
        {"User-agent: x\nUser-agent: ALMANAC\nDisallow: /\n", false},
        {"User-agent: almanac\nAllow: /other\nUser-agent: x\nDisallow: /x\nUser-agent: almanac\nDisallow: /\n", false},
        {"User-agent: almanac\n\nUser-agent: x\nDisallow: /\n", false},
        {"User-agent: almanac\nDisallow:\nUser-agent: *\nDisallow: /\n", true},
        {"\xEF\xBB\xBFUser-agent: *\rDisallow: /\r", false},
        {"Disallow: /\n", true},
        {"<html><body>Not found</body></html>", true},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(forbidding_rule(read_robots(c.text, "almanac"), "https://example.org/walks").empty(), c.allowed);
    }
    EXPECT_EQ(forbidding_rule(read_robots("User-agent: *\nDisallow: /w  # why\n", "almanac"), "http://a/walks"),
              "Disallow: /w");
}

TEST(Robots, StaysQuickOnHostileRules)
{
    std::string text = "User-agent: *\n";
    while (text.size() < max_robots_bytes)
        text += "Disallow: /*" + std::string(900, 'a') + "*" + std::string(900, 'a') + "b\n";
    text += "Disallow: /";  // beyond what counts
    auto const robots = read_robots(text, "almanac");
    auto const url = "https://example.org/" + std::string(30'000, 'a');
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(forbidding_rule(robots, url), "");
}

}  // namespace
}  // namespace almanac
