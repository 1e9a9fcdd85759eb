#include "merge/duplicates.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

Event make(std::string source, std::string name, std::string venue, std::string url, int hour = 10)
{
    Event event;
    event.source = std::move(source);
    event.name = std::move(name);
    event.place.name = std::move(venue);
    event.url = std::move(url);
    event.when.start = absl::CivilSecond(2026, 5, 2, hour);
    event.when.end = event.when.start;
    event.when.zone = "America/New_York";
    return event;
}

TEST(MergeWithin, KeepsTheFullerListingAndWhatOnlyTheOtherStates)
{
    auto brief = make("parks", "Bird Walk", "Nature Center", "https://parks.example/a");
    brief.cost = Money{500, 500, "USD"};
    auto full = make("parks", "BIRD WALK", "Nature center", "https://parks.example/b");
    full.description = "With binoculars.";
    full.categories = {"Birds"};
    full.image = "https://parks.example/a.jpg";

    auto const merged = merge_within({brief, full});
    ASSERT_EQ(merged.events.size(), 1U);
    EXPECT_EQ(merged.events[0].description, "With binoculars.");
    EXPECT_EQ(merged.events[0].cost, brief.cost);
    ASSERT_EQ(merged.drops.size(), 1U);
    EXPECT_EQ(merged.drops[0].reason, "duplicate");
    EXPECT_EQ(merged.drops[0].source, "parks");
}

TEST(MergeWithin, TellsWhatIsOneEventAndWhatIsTwo)
{
    auto const page = "https://parks.example/story-time";
    struct Case {
        std::string_view what;
        std::vector<Event> events;
        std::size_t want;
    };
    std::vector<Case> const cases{
        {"listed twice", {make("p", "Story Time", "A", page), make("p", "Story Time", "A", page)}, 1},
        {"two branches", {make("p", "Story Time", "A", page), make("p", "Story Time", "B", page)}, 2},
        {"two times", {make("p", "Story Time", "A", page), make("p", "Story Time", "A", page, 11)}, 2},
        {"the list does not know the venue",
         {make("p", "Story Time", "", page), make("p", "Story Time", "A", page)},
         1},
        {"another page, no venue", {make("p", "Story Time", "", ""), make("p", "Story Time", "A", page)}, 2},
        {"two branches and a listing without",
         {make("p", "Story Time", "", page), make("p", "Story Time", "A", page), make("p", "Story Time", "B", page)},
         3},
        {"the page is that of the whole calendar",
         {make("p", "Story Time", "", page), make("p", "Story Time", "A", page), make("p", "Hike", "A", page)},
         3},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        auto const merged = merge_within(c.events);
        EXPECT_EQ(merged.events.size(), c.want);
        EXPECT_EQ(merged.drops.size(), c.events.size() - c.want);
    }
}

TEST(MergeWithin, NeverPutsAnAddressBesideTheNameOfAnotherPlace)
{
    auto named = make("p", "Hike", "", "https://p.example/hike");
    named.description = "Long";
    named.image = "i";
    auto placed = make("p", "Hike", "Old Mill", "https://p.example/hike");
    placed.place.street = "1 Mill Rd";
    auto const merged = merge_within({named, placed});
    ASSERT_EQ(merged.events.size(), 1U);
    EXPECT_EQ(merged.events[0].place, placed.place);
}

TEST(MergeWithin, IsLinear)
{
    std::vector<Event> events;
    for (int i = 0; i < 5'000; ++i)
        events.push_back(make("p", "Hike", i % 2 == 0 ? "" : "Mill", "https://p.example/hike"));
    auto const merged = merge_within(std::move(events));
    EXPECT_EQ(merged.events.size(), 1U);
    EXPECT_EQ(merged.drops.size(), 4'999U);
}

TEST(MergeAcross, PutsTheMoreAuthoritativeSourceFirst)
{
    auto const a = make("arlington", "Bird Walk", "Nature Center", "https://a.example/1");
    auto b = make("birders", "Bird walk", "nature center", "https://b.example/2");
    b.description = "From the club.";
    auto const c = make("casual", "Bird Walk", "Nature Center", "https://c.example/3");
    std::vector<std::string> const authority{"birders"};

    auto const merged = merge_across({a, b, c}, authority);
    ASSERT_EQ(merged.events.size(), 1U);
    EXPECT_EQ(merged.events[0].source, "birders");
    EXPECT_EQ(merged.events[0].description, "From the club.");
    EXPECT_EQ(merged.events[0].also_listed_by, (std::vector<std::string>{"arlington", "casual"}));
    ASSERT_EQ(merged.drops.size(), 2U);
    EXPECT_EQ(merged.drops[0].detail, "also listed by birders");
}

TEST(MergeAcross, FillsWhatTheMoreAuthoritativeSourceDoesNotState)
{
    auto a = make("a", "Walk", "Mill", "https://a.example/1");
    a.description = "(VA)";
    auto b = make("b", "Walk", "Mill", "https://b.example/1");
    b.uid = "b-1";
    b.description = "(VA) Along the creek.";
    b.place.street = "1 Mill Rd";
    b.when.end += 3600;
    b.when.has_end = true;
    auto const merged = merge_across({b, a}, {});
    ASSERT_EQ(merged.events.size(), 1U);
    auto const& event = merged.events[0];
    EXPECT_EQ(event.source, "a");
    EXPECT_EQ(event.uid, "");
    EXPECT_EQ(event.url, "https://a.example/1");
    EXPECT_EQ(event.description, "(VA) Along the creek.");
    EXPECT_EQ(event.place.street, "1 Mill Rd");
    EXPECT_TRUE(event.when.has_end);
}

TEST(MergeAcross, MakesNoFalseMerge)
{
    auto const page = "https://x.example/story-time";
    struct Case {
        std::string_view what;
        std::vector<Event> events;
        std::size_t want;
    };
    std::vector<Case> const cases{
        {"same page, one without venue", {make("a", "Story Time", "A", page), make("b", "Story Time", "", page)}, 1},
        {"two branches", {make("a", "Story Time", "A", ""), make("b", "Story Time", "B", "")}, 2},
        {"two branches, one page", {make("a", "Story Time", "A", page), make("b", "Story Time", "B", page)}, 2},
        {"no venue at all", {make("a", "Annual Meeting", "", "u"), make("b", "Annual Meeting", "", "v")}, 2},
        {"one source", {make("a", "Story Time", "A", page), make("a", "Story Time", "A", page)}, 2},
        {"another time", {make("a", "Story Time", "A", page), make("b", "Story Time", "A", page, 11)}, 2},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        EXPECT_EQ(merge_across(c.events, {}).events.size(), c.want);
    }
}

}  // namespace
}  // namespace almanac
