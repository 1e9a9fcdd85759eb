#include "json/script_values.hpp"

#include <gtest/gtest.h>

#include <string>

namespace almanac {
namespace {

using Values = std::vector<std::string_view>;

TEST(ScriptValues, AreWhatIsAssigned)
{
    EXPECT_EQ(assigned_values(R"(window.a = {"x": [1, {"y": 2}]}; var b=["}", "\"]"];)"),
              (Values{R"({"x": [1, {"y": 2}]})", R"(["}", "\"]"])"}));
    EXPECT_EQ(assigned_values("if (a == 3) { b = 4; }"), Values{});
    EXPECT_EQ(assigned_values("a =\n  {}\n"), Values{"{}"});
    EXPECT_EQ(assigned_values(""), Values{});
    EXPECT_EQ(assigned_values("a ="), Values{});
}

TEST(ScriptValues, EndWhereOneWasCutOff)
{
    EXPECT_EQ(assigned_values(R"(a = {"x": 1}; b = {"y": [1, 2)"), Values{R"({"x": 1})"});
    EXPECT_EQ(assigned_values(R"(a = {"x": "not closed})"), Values{});
}

TEST(ScriptValues, AreBounded)
{
    std::string many;
    for (int i = 0; i < 200; ++i)
        many += "a = {};";
    EXPECT_EQ(assigned_values(many).size(), 100U);
}

}  // namespace
}  // namespace almanac
