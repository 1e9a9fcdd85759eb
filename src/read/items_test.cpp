#include "html/document.hpp"
#include "read/items.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <string>

namespace almanac {
namespace {

std::string shown(std::vector<boost::json::value> const& nodes)
{
    std::string text;
    for (auto const& node : nodes)
        text += boost::json::serialize(node) + '\n';
    return text;
}

TEST(Microdata, GivesItemsWithinItems)
{
    auto const page = parse_html(R"(<div itemscope itemtype="https://schema.org/Event">
        <h2 itemprop="name">Owl <b>Prowl</b></h2> <meta itemprop="startDate" content="2031-04-05T19:00">
        <a itemprop="url" href="/owls">more</a> <time itemprop="endDate" datetime="2031-04-05T21:00">9pm</time>
        <div itemprop="location" itemscope itemtype="https://schema.org/Place"><a itemprop="name" href="/mill">Mill</a></div>
        </div>)");
    EXPECT_EQ(
        shown(read_microdata(page)),
        R"({"@type":["https://schema.org/Event"],"name":"Owl Prowl","startDate":"2031-04-05T19:00","url":"/owls",)"
        R"("endDate":"2031-04-05T21:00","location":{"@type":["https://schema.org/Place"],"name":"Mill"}})"
        "\n");
}

TEST(Microdata, FollowsItemrefOnce)
{
    auto const page = parse_html(R"(<p id="a" itemprop="name">Walk</p>
        <div itemscope itemtype="Event" itemref="a b missing"></div><i id="b" itemprop="image"><img src="x"></i>
        <div itemscope id="c" itemref="c" itemprop="loop"></div>)");
    EXPECT_EQ(shown(read_microdata(page)).substr(0, 45), R"({"@type":["Event"],"name":"Walk","image":""})"
                                                         "\n");
}

TEST(Microdata, TakesTheLinkOfANameAsItsPage)
{
    auto const page =
        parse_html(R"(<div itemscope itemtype="https://schema.org/Event"><div itemscope itemprop="location"
            itemtype="https://schema.org/Place"><a href="/mill"><b itemprop="name">Mill</b></a></div>
            <a href="/owls"><h2 itemprop="name">Owls</h2></a></div>
        <div itemscope itemtype="https://schema.org/Event"><h2 itemprop="name"><a href="#moss">Moss</a></h2></div>)");
    EXPECT_EQ(
        shown(read_microdata(page)),
        R"({"@type":["https://schema.org/Event"],"location":{"@type":["https://schema.org/Place"],"name":"Mill"},)"
        R"("name":"Owls","url":"/owls"})"
        "\n"
        R"({"@type":["https://schema.org/Event"],"name":"Moss"})"
        "\n");
}

TEST(Rdfa, GivesItems)
{
    auto const page = parse_html(R"(<div vocab="https://schema.org/" typeof="Event" resource="#e">
        <span property="schema:name">Walk</span><span property="startDate" content="2031-04-05">5 April</span></div>)");
    EXPECT_EQ(shown(read_rdfa(page)), R"({"@type":["Event"],"@id":"#e","name":"Walk","startDate":"2031-04-05"})"
                                      "\n");
}

TEST(Microformats, ReadHEventWithPlaceAndValueParts)
{
    auto const page = parse_html(R"(<div class="h-event"><a class="p-name u-url" href="/w">Walk</a>
        <span class="dt-start"><span class="value">2031-04-05</span> at <span class="value">19:00</span></span>
        <span class="dt-end">21:00</span> <p class="p-location h-card"><b class="p-name">Mill</b>
        <i class="p-locality">Reston</i></p></div>)");
    EXPECT_EQ(shown(read_microformats(page)),
              R"({"@type":"Event","name":"Walk","startDate":"2031-04-05 19:00","endDate":"2031-04-05 21:00",)"
              R"("location":{"@type":"Place","address":{"addressLocality":"Reston"},"name":"Mill"},"url":"/w"})"
              "\n");
}

TEST(Microformats, ReadHCalendarWithInclude)
{
    auto const page = parse_html(R"(<p class="location" id="here">Mill Park</p><div class="vevent">
        <span class="summary">Walk</span> <abbr class="dtstart" title="2031-04-05T19:00">tonight</abbr>
        <a class="include" href="#here"></a></div>)");
    EXPECT_EQ(shown(read_microformats(page)),
              R"({"@type":"Event","name":"Walk","startDate":"2031-04-05T19:00","location":"Mill Park"})"
              "\n");
}

}  // namespace
}  // namespace almanac
