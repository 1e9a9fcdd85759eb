#include "json/json.hpp"
#include "json/mend.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace almanac {
namespace {

std::string failure(auto const& action)
{
    try {
        action();
    } catch (JsonError const& error) {
        return error.what();
    }
    return "";
}

TEST(Json, MendsWhatPagesBreak)
{
    struct Case {
        std::string_view text;
        std::string_view want;
    };
    Case const cases[] = {
        {"\xEF\xBB\xBF{\"a\":1}", R"({"a":1})"},
        {"<!-- {\"a\":1} -->", R"({"a":1})"},
        {"//<![CDATA[\n{\"a\":1}\n//]]>", R"({"a":1})"},
        {"/* <![CDATA[ */ {\"a\":[[1]]} /* ]]> */", R"({"a":[[1]]})"},
        {"{\"a\":1, // one\n/* two */\"b\":\"http://x/\"}", R"({"a":1,"b":"http://x/"})"},
        {R"({"a":[1,2,],"b":{"c":3,},})", R"({"a":[1,2],"b":{"c":3}})"},
        {R"({"a":1,,"b":2})", R"({"a":1,"b":2})"},
        {R"({"a":1 "b":"c" "d":[{} {}]})", R"({"a":1,"b":"c","d":[{},{}]})"},
        {"{\"a\":\"one\ntwo\tthree\r\nfour\"}", R"({"a":"one\ntwo\tthree\nfour"})"},
        {R"({"a":"Mary\'s \e \x41"})", R"({"a":"Mary's e A"})"},
        {R"({"a":"\u12"})", R"({"a":"u12"})"},
        {R"({"a":"\ud83c\udf32 \ud83c!"})", "{\"a\":\"\xF0\x9F\x8C\xB2 \xEF\xBF\xBD!\"}"},
        {R"({"a":"The "Big" Walk","b":1})", R"({"a":"The \"Big\" Walk","b":1})"},
        {R"({"a":""Big" Walk"})", R"({"a":"\"Big\" Walk"})"},
        {R"({"a":"He said "go", and "stay"","b":1})", R"({"a":"He said \"go\", and \"stay\"","b":1})"},
        {R"({"a":["x "y" z","w"]})", R"({"a":["x \"y\" z","w"]})"},
        {"{\"a\":\"no end\n \"b\":2}", R"({"a":"no end","b":2})"},
        {"{'a':'It's fun','b':'say \"hi\"'}", R"({"a":"It's fun","b":"say \"hi\""})"},
        {"{a: 1, b_c : true}", R"({"a":1,"b_c":true})"},
        {R"({"a":NaN,"b":undefined,"c":None,"d":True,"e":})", R"({"a":null,"b":null,"c":null,"d":true,"e":null})"},
        {R"({"a":2019-02-02T10:00,"b":12.50 USD,"c":007,"d":-1.5e3})",
         R"({"a":"2019-02-02T10:00","b":"12.50 USD","c":"007","d":-1.5E3})"},
        {"{\"a\":\"caf\xE9\"}", "{\"a\":\"caf\xC3\xA9\"}"},
        {"{\"a\":1};", R"({"a":1})"},
        {"var data = {\"a\":1};", R"({"a":1})"},
        {"jQuery_1.cb({\"a\":1});", R"({"a":1})"},
        {")]}'\n{\"a\":1}", R"({"a":1})"},
        {"{\"a\":1}\n{\"b\":2}", R"([{"a":1},{"b":2}])"},
        {"{\"a\":1}}", R"({"a":1})"},
        {"[{\"a\":[1}]", R"([{"a":[1]}])"},
        {R"({"a":{"b":"c"})", R"({"a":{"b":"c"}})"},
        {"{&quot;a&quot;:&quot;R&amp;D&quot;}", R"({"a":"R&D"})"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(failure([&] { EXPECT_EQ(boost::json::serialize(read_json_leniently(c.text)), c.want); }), "");
    }
}

