#include "config/error.hpp"
#include "config/platforms.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace almanac {
namespace {

TEST(Platforms, EmbeddedOnesAreRight)
{
    auto const& all = platforms();
    EXPECT_GT(all.size(), 15U);
    for (auto const& platform : all) {
        EXPECT_FALSE(platform.signs.empty()) << platform.id;
        bool const reads = platform.recipe.format != Format::none || !platform.recipe.next.empty();
        EXPECT_TRUE(reads) << platform.id << " has neither a list nor a next page";
    }
    EXPECT_TRUE(std::ranges::any_of(all, [](auto const& one) { return one.id == "events-calendar-rest"; }));
}

TEST(Platforms, NamesEveryMistake)
{
    try {
        (void)read_platforms("# platform: a.toml\nname = \"A\"\npage = \"xml\"\n# platform: b.toml\nnme = \"B\"\n");
        FAIL();
    } catch (ConfigError const& error) {
        std::string_view const text = error.what();
        EXPECT_NE(text.find("platforms/a.toml:2:8: there is no page 'xml'"), std::string_view::npos) << text;
        EXPECT_NE(text.find("platforms/b.toml"), std::string_view::npos) << text;
        EXPECT_NE(text.find("'signs'"), std::string_view::npos) << text;
    }
}

}  // namespace
}  // namespace almanac
