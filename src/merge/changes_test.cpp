#include "event/published.hpp"
#include "merge/changes.hpp"
#include "merge/identity.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

absl::Time const clock_now = absl::FromCivil(absl::CivilSecond(2026, 5, 1, 12), absl::UTCTimeZone());

Event make(std::string name, int day, int hour = 10)
{
    Event event;
    event.source = "parks";
    event.uid = "uid of " + name;
    event.name = std::move(name);
    event.place.name = "Mill";
    event.when.start = absl::CivilSecond(2026, 5, 1, hour) + std::int64_t{86400} * (day - 1);
    event.when.end = event.when.start + 3600;
    event.when.has_end = true;
    event.when.zone = "UTC";
    return event;
}

CompareOptions options(bool ok = true)
{
    return {clock_now, absl::CivilDay(2026, 7, 30), ok};
}

std::vector<KnownEvent> after(std::vector<KnownEvent> const& known, std::vector<Event> const& events, bool ok = true)
{
    return compare(known, events, options(ok)).known;
}

/// "new Walk; gone Hike": what changed, in order.
std::string told(Comparison const& comparison)
{
    std::string text;
    for (auto const& change : comparison.changes) {
        text += fmt::format("{}{} {}", text.empty() ? "" : "; ", to_string(change.change), change.event.name);
        for (auto const& field : change.fields)
            text += fmt::format(" {}", field);
    }
    return text;
}

TEST(Compare, TellsNewSameAndChanged)
{
    auto const known = after({}, {make("Walk", 10), make("Hike", 11)});
    ASSERT_EQ(known.size(), 2U);
    auto dearer = make("Hike", 11);
    dearer.cost = Money{500, 500, "USD"};
    auto const comparison = compare(known, std::vector{make("Walk", 10), dearer, make("Picnic", 12)}, options());
    EXPECT_EQ(told(comparison), "same Walk; changed Hike cost; new Picnic");
    EXPECT_EQ(comparison.known.size(), 3U);
    EXPECT_EQ(comparison.changes[1].before->cost, std::nullopt);
}

TEST(Compare, FindsARenamedOrMovedEventAgain)
{
    auto const known = after({}, {make("Walk", 10), make("Hike", 11)});
    auto renamed = make("Walk", 10);
    renamed.name = "Long Walk";
    auto moved = make("Hike", 20);
    auto elsewhere = make("Walk", 10);
    elsewhere.place.name = "Old Mill";

    auto const identity = compare(known, std::vector{make("Walk", 10)}, options()).changes[0].identity;
    auto const first = compare(known, std::vector{renamed, moved}, options());
    EXPECT_EQ(told(first), "changed Long Walk name; changed Hike start end");
    EXPECT_EQ(first.changes[0].identity, identity);
    EXPECT_EQ(told(compare(known, std::vector{elsewhere, make("Hike", 11)}, options())),
              "changed Walk venue; same Hike");

    // The identity stays through later harvests, and another event under the first name gets its own.
    auto another = make("Walk", 10);
    another.uid = "another";
    auto const second = compare(first.known, std::vector{renamed, moved, another}, options());
    EXPECT_EQ(told(second), "same Long Walk; same Hike; new Walk");
    EXPECT_EQ(second.changes[0].identity, identity);
    EXPECT_NE(second.changes[2].identity, identity);
}

TEST(Compare, DoesNotTakeTheNextOccurrenceForAMovedOne)
{
    auto const known = after({}, {make("Walk", 10), make("Walk", 17), make("Walk", 24), make("Hike", 3)});
    auto const comparison =
        compare(known, std::vector{make("Walk", 10), make("Walk", 24), make("Walk", 31), make("Hike", 3)}, options());
    EXPECT_EQ(told(comparison), "same Walk; same Walk; new Walk; same Hike");
    ASSERT_EQ(comparison.kept.size(), 1U);
    EXPECT_EQ(comparison.kept[0], make("Walk", 17));
}

