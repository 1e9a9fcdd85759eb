#include "config/secrets.hpp"

#include <gtest/gtest.h>

#include <map>

namespace almanac {
namespace {

TEST(Secrets, AreFoundInTheEnvironmentOnly)
{
    struct Case {
        std::map<std::string, std::string, std::less<>> variables;
        std::string_view value;
        std::string_view problem;
    };
    constexpr std::string_view missing = "NPS_API_KEY is not set. A key is free at nps.gov/subjects/developer.";
    Case const cases[] = {
        {{{"NPS_API_KEY", "abc"}}, "abc", ""},
        {{{"NPS_API_KEY", " abc\n"}}, "abc", ""},
        {{{"NPS_KEY", "old"}}, "old", ""},
        {{{"NPS_API_KEY", "abc"}, {"NPS_KEY", "old"}}, "abc", ""},
        {{{"NPS_API_KEY", "  "}, {"NPS_KEY", "old"}}, "old", ""},
        {{}, "", missing},
        {{{"NPS_API_KEY", ""}}, "", missing},
        {{{"NPS_API_KEY", "a\r\nX-Evil: 1"}},
         "",
         "NPS_API_KEY holds something that is no key (a line break, or letters that are not ASCII)."},
    };
    Source source;
    source.token = "NPS_API_KEY";
    source.token_aliases = {"NPS_KEY"};
    source.token_help = "A key is free at nps.gov/subjects/developer";
    for (auto const& c : cases) {
        auto const token = find_token(source, [&](std::string_view name) -> std::optional<std::string> {
            auto const found = c.variables.find(name);
            return found == c.variables.end() ? std::nullopt : std::optional{found->second};
        });
        EXPECT_EQ(token.value, c.value);
        EXPECT_EQ(token.problem, c.problem);
        EXPECT_EQ(token.ok(), c.problem.empty());
    }
}

TEST(Secrets, AreNotAskedForWithoutNeed)
{
    auto const token = find_token(Source{}, [](std::string_view) -> std::optional<std::string> {
        ADD_FAILURE() << "looked into the environment";
        return std::nullopt;
    });
    EXPECT_TRUE(token.ok());
    EXPECT_EQ(token.value, "");
}

}  // namespace
}  // namespace almanac
