#include "json/json.hpp"
#include "json/references.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

std::string put(std::string_view text)
{
    auto document = read_json(text);
    put_references(document);
    return boost::json::serialize(document);
}

TEST(References, PutsWhatIsNamedInItsPlace)
{
    EXPECT_EQ(put(R"({"a":{"__ref":"V:1"},"b":[{"__ref":"V:1"},{"__ref":"V:2"}],"V:1":{"c":1}})"),
              R"({"a":{"c":1},"b":[{"c":1},{"__ref":"V:2"}],"V:1":{"c":1}})");
}

TEST(References, GoesOneStepDeep)
{
    EXPECT_EQ(put(R"({"A:1":{"b":{"__ref":"B:1"}},"B:1":{"a":{"__ref":"A:1"}}})"),
              R"({"A:1":{"b":{"a":{"__ref":"A:1"}}},"B:1":{"a":{"b":{"__ref":"B:1"}}}})");
}

TEST(References, BoundsWhatIsPutIn)
{
    std::string text = R"({"A:1":{"x":[0)";
    for (int i = 0; i < 10'000; ++i)
        text += ",0";
    text += "]}";
    for (int i = 0; i < 1'000; ++i)
        text += fmt::format(R"(,"m{}":{{"__ref":"A:1"}})", i);
    EXPECT_LT(put(text + "}").size(), 2'000'000U);
}

}  // namespace
}  // namespace almanac
