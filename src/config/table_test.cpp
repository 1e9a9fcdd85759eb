#include "config/table.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

[[nodiscard]] std::string text_of(Findings const& findings)
{
    std::string text;
    for (auto const& finding : findings.sorted())
        text += fmt::format("{}: {}\n", to_string(finding.position), finding.sentence);
    return text;
}

struct Settings {
    std::string name = "nobody";
    int days = 90;
    double rate = 1;
    bool loud = false;
    std::chrono::seconds wait{10};
    std::vector<std::string> words;
    std::map<std::string, std::string> colours;
    std::string fruit = "apple";
    std::string colour_of_table = "none";
    std::vector<std::string> rules;
};

constexpr std::string_view fruits[] = {"apple", "pear"};

Settings read_settings(TomlDocument& document, Shape& shape, Findings& findings)
{
    Settings settings;
    Table table{document, shape, findings};
    table.read("name", settings.name);
    table.read("days", settings.days, {1, 365});
    table.read("rate", settings.rate, {0.1, 50});
    table.read("loud", settings.loud);
    table.read("wait", settings.wait, {1, 3600});
    table.read("words", settings.words);
    table.read("colours", settings.colours);
    table.read_choice("fruit", settings.fruit, fruits);
    table.table("sub").read("colour", settings.colour_of_table);
    for (auto& rule : table.tables("rules")) {
        rule.require("pattern");
        rule.read("pattern", settings.rules.emplace_back());
    }
    return settings;
}

[[nodiscard]] std::string findings_of(std::string_view toml)
{
    Findings findings;
    Shape shape;
    if (auto document = parse_toml(toml, "a.toml", findings)) {
        static_cast<void>(read_settings(*document, shape, findings));
        report_unknown_keys(*document, shape, findings);
    }
    return text_of(findings);
}

TEST(Table, ReadsEachType)
{
    Findings findings;
    Shape shape;
    auto document = parse_toml(R"(
name = "Fern"
days = 7
rate = 2
loud = true
wait = 30
words = ["a", "b"]
colours = { rose = "red", "Trail Work" = 2706 }
fruit = "pear"
[sub]
colour = "blue"
[[rules]]
pattern = "x"
[[rules]]
pattern = "y"
)",
                               "a.toml", findings);
    ASSERT_TRUE(document);
    auto const settings = read_settings(*document, shape, findings);
    report_unknown_keys(*document, shape, findings);
    EXPECT_EQ(text_of(findings), "");
    EXPECT_EQ(settings.name, "Fern");
    EXPECT_EQ(settings.days, 7);
    EXPECT_EQ(settings.rate, 2);
    EXPECT_TRUE(settings.loud);
    EXPECT_EQ(settings.wait.count(), 30);
    EXPECT_EQ(settings.words, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(settings.colours, (std::map<std::string, std::string>{{"Trail Work", "2706"}, {"rose", "red"}}));
    EXPECT_EQ(settings.fruit, "pear");
    EXPECT_EQ(settings.colour_of_table, "blue");
    EXPECT_EQ(settings.rules, (std::vector<std::string>{"x", "y"}));
}

