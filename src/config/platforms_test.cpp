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

TEST(Platforms, TakeTheFieldsOfAnother)
{
    std::string const one =
        "# platform: a.toml\nname = \"A\"\npage = \"json\"\nsigns = [\"x\"]\nfields_of = \"b\"\n[json]\n"
        "items = \"[]\"\n";
    std::string const other = "# platform: b.toml\nname = \"B\"\npage = \"json\"\nsigns = [\"y\"]\n[json.fields]\n"
                              "name = \"title\"\nstart = \"day\"\n";
    auto const both = read_platforms(one + other);
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].recipe.fields, both[1].recipe.fields);
    EXPECT_EQ(both[0].recipe.fields.size(), 2U);
    EXPECT_THROW((void)read_platforms(one), ConfigError);
}

}  // namespace
}  // namespace almanac