TEST(Json, RefusesWhatIsNoJson)
{
    for (std::string_view const text : {"", "   ", "<html><script>var a = {};</script></html>", "hello",
                                        "{\"a\":\"cut of", "{\"a\":1,\"b", "{\"a\":12", "[{\"a\":", "{{}}"}) {
        SCOPED_TRACE(text);
        EXPECT_NE(failure([&] { (void)read_json_leniently(text); }), "");
    }
}

TEST(Json, SaysWhereItFails)
{
    EXPECT_EQ(failure([] { (void)read_json("{\"a\": 1,\n  \"b\": x}"); }), "line 2, column 8: syntax error");
    EXPECT_EQ(failure([] { (void)read_json_leniently("{\"a\":\n\"cut"); }),
              "line 2, column 5: the text ends inside a string");
}

TEST(Json, BoundsDepth)
{
    EXPECT_EQ(failure([] { (void)read_json(std::string(64, '[') + std::string(64, ']')); }), "");
    EXPECT_NE(failure([] { (void)read_json(std::string(65, '[') + std::string(65, ']')); }), "");
    EXPECT_NE(failure([] { (void)read_json_leniently(std::string(1'000'000, '[')); }), "");
}

TEST(Json, MendsHostileTextInLinearTime)
{
    constexpr std::size_t size = 200'000;
    for (std::string_view const piece : {"\n", "\" ", "\",", "\"\n", "\\u", "'", "\",\"a", "/*", "//", "&quot;"}) {
        SCOPED_TRACE(piece);
        std::string text = "{\"a\":\"";
        while (text.size() < size)
            text += piece;
        (void)failure([&] { (void)mend_json(text); });  // ends; a quadratic pass would meet the test's time limit
    }
}

TEST(JsonPath, SelectsInOrder)
{
    auto const value = read_json(R"({"a":{"b":[{"c":1},{"c":2},{"d":3}]},"odd key":{"x.y":"z"},"c":4})");
    struct Case {
        std::string_view path;
        std::string_view want;
    };
    Case const cases[] = {
        {"a.b[0].c", "1"}, {"a.b[].c", "1 2"},       {"a.b[2].d", "3"}, {"a.b[3]", ""},     {"['odd key']['x.y']", "z"},
        {"**.c", "4 1 2"}, {"a.**.c", "1 2"},        {"c", "4"},        {"c.d", ""},        {"a[0]", ""},
        {"odd key[]", ""}, {"a.b[].**.d", "3"},      {"nothing", ""},   {"*.b[].c", "1 2"}, {"a.b.*", ""},
        {"a.b[0].*", "1"}, {"['odd*']['x.y']", "z"}, {"['o*'].*", "z"}, {"['*']", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.path);
        std::string texts;
        for (auto const* found : select(value, compile_json_path(c.path)))
            texts += (texts.empty() ? "" : " ") + to_text(*found);
        EXPECT_EQ(texts, c.want);
    }
    EXPECT_EQ(select(value, compile_json_path("")), std::vector{&value});
}

TEST(JsonPath, RefusesWhatIsNoPath)
{
    for (std::string_view const path :
         {".a", "a.", "a..b", "a[", "a[x]", "a['b]", "a]b", "a[0]b", "**", "a[9999999999]"}) {
        SCOPED_TRACE(path);
        EXPECT_NE(failure([&] { (void)compile_json_path(path); }), "");
    }
    EXPECT_EQ(failure([] { (void)compile_json_path("a[x]"); }),
              "'a[x]' is not a path, column 3: only a number, a quoted name or nothing may stand between '[' and ']'");
}

TEST(Json, GivesScalarsAsText)
{
    auto const value = read_json(R"(["a", 12, 12.0, 0.5, 18446744073709551615, true, null, [1], {}])");
    std::string texts;
    for (auto const& element : value.get_array())
        texts += to_text(element) + "|";
    EXPECT_EQ(texts, "a|12|12|0.5|18446744073709551615|true||||");
}

}  // namespace
}  // namespace almanac
