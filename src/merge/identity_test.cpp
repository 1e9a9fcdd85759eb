#include "merge/identity.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

Event bird_walk()
{
    Event event;
    event.source = "parks";
    event.name = "Bird Walk";
    event.url = "https://parks.example/bird-walk";
    event.place.name = "Nature Center";
    event.when = {absl::CivilSecond(2026, 5, 2, 8), absl::CivilSecond(2026, 5, 2, 10), true, false, "America/New_York"};
    return event;
}

TEST(Identity, IsTheSameHoweverTheEventIsSpelled)
{
    auto const base = identity_of(bird_walk());
    EXPECT_EQ(base.size(), 32U);
    auto same = bird_walk();
    same.name = "BIRD  WALK!";
    same.url = "https://parks.example/other";
    same.description = "New text";
    same.when.end += 3600;
    EXPECT_EQ(identity_of(same), base);
}

TEST(Identity, TellsOccurrencesVenuesAndSourcesApart)
{
    auto const base = identity_of(bird_walk());
    auto later = bird_walk();
    later.when.start += 60;
    auto elsewhere = bird_walk();
    elsewhere.place.name = "Old Mill";
    auto other_source = bird_walk();
    other_source.source = "club";
    for (auto const& event : {later, elsewhere, other_source})
        EXPECT_NE(identity_of(event), base);
}

TEST(Identity, CannotBeConfusedByMovingLettersBetweenFields)
{
    auto a = bird_walk();
    a.source = "ab";
    a.name = "c";
    auto b = bird_walk();
    b.source = "a";
    b.name = "bc";
    EXPECT_NE(identity_of(a), identity_of(b));
}

TEST(Identity, CanonicalUrlDropsWhatDoesNotNameThePage)
{
    struct Case {
        std::string_view url;
        std::string_view want;
    };
    Case const cases[] = {
        {"https://www.Parks.example/Walk/", "parks.example/Walk"},
        {"http://parks.example/walk?utm_source=x&id=3&fbclid=abc#top", "parks.example/walk?id=3"},
        {"https://parks.example/walk?utm_medium=mail", "parks.example/walk"},
        {"https://parks.example", "parks.example"},
        {"https://parks.example/?p=12", "parks.example?p=12"},
        {"", ""},
        {"#", ""},
        {"?", ""},
    };
    for (auto const& c : cases)
        EXPECT_EQ(canonical_url(c.url), c.want) << c.url;
}

TEST(Identity, ContentHashChangesWithWhatAnEditorSees)
{
    auto const base = bird_walk();
    auto hidden = base;
    hidden.page = "https://parks.example/page/2";
    hidden.assumptions = {"year: next occurrence"};
    hidden.also_listed_by = {"club"};
    EXPECT_EQ(content_hash(hidden), content_hash(base));
    EXPECT_TRUE(changed_fields(base, hidden).empty());

    auto seen = base;
    seen.cost = Money{500, 500, "USD"};
    seen.when.end += 3600;
    seen.place.street = "1 Mill Rd";
    EXPECT_NE(content_hash(seen), content_hash(base));
    EXPECT_EQ(changed_fields(base, seen), (std::vector<std::string>{"end", "address", "cost"}));
}

TEST(Identity, SeriesKeysSharedByDifferentEventsTellNothing)
{
    auto picnic = bird_walk();
    picnic.name = "Picnic";
    auto hike = bird_walk();
    hike.name = "Hike";
    hike.url = "https://parks.example/hike";
    auto const events = {bird_walk(), picnic, hike};
    EXPECT_EQ(shared_series_keys(events), (std::unordered_set<std::string>{"parks.example/bird-walk"}));
}

}  // namespace
}  // namespace almanac
