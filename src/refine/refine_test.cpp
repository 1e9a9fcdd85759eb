#include "refine/refine.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace almanac {
namespace {

/// 1 March 2026, 12:00 in New York.
absl::Time const noon = absl::FromCivil(absl::CivilSecond(2026, 3, 1, 17), absl::UTCTimeZone());

Source parks()
{
    Source source;
    source.id = "parks";
    source.name = "Parks of Mill County";
    source.state = "MD";
    source.timezone = "America/New_York";
    source.url = "https://parks.example/events/";
    return source;
}

Event walk(std::string name = "Bird Walk")
{
    Event event;
    event.name = std::move(name);
    event.page = "https://parks.example/events/";
    event.url = "/events/walk";
    event.when = {absl::CivilSecond(2026, 3, 7, 8), absl::CivilSecond(2026, 3, 7, 10), true, false, ""};
    return event;
}

Reading refined(std::vector<Event> events, Source const& source = parks(), Config const& config = {})
{
    Reading raw;
    raw.events = std::move(events);
    return refine(std::move(raw), source, config, refine_options(config, source, noon, config.window.days));
}

Event one(Event event, Source const& source = parks(), Config const& config = {})
{
    auto const reading = refined({std::move(event)}, source, config);
    EXPECT_EQ(reading.events.size(), 1U);
    return reading.events.empty() ? Event{} : reading.events[0];
}

TEST(Refine, MakesAnEventThatCanBePublished)
{
    auto raw = walk("WAITLIST -  Bird&nbsp;Walk");
    raw.description = "<p onclick='x()'>Bring <b>water</b>.</p><script>alert(1)</script>";
    raw.organizer = "Somebody";
    raw.place.name = "Mill Park, 8 Mill St, Great Falls, VA 22066";
    raw.image = "../owl.jpg";
    raw.categories = {" Birds ", "BIRDS", "", "Walks &amp; Hikes"};
    auto const event = one(raw);
    EXPECT_EQ(event.source, "parks");
    EXPECT_EQ(event.name, "Bird Walk");
    EXPECT_TRUE(event.sold_out);
    EXPECT_EQ(event.description, "(VA) <p>Bring <b>water</b>.</p>");
    EXPECT_EQ(event.excerpt, "Bring water.");
    EXPECT_EQ(event.organizer, "Parks of Mill County");
    EXPECT_EQ(event.place.name, "Mill Park");
    EXPECT_EQ(event.url, "https://parks.example/events/walk");
    EXPECT_EQ(event.image, "https://parks.example/owl.jpg");
    EXPECT_EQ(event.categories, (std::vector<std::string>{"Birds", "Walks & Hikes"}));
    EXPECT_EQ(event.when.zone, "America/New_York");
}

TEST(Refine, SaysWhyAnEventIsDroppedAndGoesOnWithTheNext)
{
    auto nameless = walk(" <b> </b> ");
    auto dateless = walk("Dateless");
    dateless.when = {};
    auto over = walk("Over");
    over.when.start = absl::CivilSecond(2026, 2, 7, 8);
    over.when.end = absl::CivilSecond(2026, 2, 7, 9);
    auto late = walk("Late");
    late.when.start = absl::CivilSecond(2026, 9, 7, 8);
    late.when.end = absl::CivilSecond(2026, 9, 7, 9);
    auto const reading = refined({nameless, dateless, over, late, walk()});
    std::vector<std::string> reasons;
    for (auto const& drop : reading.drops) {
        EXPECT_EQ(drop.source, "parks");
        EXPECT_EQ(drop.url, "https://parks.example/events/walk");
        reasons.push_back(drop.reason);
    }
    EXPECT_EQ(reasons, (std::vector<std::string>{"no name", "no readable date", "over", "outside the window"}));
    ASSERT_EQ(reading.events.size(), 1U);
    EXPECT_EQ(reading.events[0].name, "Bird Walk");
}

TEST(Refine, KeepsEventsWithoutANameWhereAllIsShownAsStated)
{
    Reading raw;
    raw.events = {walk("")};
    Config const config;
    auto options = refine_options(config, parks(), noon, config.window.days);
    options.no_expand = true;
    EXPECT_EQ(refine(std::move(raw), parks(), config, options).events.size(), 1U);
}

TEST(Refine, KeepsWhatTheReaderSaid)
{
    Reading raw;
    raw.pages = 3;
    raw.failed_pages = 1;
    raw.drops = {{"parks", "no readable date", "no date in 'soon'", "Soon", ""}};
    raw.notes = {{Level::error, "parks", "", "a page failed"}};
    auto const reading = refine(std::move(raw), parks(), {}, refine_options({}, parks(), noon, 90));
    EXPECT_EQ(reading.pages, 3);
    EXPECT_EQ(reading.failed_pages, 1);
    EXPECT_EQ(reading.drops.size(), 1U);
    EXPECT_EQ(reading.notes.size(), 1U);
}

TEST(Refine, SkipRulesNameThemselves)
{
    auto source = parks();
    source.skip = {{"name", "task force", ""},
                   {"category", "^library$", "libraries are not wanted"},
                   {"description", "members only", ""},
                   {"venue", "Yard", ""},
                   {"url", "/private/", ""},
                   {"name", "^cancell?ed", "cancelled on its page"}};
    auto in_library = walk("Story Time");
    in_library.categories = {"Library"};
    auto members = walk("Dinner");
    members.description = "<p>For <b>members</b> only.</p>";
    auto yard = walk("Compost");
    yard.place.name = "Earth Products Yard";
    auto hidden = walk("Board");
    hidden.url = "https://parks.example/private/1";
    auto const reading = refined(
        {walk("Climate TASK FORCE"), in_library, members, yard, hidden, walk("Cancelled: Picnic"), walk()}, source);
    std::vector<std::string> reasons;
    for (auto const& drop : reading.drops)
        reasons.push_back(drop.reason);
    EXPECT_EQ(reasons, (std::vector<std::string>{"filtered by rule 1", "libraries are not wanted", "filtered by rule 3",
                                                 "filtered by rule 4", "filtered by rule 5", "cancelled on its page"}));
    EXPECT_EQ(reading.events.size(), 1U);
}

TEST(Refine, CategoriesAreMappedAddedAndKeptOnce)
{
    auto source = parks();
    source.category_map = {{"hike", "Hikes"}, {"Private", ""}};
    source.categories = {"Nature", "hikes"};
    auto event = walk();
    event.categories = {"HIKE", "Hikes", "private", "Birds"};
    event.tags = {"a", "A", "b"};
    auto const result = one(event, source);
    EXPECT_EQ(result.categories, (std::vector<std::string>{"Hikes", "Birds", "Nature"}));
    EXPECT_EQ(result.tags, (std::vector<std::string>{"a", "b"}));
}

TEST(Refine, OrganizerIsTheSourceUnlessTheConfigurationKnowsTheEventsOwn)
{
    Config config;
    config.organizer_aliases = {{"Creek Park", "Park Service, Creek Park"}, {"parks of mill county", "Mill Parks"}};
    auto event = walk();
    EXPECT_EQ(one(event, parks(), config).organizer, "Mill Parks");
    event.organizer = "Creek Park";
    EXPECT_EQ(one(event, parks(), config).organizer, "Park Service, Creek Park");
    event.organizer = "Jane Doe";
    EXPECT_EQ(one(event, parks(), config).organizer, "Mill Parks");
}

TEST(Refine, AnEventWithoutAPageTakesTheHomepage)
{
    auto event = walk();
    event.url.clear();
    EXPECT_EQ(one(event).url, "https://parks.example/events/");
    event.url = "javascript:alert(1)";
    auto source = parks();
    source.homepage = "https://parks.example/";
    EXPECT_EQ(one(event, source).url, "https://parks.example/");
}

TEST(Refine, StateTagsCanBeLeftOut)
{
    Config config;
    config.state_tags = false;
    auto event = walk();
    event.description = "Come.";
    EXPECT_EQ(one(event, parks(), config).description, "Come.");
    EXPECT_EQ(one(event).description, "(MD) Come.");
}

TEST(Refine, CancelledEventsStayWithTheirStatus)
{
    auto const event = one(walk("CANCELLED: Bird Walk"));
    EXPECT_EQ(event.name, "Bird Walk");
    EXPECT_EQ(event.status, Status::cancelled);
}

TEST(Refine, EachOccurrenceIsAnEvent)
{
    auto event = walk();
    event.uid = "walk-1";
    event.recurrence = Recurrence{};
    event.recurrence->rules = {"FREQ=WEEKLY"};
    auto const reading = refined({event});
    ASSERT_EQ(reading.events.size(), 13U);
    EXPECT_EQ(reading.events[1].when.start, absl::CivilSecond(2026, 3, 14, 8));
    EXPECT_EQ(reading.events[1].uid, "walk-1");
    EXPECT_FALSE(reading.events[1].recurrence);
}

TEST(Refine, BoundsWhatAHostileSourceSends)
{
    auto long_name = walk();
    long_name.name.clear();
    while (long_name.name.size() < 1'000'000)
        long_name.name += "owl ";
    auto many = walk("Categories");
    for (int i = 0; i < 100'000; ++i)
        many.categories.push_back(fmt::format("Category {}", i));
    auto long_text = walk("Text");
    while (long_text.description.size() < 1'000'000)
        long_text.description += "<div><b>water &amp; ";
    long_text.place.name = std::string(1'000'000, ',');
    auto often = walk("Often");
    often.description = std::string(60'000, 'x');
    often.recurrence = Recurrence{};
    often.recurrence->rules = {"FREQ=MINUTELY"};

    auto const reading = refined({long_name, many, long_text, often, walk()});
    ASSERT_EQ(reading.events.size(), 504U);
    EXPECT_LE(reading.events[0].name.size(), 500U);
    EXPECT_EQ(reading.events[1].categories.size(), 50U);
    EXPECT_LE(reading.events[2].description.size(), 70'000U);
    EXPECT_EQ(reading.events.back().name, "Bird Walk");
    EXPECT_EQ(reading.notes.size(), 3U);
    ASSERT_EQ(reading.drops.size(), 1U);
    EXPECT_EQ(reading.drops[0].reason, "too many occurrences");
}

TEST(Refine, BoundsTheCopiesOfAWholeSource)
{
    auto often = walk("Often");
    often.description = std::string(60'000, 'x');
    often.recurrence = Recurrence{};
    often.recurrence->rules = {"FREQ=MINUTELY"};
    auto const reading = refined(std::vector<Event>(20, often));
    EXPECT_LT(reading.events.size(), 2'500U);
    EXPECT_EQ(std::ranges::count(reading.drops, "too many occurrences", &Drop::reason), 20 + 16);
}

}  // namespace
}  // namespace almanac
