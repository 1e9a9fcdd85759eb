#include "config/secrets.hpp"

#include <gtest/gtest.h>

#include <map>

namespace almanac {
namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

SecretPlaces places_with(Variables variables)
{
    return {.environment = [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
                auto const found = variables.find(name);
                return found == variables.end() ? std::nullopt : std::optional{found->second};
            },
            .places = {},
            .fetch = {}};
}

TEST(Secrets, AreFoundInTheEnvironmentOnly)
{
    struct Case {
        Variables variables;
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
        auto const token = find_token(source, places_with(c.variables));
        EXPECT_EQ(token.value, c.value);
        EXPECT_EQ(token.problem, c.problem);
        EXPECT_EQ(token.ok(), c.problem.empty());
    }
}

TEST(Secrets, AreNotAskedForWithoutNeed)
{
    SecretPlaces places;
    places.environment = [](std::string_view) -> std::optional<std::string> {
        ADD_FAILURE() << "looked into the environment";
        return std::nullopt;
    };
    auto const token = find_token(Source{}, places);
    EXPECT_TRUE(token.ok());
    EXPECT_EQ(token.value, "");
    EXPECT_TRUE(fetch_tokens(std::vector<Source>(2), places).empty());
}

Source source_with(std::string id, std::string token)
{
    Source source;
    source.id = std::move(id);
    source.token = std::move(token);
    return source;
}

TEST(Secrets, AreFetchedAtOnceFromWhereTheyAreKept)
{
    auto places = places_with({{"A", "in the environment"}});
    places.places = {{"A", "ssm:/a"},           {"B", "ssm:/b"}, {"C", "secretsmanager:keys#c"},
                     {"UNUSED", "ssm:/unused"}, {"E", "ssm:/e"}, {"F", "ssm:/f"}};
    std::vector<std::set<std::string>> asked;
    places.fetch = [&](std::set<std::string> const& wanted) {
        asked.push_back(wanted);
        std::map<std::string, Token> got;
        for (auto const& place : wanted)
            got[place] = {" value of " + place + "\n", {}, {}};
        got["secretsmanager:keys#c"] = {{}, "is refused.", {}};
        got["ssm:/e"] = {" ", {}, {}};
        got["ssm:/f"] = {"a\nb", {}, {}};
        return got;
    };
    auto const tokens =
        fetch_tokens(std::vector{source_with("a", "A"), source_with("b", "B"), source_with("b2", "B"),
                                 source_with("c", "C"), source_with("d", "D"), source_with("e", "E"),
                                 source_with("f", "F"), source_with("g", "ssm:/g"), source_with("none", "")},
                     places);
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked.front(), (std::set<std::string>{"ssm:/b", "secretsmanager:keys#c", "ssm:/e", "ssm:/f", "ssm:/g"}));
    EXPECT_EQ(tokens.size(), 8U);
    EXPECT_EQ(tokens.at("a").value, "in the environment");
    EXPECT_EQ(tokens.at("b").value, "value of ssm:/b");
    EXPECT_EQ(tokens.at("b").origin, "ssm:/b");
    EXPECT_EQ(tokens.at("b2").value, "value of ssm:/b");
    EXPECT_EQ(tokens.at("c").problem, "secretsmanager:keys#c: is refused.");
    EXPECT_EQ(tokens.at("d").problem, "D is not set.");
    EXPECT_EQ(tokens.at("e").problem, "ssm:/e is empty.");
    EXPECT_NE(tokens.at("f").problem.find("ssm:/f holds something that is no key"), std::string::npos);
    EXPECT_EQ(tokens.at("g").value, "value of ssm:/g");
    EXPECT_EQ(fetch_secret("B", places).value, "value of ssm:/b");
    EXPECT_EQ(fetch_secret("ssm:/mail", places).value, "value of ssm:/mail");
    EXPECT_EQ(fetch_secret("A", places).value, "in the environment");
    EXPECT_EQ(fetch_secret("SMTP_PASSWORD", places).problem, "SMTP_PASSWORD is not set.");
    EXPECT_EQ(asked.size(), 3U);
}

TEST(Secrets, HavePlacesOfTwoKinds)
{
    struct Case {
        std::string_view text, service, name, member;
    };
    Case const cases[] = {
        {"ssm:/almanac/nps-api-key", "ssm", "/almanac/nps-api-key", ""},
        {"ssm:nps_api.key", "ssm", "nps_api.key", ""},
        {"secretsmanager:almanac/keys", "secretsmanager", "almanac/keys", ""},
        {"secretsmanager:almanac/keys#nps key", "secretsmanager", "almanac/keys", "nps key"},
        {"secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:k-Ab12cd#nps", "secretsmanager",
         "arn:aws:secretsmanager:eu-west-1:1:secret:k-Ab12cd", "nps"},
        {"ssm:", "", "", ""},
        {"ssm:/a#b", "", "", ""},
        {"ssm:/a b", "", "", ""},
        {"ssm:/a:3", "", "", ""},
        {"secretsmanager:", "", "", ""},
        {"secretsmanager:a#", "", "", ""},
        {"secretsmanager:#a", "", "", ""},
        {"SSM:/a", "", "", ""},
        {"vault:/a", "", "", ""},
        {"NPS_API_KEY", "", "", ""},
        {"", "", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        auto const place = read_secret_place(c.text);
        EXPECT_EQ(place.has_value(), !c.name.empty());
        if (place) {
            EXPECT_EQ(place->service, c.service);
            EXPECT_EQ(place->name, c.name);
            EXPECT_EQ(place->member, c.member);
        }
    }
    EXPECT_FALSE(read_secret_place("ssm:/" + std::string(2000, 'a')));
}

}  // namespace
}  // namespace almanac