TEST(Table, SaysWhatIsWrongWhere)
{
    struct Case {
        std::string_view toml;
        std::string_view want;
    };
    Case const cases[] = {
        {"days = \"90\"", "a.toml:1:8: 'days' must be a whole number, not a string: \"90\"\n"},
        {"days = 9.5", "a.toml:1:8: 'days' must be a whole number, not a number: 9.5\n"},
        {"days = 0", "a.toml:1:8: 'days' must be from 1 to 365, not 0\n"},
        {"rate = nan", "a.toml:1:8: 'rate' must be from 0.1 to 50, not nan\n"},
        {"wait = 99999999999", "a.toml:1:8: 'wait' must be from 1 to 3600, not 99999999999\n"},
        {"loud = \"yes\"", "a.toml:1:8: 'loud' must be true or false, not a string: \"yes\"\n"},
        {"loud = 2019-03-02", "a.toml:1:8: 'loud' must be true or false, not a date or time\n"},
        {"name = []", "a.toml:1:8: 'name' must be a string, not a list\n"},
        {"words = \"secret\"", "a.toml:1:9: 'words' must be a list, not a string\n"},
        {"words = [\"a\", 2]", "a.toml:1:15: 'words' must be a list of strings, and this is a whole number: 2\n"},
        {"colours = { rose = true }", "a.toml:1:20: 'rose' in 'colours' must be a string, not true\n"},
        {"sub = 1", "a.toml:1:7: 'sub' must be a table, not a whole number\n"},
        {"fruit = \"paer\"", "a.toml:1:9: there is no fruit 'paer' (did you mean 'pear'?). Choices: apple, pear.\n"},
        {"[[rules]]\n", "a.toml:1:1: 'pattern' is missing\n"},
        {"[[rules]]\npattern = \" \"\n", "a.toml:2:11: 'pattern' is empty\n"},
        {"[rules]\n", "a.toml:1:1: 'rules' must be a list of tables, each under [[rules]], not a table\n"},
        {"nmae = 1",
         "a.toml:1:1: there is no key 'nmae' here (did you mean 'name'?). Keys: name, days, rate, loud, wait, "
         "words, colours, fruit, sub, rules.\n"},
        {"[sub]\nx = 1", "a.toml:2:1: there is no key 'x' here. Keys: colour.\n"},
        {"[sub]\ndays = 1",
         "a.toml:2:1: there is no key 'days' in this table; it belongs above the first [table] of the file\n"},
        {"days = 1\n  days = 2", "a.toml:2:3: 'days' is set twice; the first stands above\n"},
        {"days = 1\nfruit = ", "a.toml:2:9: not TOML: encountered end-of-file\n"},
        {"name = \"abc", "a.toml:1:12: not TOML: encountered end-of-file\n"},
        {"name = \"\xFF\"", "a.toml:1:9: this is no UTF-8; save the file in that encoding\n"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.toml);
        EXPECT_EQ(findings_of(c.toml), c.want);
    }
}

TEST(Table, FindsTheByteInsideAText)
{
    struct Case {
        std::string_view toml;
        std::size_t byte;
        Position want;
    };
    Case const cases[] = {
        {"s = 'a[b'", 1, {"f", 1, 7}},
        {"s = \"a[b\"", 2, {"f", 1, 8}},
        {"s = \"\\\"é\\u00e9[\"", 5, {"f", 1, 15}},  // the bracket follows an escaped quote and é in both spellings
        {"x = 1\ns = '''\nab\ncd'''", 3, {"f", 4, 1}},
        {"s = \"\"\"a\\\n   b\"\"\"", 1, {"f", 2, 4}},
        {"s = ''", 0, {"f", 1, 6}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.toml);
        Findings findings;
        auto document = parse_toml(c.toml, "f", findings);
        ASSERT_TRUE(document) << text_of(findings);
        Shape shape;
        Table table{*document, shape, findings};
        EXPECT_EQ(to_string(table.inside("s", c.byte)), to_string(c.want));
    }
}

TEST(Table, GathersTheShapeWithoutAFile)
{
    TomlDocument blank{.file = {}, .text = {}, .root = {}, .blank = true};
    Shape shape;
    Findings findings;
    static_cast<void>(read_settings(blank, shape, findings));
    std::string text;
    for (auto const& key : shape.keys)
        text += fmt::format("{}:{}={} ", key.key, key.types.front(), key.fallback);
    EXPECT_EQ(text, "name:string=\"nobody\" days:integer=90 rate:number=1 loud:boolean=false wait:integer=10 "
                    "words:array= colours:object= fruit:string=\"apple\" sub:object= rules:array= ");
    EXPECT_TRUE(shape.keys.back().rest.front().keys.front().required);
}

}  // namespace
}  // namespace almanac
