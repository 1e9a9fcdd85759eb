#include "xml/xml.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace almanac {
namespace {

std::string read(std::string_view text)
{
    auto const reading = read_xml(text);
    return boost::json::serialize(reading.value) + (reading.problem.empty() ? "" : " " + reading.problem);
}

TEST(Xml, GivesElementsAttributesAndTexts)
{
    EXPECT_EQ(read("<a><b>1</b></a>"), R"({"a":{"b":"1"}})");
    EXPECT_EQ(read("<a><b>1</b><b>2</b><c x='3'/></a>"), R"({"a":{"b":["1","2"],"c":{"@x":"3"}}})");
    EXPECT_EQ(read("\n<?xml version='1.0' encoding='iso-8859-1'?><a y='1'> \xC3\xA9 <![CDATA[<p>]]></a>"),
              "{\"a\":{\"@y\":\"1\",\"#text\":\"\xC3\xA9 <p>\"}}");
    EXPECT_EQ(read("<r xmlns:dc='u'><dc:date>x</dc:date></r>"), R"({"r":{"@xmlns:dc":"u","dc:date":"x"}})");
}

TEST(Xml, KeepsWhatStandsBeforeAMistake)
{
    EXPECT_EQ(read("<a><b>1</b><b>2</c></a>"), R"({"a":{"b":["1","2"]}} line 1, column 18: mismatched tag)");
    EXPECT_EQ(read("no xml"), "{} line 1, column 1: syntax error");
    EXPECT_EQ(read(""), "{} line 1, column 1: no element found");
}

TEST(Xml, RefusesWhatGrows)
{
    EXPECT_NE(read("<!DOCTYPE a [<!ENTITY b 'bbbb'>]><a>&b;</a>").find("it declares entities"), std::string::npos);
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "<a>";
    EXPECT_NE(read(deep).find("deeper than 64"), std::string::npos);
}

TEST(Xml, IsToldFromPages)
{
    EXPECT_TRUE(looks_like_xml("\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- x --><rss>"));
    EXPECT_TRUE(looks_like_xml("<rss version='2.0'>"));
    EXPECT_FALSE(looks_like_xml("<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'>"));
    EXPECT_FALSE(looks_like_xml("<div><rss>"));
    EXPECT_FALSE(looks_like_xml("{}"));
}

}  // namespace
}  // namespace almanac
