#include "merge/duplicates.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <ctime>

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
    events.reserve(5'000);
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
    Standings const authority{{"birders", {.rank = 0, .organizer = {}, .host = {}}}};

    auto const merged = merge_across({a, b, c}, authority);
    ASSERT_EQ(merged.events.size(), 1U);
    EXPECT_EQ(merged.events[0].source, "birders");
    EXPECT_EQ(merged.events[0].description, "From the club.");
    EXPECT_EQ(merged.events[0].also_listed_by, (std::vector<std::string>{"arlington", "casual"}));
    ASSERT_EQ(merged.drops.size(), 2U);
    EXPECT_EQ(merged.drops[0].detail, "also listed by birders: same name, start and venue");
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

/// So many events on one day at one place, listed by two sources, no two of one name but all of the same words.
std::vector<Event> nearly_equal(int count)
{
    std::vector<Event> events;
    events.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        events.push_back(make(i % 2 == 0 ? "a" : "b", fmt::format("Bird Walk {}", i), "Mill", "https://p.example/e"));
    return events;
}

double seconds_to_merge(std::vector<Event> events)
{
    auto const start = std::clock();
    auto const merged = merge_across(std::move(events), {});
    EXPECT_FALSE(merged.events.empty());
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

TEST(Merge, TakesTimeInProportionToHostileEvents)
{
    std::vector<Event> const equal(10'000, make("p", "Bird Walk", "Mill", "https://p.example/e"));
    EXPECT_EQ(merge_within(equal).events.size(), 1U);

    auto const few = seconds_to_merge(nearly_equal(1'000));
    auto const many = seconds_to_merge(nearly_equal(4'000));
    EXPECT_LT(many, 8 * few) << "four times the events took " << many / few << " times as long";  // 16 if quadratic
    std::vector<Event> of_two = equal;
    for (std::size_t i = 0; i < of_two.size(); i += 2)
        of_two[i].source = "q";
    EXPECT_LT(seconds_to_merge(std::move(of_two)), 60 * few);  // 100 if quadratic
}

TEST(Merge, CallsOffWhatItsOrganizerCallsOff)
{
    auto county = make("county", "Owl Prowl", "Mill", "https://county.example/1");
    auto club = make("club", "Owl Prowl", "Mill", "https://club.example/owl");
    county.organizer = "Mill County";
    club.organizer = "Owl Club";
    club.status = Status::cancelled;
    Standings const standings{{"club", {.rank = 9, .organizer = "Owl Club", .host = "club.example"}},
                              {"county", {.rank = 0, .organizer = "Mill County", .host = "county.example"}}};

    auto const doubtful = merge_across({county, club}, standings);
    ASSERT_EQ(doubtful.events.size(), 1U);
    EXPECT_EQ(doubtful.events[0].status, Status::scheduled);
    EXPECT_EQ(doubtful.drops[0].detail,
              "also listed by county: same name, start and venue; it says that the event does not take place, which "
              "county does not");

    auto linked = county;
    linked.url = club.url;
    EXPECT_EQ(merge_across({linked, club}, standings).events[0].status, Status::cancelled);
    auto named = county;
    named.organizer = "Owl Club";
    auto const certain = merge_across({named, club}, standings);
    EXPECT_EQ(certain.events[0].status, Status::cancelled);
    EXPECT_EQ(certain.events[0].source, "county");

    county.status = Status::cancelled;
    club.status = Status::scheduled;
    EXPECT_EQ(merge_across({county, club}, standings).events[0].status, Status::cancelled);
    EXPECT_EQ(merge_within({club, county}).events.size(), 2U);
    auto again = club;
    again.status = Status::cancelled;
    EXPECT_EQ(merge_within({club, again}).events[0].status, Status::cancelled);
}

TEST(Merge, BelievesTheOrganizersOwnSiteBeforeOthers)
{
    auto aggregator = make("aggregator", "Owl Prowl", "Mill", "https://club.example/owl");
    auto club = make("club", "Owl Prowl", "Mill", "https://club.example/owl-prowl");
    Standings standings{{"aggregator", {.rank = 9, .organizer = "Everything", .host = "all.example"}},
                        {"club", {.rank = 9, .organizer = "Owl Club", .host = "club.example"}}};
    EXPECT_EQ(merge_across({aggregator, club}, standings).events[0].source, "club");
    standings["aggregator"].rank = 0;
    EXPECT_EQ(merge_across({aggregator, club}, standings).events[0].source, "aggregator");
}

TEST(Merge, TakesTheTimeFromAListingThatHasOne)
{
    auto dated = make("a", "Herb Festival", "Mill", "https://a.example/1", 0);
    dated.when.all_day = true;
    auto const timed = make("b", "Herb Festival", "Mill", "https://b.example/1");
    auto const merged = merge_across({dated, timed}, {});
    ASSERT_EQ(merged.events.size(), 1U);
    EXPECT_EQ(merged.events[0].when, timed.when);
    EXPECT_EQ(merged.events[0].source, "a");
}

TEST(Merge, KeepsTwoVenuesOfOneName)
{
    auto here = make("dmv", "Real ID Pop-Up", "Town Hall", "https://dmv.example/1");
    auto there = make("dmv", "Real ID Pop-Up", "Town Hall", "https://dmv.example/2");
    here.place.city = "Occoquan";
    there.place.city = "Purcellville";
    EXPECT_EQ(merge_within({here, there}).events.size(), 2U);
    there.place.city = here.place.city;
    EXPECT_EQ(merge_within({here, there}).events.size(), 1U);
}

TEST(Merge, BelievesTheEventsOwnPageBeforeTheNamesOfItsVenue)
{
    auto const club = make("club", "Singles Paddle", "Key Bridge Boathouse", "https://boats.example/singles-paddle");
    auto const city = make("city", "Paddle for Singles", "Boating in the City", "https://boats.example/singles-paddle");
    EXPECT_EQ(merge_across({club, city}, {}).events.size(), 1U);
}

TEST(Merge, TakesBoilerplateForNoDescription)
{
    auto board = make("a", "Design Review Board", "City Hall", "https://a.example/1");
    auto commission = make("b", "Ethics Commission", "City Hall", "https://b.example/1");
    board.excerpt = commission.excerpt =
        "The public may speak for three minutes, in person or by telephone, after signing in with the clerk.";
    EXPECT_EQ(merge_across({board, commission}, {}).events.size(), 2U);
}

TEST(Merge, ChoosesNeitherOfTwo)
{
    auto const yoga = make("a", "Yoga", "Mill", "https://a.example/1");
    auto const chair = make("b", "Chair Yoga", "Mill", "https://b.example/1");
    auto const hatha = make("b", "Hatha Yoga", "Mill", "https://b.example/2");
    EXPECT_EQ(merge_across({yoga, chair, hatha}, {}).events.size(), 3U);
}

TEST(Merge, NeverPutsTwoEventsOfOneSourceTogether)
{
    // The club's listing is like both of the county's, which differ.
    auto const first = make("county", "Owl Prowl", "Mill", "https://county.example/1");
    auto second = make("county", "Owl Prowl", "Mill", "https://county.example/2");
    second.when.start += 900;  // a quarter of an hour
    auto club = make("club", "Owl Prowl", "Mill", "https://club.example/1");
    auto const merged = merge_across({first, second, club}, {});
    ASSERT_EQ(merged.events.size(), 2U);
    EXPECT_EQ(merged.drops[0].source, "county");
}

}  // namespace
}  // namespace almanac
