#include "harvest/edition.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

absl::Time const now = absl::FromUnixSeconds(1'932'714'000);  // 1 April 2031, 9:00 in Washington

Event event_on(std::string source, std::string name, int day)
{
    Event event;
    event.source = std::move(source);
    event.name = std::move(name);
    event.when.start = event.when.end = absl::CivilSecond(2031, 4, day, 10);
    event.when.zone = "America/New_York";
    event.place.name = "Mill Park";
    return event;
}

Source source_of(std::string id)
{
    Source source;
    source.id = std::move(id);
    source.timezone = "America/New_York";
    return source;
}

/// A source that was read and gave these.
SourceResult result_of(Source const& source, std::vector<Event> events)
{
    SourceResult result;
    result.source = &source;
    result.reading.events = std::move(events);
    result.reading.pages = result.traffic.pages = 1;
    return result;
}

/// A source none of whose pages could be had.
SourceResult failed(Source const& source)
{
    auto result = result_of(source, {});
    result.reading.pages = result.traffic.pages = 0;
    result.reading.failed_pages = 1;
    result.reading.notes.push_back({Level::error, source.id, {}, "the server is down"});
    result.message = "the server is down";
    return result;
}

/// What is known after good harvests of these events.
Past past_of(std::vector<Event> const& events, int good_runs = 5)
{
    CompareOptions const options{.now = now, .to = absl::CivilDay(2031, 6, 30), .harvest_ok = true};
    return {compare({}, events, options).known,
            {.usual = static_cast<double>(events.size()), .good_runs = good_runs, .unread_before = 0}};
}

SourceReport const& report_of(Edition const& edition, std::string_view source)
{
    return *std::ranges::find(edition.reports, source, &SourceReport::source);
}

TEST(Edition, KeepsTheEventsOfASourceThatCouldNotBeRead)
{
    auto const owls = source_of("owls");
    auto const moss = source_of("moss");
    auto past_event = event_on("owls", "Last year", 5);
    past_event.when.start = past_event.when.end = absl::CivilSecond(2030, 4, 5, 10);
    auto const edition = conclude({failed(owls), result_of(moss, {event_on("moss", "Moss Walk", 6)})},
                                  {{"owls", past_of({event_on("owls", "Owl Prowl", 5), past_event})}}, now, 90, {});
    ASSERT_EQ(edition.events.size(), 2U);
    EXPECT_EQ(edition.events[1].name, "Moss Walk");
    EXPECT_EQ(edition.events[0].name, "Owl Prowl");
    auto const& report = report_of(edition, "owls");
    EXPECT_EQ(report.status, SourceStatus::stale);
    EXPECT_EQ(report.kept, 1);
    EXPECT_EQ(report.message,
              "the server is down (usual: 2). Its known event stays published. Look: almanac explain owls");
    EXPECT_EQ(edition.reports.front().source, "owls");
    EXPECT_EQ(report_of(edition, "moss").added, 1);
    EXPECT_EQ(edition.runs.size(), 2U);
    EXPECT_EQ(edition.known.at("owls").size(), 2U);
}

TEST(Edition, CallsAFallBrokenAndEmptiesNothing)
{
    auto const owls = source_of("owls");
    std::vector<Event> events;
    for (int day = 2; day < 12; ++day)
        events.push_back(event_on("owls", "Walk " + std::to_string(day), day));
    auto const past = past_of(events);
    events.resize(3);
    auto const edition = conclude({result_of(owls, events)}, {{"owls", past}}, now, 90, {});
    EXPECT_EQ(edition.events.size(), 10U);
    auto const& report = report_of(edition, "owls");
    EXPECT_EQ(report.status, SourceStatus::broken);
    EXPECT_EQ(report.kept, 7);
    EXPECT_EQ(report.gone, 0);
    EXPECT_EQ(edition.runs.front().events, 3);
}

TEST(Edition, LeavesSourcesThatWereNotAskedAsTheyWere)
{
    auto const owls = source_of("owls");
    SourceResult not_asked;
    not_asked.source = &owls;
    not_asked.outcome = Outcome::not_asked;
    auto const edition = conclude({not_asked}, {{"owls", past_of({event_on("owls", "Owl Prowl", 5)})}}, now, 90, {});
    EXPECT_EQ(edition.events.size(), 1U);
    EXPECT_EQ(report_of(edition, "owls").status, SourceStatus::skipped);
    EXPECT_TRUE(edition.known.empty());
    EXPECT_TRUE(edition.runs.empty());
    EXPECT_TRUE(edition.changes.empty());
}

TEST(Edition, MergesTheSameEventOfTwoSources)
{
    auto const club = source_of("club");
    auto const park = source_of("park");
    auto const edition = conclude(
        {result_of(club, {event_on("club", "Owl Prowl", 5)}), result_of(park, {event_on("park", "Owl Prowl", 5)})}, {},
        now, 90, {});
    ASSERT_EQ(edition.events.size(), 1U);
    EXPECT_EQ(edition.events[0].source, "club");
    EXPECT_EQ(edition.events[0].also_listed_by, std::vector<std::string>{"park"});
    ASSERT_EQ(edition.log.size(), 1U);
    EXPECT_NE(edition.log[0].message.find("duplicate"), std::string::npos);
}

TEST(Edition, RemembersCancelledEventsButDoesNotCountThem)
{
    auto const owls = source_of("owls");
    auto cancelled = event_on("owls", "Owl Prowl", 5);
    cancelled.status = Status::cancelled;
    auto const edition = conclude({result_of(owls, {cancelled, event_on("owls", "Moss Walk", 6)})},
                                  {{"owls", past_of({event_on("owls", "Owl Prowl", 5)})}}, now, 90, {});
    auto const& report = report_of(edition, "owls");
    EXPECT_EQ(report.events, 1);
    EXPECT_EQ(report.cancelled, 1);
    EXPECT_EQ(edition.known.at("owls").size(), 2U);
}

}  // namespace
}  // namespace almanac