TEST(Compare, AnEventIsGoneAfterTwoGoodHarvestsMissIt)
{
    std::vector const all{make("A", 10), make("B", 11), make("C", 12), make("D", 13)};
    std::vector const rest{make("A", 10), make("B", 11), make("C", 12)};
    auto const first = compare(after({}, all), rest, options());
    EXPECT_EQ(told(first), "same A; same B; same C");
    EXPECT_EQ(first.kept, std::vector{make("D", 13)});
    auto const second = compare(first.known, rest, options());
    EXPECT_EQ(told(second), "same A; same B; same C; gone D");
    EXPECT_TRUE(second.kept.empty());
    EXPECT_EQ(second.known.size(), 3U);
    EXPECT_EQ(told(compare(second.known, all, options())), "same A; same B; same C; new D");
}

TEST(Compare, BeingSeenAgainForgivesAMiss)
{
    std::vector const all{make("A", 10), make("B", 11), make("C", 12), make("D", 13)};
    std::vector const rest{make("A", 10), make("B", 11), make("C", 12)};
    auto known = after({}, all);
    for (auto const& events : {rest, all, rest})
        known = after(known, events);
    EXPECT_EQ(known.size(), 4U);
}

TEST(Compare, NothingIsGoneAfterAFailedOrSuspiciousHarvest)
{
    std::vector const all{make("A", 10), make("B", 11), make("C", 12), make("D", 13)};
    struct Case {
        std::string_view what;
        std::vector<Event> events;
        bool ok;
    };
    std::vector<Case> const cases{
        {"failed", {make("A", 10), make("B", 11), make("C", 12)}, false},
        {"empty", {}, true},
        {"half", {make("A", 10), make("B", 11)}, true},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        auto known = after({}, all);
        for (int i = 0; i < 5; ++i) {
            auto const comparison = compare(known, c.events, options(c.ok));
            EXPECT_EQ(comparison.changes.size(), c.events.size());
            EXPECT_EQ(comparison.kept.size(), all.size() - c.events.size());
            known = comparison.known;
        }
        EXPECT_EQ(known.size(), all.size());
    }
}

TEST(Compare, PastEventsAndEventsBeyondTheWindowAreNeverGone)
{
    auto const known = after({}, {make("A", 10), make("B", 11), make("Over", 1, 1), make("Far", 200)});
    auto once = after(known, {make("A", 10), make("B", 11)});
    auto const twice = compare(once, std::vector{make("A", 10), make("B", 11)}, options());
    EXPECT_EQ(told(twice), "same A; same B");
    EXPECT_TRUE(twice.kept.empty());
    EXPECT_EQ(twice.known.size(), 4U);
}

TEST(Compare, TellsACancellationOnce)
{
    auto cancelled = make("A", 10);
    cancelled.status = Status::cancelled;
    auto postponed = make("B", 11);
    postponed.status = Status::postponed;
    EXPECT_FALSE(is_published(cancelled));
    EXPECT_FALSE(is_published(postponed));
    EXPECT_TRUE(is_published(make("A", 10)));

    auto const first = compare(after({}, {make("A", 10), make("B", 11)}), std::vector{cancelled, postponed}, options());
    EXPECT_EQ(told(first), "cancelled A status; cancelled B status");
    auto const second = compare(first.known, std::vector{cancelled, postponed}, options());
    EXPECT_EQ(told(second), "same A; same B");
    EXPECT_EQ(told(compare(second.known, std::vector{make("A", 10), postponed}, options())),
              "changed A status; same B");
}

TEST(Compare, ACancelledEventThatVanishesIsNoNews)
{
    auto cancelled = make("A", 10);
    cancelled.status = Status::cancelled;
    std::vector const rest{make("B", 11), make("C", 12)};
    auto known = after({}, {cancelled, rest[0], rest[1]});
    known = after(known, rest);
    auto const comparison = compare(known, rest, options());
    EXPECT_EQ(told(comparison), "same B; same C");
    EXPECT_EQ(comparison.known.size(), 2U);
}

TEST(Compare, IsSuspiciousOfNothingAndOfHalf)
{
    EXPECT_FALSE(is_suspicious(0, 0));
    EXPECT_FALSE(is_suspicious(0, 5));
    EXPECT_TRUE(is_suspicious(1, 0));
    EXPECT_TRUE(is_suspicious(4, 2));
    EXPECT_FALSE(is_suspicious(4, 3));
}

}  // namespace
}  // namespace almanac
