#include "html/document.hpp"
#include "read/jsonld.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

constexpr std::string_view page_url = "https://oak.example/events/";

Source test_source()
{
    Source source;
    source.id = "oak";
    source.timezone = "America/New_York";
    return source;
}

ReadOptions const options{absl::CivilSecond{2026, 3, 1}, absl::CivilDay{2026, 12, 31}};

Reading read(std::string_view json)
{
    return read_jsonld(json, test_source(), page_url, options);
}

/// The one event with these members.
Event read_one(std::string_view members)
{
    auto const reading =
        read(fmt::format(R"({{"@type":"Event","name":"Walk","startDate":"2026-03-14T09:30",{}}})", members));
    EXPECT_EQ(reading.events.size(), 1U);
    return reading.events.empty() ? Event{} : reading.events[0];
}

std::string show(When const& when)
{
    auto const text = when.all_day
                          ? fmt::format("{} to {}", absl::FormatCivilTime(absl::CivilDay{when.start}),
                                        absl::FormatCivilTime(absl::CivilDay{when.end}))
                          : fmt::format("{} to {}", absl::FormatCivilTime(when.start), absl::FormatCivilTime(when.end));
    return text + (when.has_end ? "" : " (no end)");
}

std::string show(Place const& p)
{
    return fmt::format("{}|{}|{}|{}|{}|{}", p.name, p.street, p.city, p.state, p.postal_code, p.country);
}

std::string show(std::optional<Money> const& cost)
{
    return cost ? fmt::format("{}-{} {}", cost->low_cents, cost->high_cents, cost->currency) : "unknown";
}

TEST(JsonLd, ReadsWhatAnEventStates)
{
    auto const reading = read(R"({
        "@context": "https://schema.org", "@type": "EducationEvent",
        "name": "Trees &amp;amp; Birds", "description": "&lt;p&gt;For all.&lt;/p&gt;\\n",
        "url": "/walk?a=1&amp;b=2", "image": {"@type": "ImageObject", "url": "//oak.example/a.jpg"},
        "startDate": "2026-03-14T09:30:00-04:00", "endDate": "2026-03-14T11:00:00-04:00",
        "eventStatus": "https://schema.org/EventPostponed", "keywords": "Walks, Old trees",
        "identifier": "post-12",
        "organizer": {"@type": "Organization", "name": "Friends of Oaks"},
        "location": {"@type": "Place", "name": "Oak &amp; Elm Hall", "telephone": "555-0100", "url": "/hall",
            "geo": {"@type": "GeoCoordinates", "latitude": "38.5", "longitude": -77.25},
            "address": {"@type": "PostalAddress", "streetAddress": "100 Main St", "addressLocality": "Springfield",
                        "addressRegion": "Virginia", "postalCode": "22150", "addressCountry": {"name": "US"}}},
        "offers": [{"@type": "Offer", "price": "12.50", "priceCurrency": "USD", "availability": "http://schema.org/SoldOut"}]
    })");
    ASSERT_EQ(reading.events.size(), 1U);
    auto const& event = reading.events[0];
    EXPECT_EQ(event.name, "Trees & Birds");
    EXPECT_EQ(event.description, "<p>For all.</p>\n");
    EXPECT_EQ(event.url, "https://oak.example/walk?a=1&b=2");
    EXPECT_EQ(event.image, "https://oak.example/a.jpg");
    EXPECT_EQ(show(event.when), "2026-03-14T09:30:00 to 2026-03-14T11:00:00");
    EXPECT_EQ(event.when.zone, "America/New_York");
    EXPECT_EQ(event.status, Status::postponed);
    EXPECT_EQ(event.tags, (std::vector<std::string>{"Walks", "Old trees"}));
    EXPECT_EQ(event.uid, "post-12");
    EXPECT_EQ(event.organizer, "Friends of Oaks");
    EXPECT_EQ(show(event.place), "Oak & Elm Hall|100 Main St|Springfield|VA|22150|US");
    EXPECT_EQ(event.place.url, "https://oak.example/hall");
    EXPECT_EQ(event.place.phone, "555-0100");
    EXPECT_EQ(event.place.latitude, 38.5);
    EXPECT_EQ(show(event.cost), "1250-1250 USD");
    EXPECT_TRUE(event.sold_out);
    EXPECT_EQ(event.source, "oak");
    EXPECT_EQ(event.page, page_url);
}

TEST(JsonLd, FindsEventsWhereverTheyStand)
{
    struct Case {
        std::string_view json;
        std::string_view want;
    };
    Case const cases[] = {
        {R"([{"@type":"Event","name":"A","startDate":"2026-03-14"},{"@type":"Event","name":"B","startDate":"2026-03-15"}])",
         "A B"},
        {R"({"@graph":[{"@type":"WebPage"},{"@type":["Thing","schema:MusicEvent"],"name":"A","startDate":"2026-03-14"}]})",
         "A"},
        {R"({"@type":"https://schema.org/Hackathon","http://schema.org/name":[{"@value":"A"}],"https://schema.org/startDate":"2026-03-14"})",
         "A"},
        {R"({"@type":"ItemList","itemListElement":[{"@type":"ListItem","item":{"@type":"Event","name":"A","startDate":"2026-03-14"}}]})",
         "A"},
        {R"({"@type":"WebPage","mainEntity":{"@type":"Event","name":"A","startDate":"2026-03-14"}})", "A"},
        {R"({"@type":"EventSeries","name":"S","subEvent":[{"@type":"Event","name":"A","startDate":"2026-03-14"}]})",
         "A"},
        {R"({"@type":"Event","name":"A","startDate":"2026-03-14","endDate":"2026-04-14","subEvent":[
             {"@type":"Event","startDate":"2026-03-14"},{"@type":"Event","startDate":"2026-04-14"}]})",
         "A A"},
        {R"({"@type":"Event","name":"A","startDate":"2026-03-14","subEvent":[{"@type":"Event","name":"B","startDate":"2026-03-14"},
             {"@type":"Event","startDate":"2026-04-14"}]})",
         "A B A"},
        {R"({"@graph":[{"@type":"Event","@id":"#a"},{"@type":"Event","@id":"#a","name":"A","startDate":"2026-03-14"}]})",
         "A"},
        {R"({"@type":"Recipe","name":"Cake","startDate":"2026-03-14"})", ""},
        {R"("Event")", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.json);
        std::string names;
        auto const reading = read(c.json);
        for (auto const& event : reading.events)
            names += (names.empty() ? "" : " ") + event.name;
        EXPECT_EQ(names, c.want);
        EXPECT_TRUE(reading.drops.empty());
    }
}

TEST(JsonLd, TakesPlacesFromWhereTheEventStands)
{
    auto const reading =
        read(R"({"@type":"MusicVenue","name":"Oak Hall","address":"100 Main St, Springfield, VA","event":[
        {"@type":"Event","name":"A","startDate":"2026-03-14","subEvent":{"@type":"Event","name":"B","startDate":"2026-03-14"},
         "location":{"@id":"#elm"}}, {"@type":"Event","name":"C","startDate":"2026-03-15"}],
        "x":{"@id":"#elm","@type":"Place","name":"Elm Hall"}})");
    ASSERT_EQ(reading.events.size(), 3U);
    EXPECT_EQ(reading.events[0].place.name, "Elm Hall");
    EXPECT_EQ(reading.events[1].place.name, "Elm Hall");
    EXPECT_EQ(show(reading.events[2].place), "Oak Hall|100 Main St|Springfield|VA||");
}

TEST(JsonLd, ReadsTimes)
{
    struct Case {
        std::string_view dates;
        std::string_view want;
    };
    Case const cases[] = {
        {R"("startDate":"2026-03-14")", "2026-03-14 to 2026-03-14 (no end)"},
        {R"("startDate":"2026-3-14T16:30+0:00","endDate":"2026-3-14T18:00+0:00")",
         "2026-03-14T16:30:00 to 2026-03-14T18:00:00"},
        {R"("startDate":"2026-03-14","endDate":"2026-03-16")", "2026-03-14 to 2026-03-16"},
        {R"("startDate":"2026-03-14T00:00:00-04:00","endDate":"2026-03-15T23:59:59-04:00")",
         "2026-03-14 to 2026-03-15"},
        {R"("startDate":"2026-03-14T00:00","endDate":"2026-03-15T00:00")", "2026-03-14 to 2026-03-14"},
        {R"("startDate":"2026-03-14T23:00","endDate":"2026-03-15T00:00")",
         "2026-03-14T23:00:00 to 2026-03-15T00:00:00"},
        {R"("startDate":"2026-03-14T13:30:00Z")", "2026-03-14T09:30:00 to 2026-03-14T09:30:00 (no end)"},
        {R"("startDate":"2026-03-14T09:30","duration":"PT1H30M")", "2026-03-14T09:30:00 to 2026-03-14T11:00:00"},
        {R"("startDate":"2026-03-14T09:30","endDate":"2026-03-13T09:30")",
         "2026-03-14T09:30:00 to 2026-03-14T09:30:00 (no end)"},
        {R"("startDate":"2026-3-4T08-08-30-00","endDate":"2026-3-4T09-09-45-00")",
         "2026-03-04T08:30:00 to 2026-03-04T09:45:00"},
        {R"("startDate":"2026-03-14","doorTime":"18:30")", "2026-03-14T18:30:00 to 2026-03-14T18:30:00 (no end)"},
        {R"("startDate":"2026-03-14","doorTime":"2026-03-14T15:00-06:00","duration":"PT2H")",
         "2026-03-14T17:00:00 to 2026-03-14T19:00:00"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.dates);
        auto const reading = read(fmt::format(R"({{"@type":"Event","name":"Walk",{}}})", c.dates));
        ASSERT_EQ(reading.events.size(), 1U);
        EXPECT_EQ(show(reading.events[0].when), c.want);
    }
}

TEST(JsonLd, NamesAConcertByWhoPlays)
{
    auto const reading = read(R"({"@type":"MusicEvent","startDate":"2026-03-14",
        "performer":[{"@type":"MusicGroup","name":"The Oaks"},{"@type":"Person","name":"Ada Elm"}]})");
    ASSERT_EQ(reading.events.size(), 1U);
    EXPECT_EQ(reading.events[0].name, "The Oaks, Ada Elm");
}

TEST(JsonLd, ReadsAnAddressThatIsTheNameOfThePlace)
{
    auto const reading = read(R"({"@type":"Event","name":"Walk","startDate":"2026-03-14","location":{"@type":"Place",
        "name":"Oak Club, 13006 Elmville, France","address":"Oak Club, 13006 Elmville, France"}})");
    ASSERT_EQ(reading.events.size(), 1U);
    auto const& place = reading.events[0].place;
    EXPECT_EQ(place.name + "|" + place.postal_code + "|" + place.city + "|" + place.country,
              "Oak Club|13006|Elmville|France");
}

TEST(JsonLd, DropsWhatHasNoDate)
{
    auto const reading = read(R"([{"@type":"Event","name":"A"},{"@type":"Event","name":"B","startDate":"soon"}])");
    EXPECT_TRUE(reading.events.empty());
    ASSERT_EQ(reading.drops.size(), 2U);
    EXPECT_EQ(reading.drops[0].reason, "no readable date");
    EXPECT_EQ(reading.drops[0].detail, "it has no startDate");
    EXPECT_EQ(reading.drops[1].name, "B");
}

TEST(JsonLd, ReadsPlaces)
{
    struct Case {
        std::string_view location;
        std::string_view want;
    };
    Case const cases[] = {
        {R"("Oak Hall, 100 Main St, Springfield, VA")", "Oak Hall|100 Main St|Springfield|VA||"},
        {R"({"@type":"Place","name":"Oak Hall","address":"100 Main St, Springfield, VA 22150"})",
         "Oak Hall|100 Main St|Springfield|VA|22150|"},
        {R"({"@type":"Place","name":"Oak Hall","address":["100 Main St","Springfield, VA"]})",
         "Oak Hall|100 Main St|Springfield|VA||"},
        {R"({"@type":"Place","name":"Oak Hall","address":{"streetAddress":"100 Main St, Springfield, VA"}})",
         "Oak Hall|100 Main St|Springfield|VA||"},
        {R"({"@type":"Place","name":"Oak Hall","address":{"streetAddress":"Oak Hall","addressLocality":"Springfield"}})",
         "Oak Hall||Springfield|||"},
        {R"({"@type":"Place","address":{"name":"Oak Hall","addressLocality":"Springfield","addressRegion":"VA"}})",
         "Oak Hall||Springfield|VA||"},
        {R"({"@type":"PostalAddress","streetAddress":"100 Main St","addressLocality":"Springfield"})",
         "|100 Main St|Springfield|||"},
        {R"([{"@type":"VirtualLocation","url":"https://meet.example/1"},{"@type":"Place","name":"Oak Hall"}])",
         "Oak Hall|||||"},
        {R"({"@type":"VirtualLocation","url":"https://meet.example/1"})", "Online|||||"},
        {R"([])", "|||||"},
        {R"([[["deep"]]])", "|||||"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.location);
        EXPECT_EQ(show(read_one(fmt::format(R"("location":{})", c.location)).place), c.want);
    }
}

TEST(JsonLd, ReadsPrices)
{
    struct Case {
        std::string_view members;
        std::string_view want;
    };
    Case const cases[] = {
        {R"("offers":{"price":25,"priceCurrency":"USD"})", "2500-2500 USD"},
        {R"("offers":{"price":"10 – 25","priceCurrency":"USD"})", "1000-2500 USD"},
        {R"("offers":{"@type":"AggregateOffer","lowPrice":"5","highPrice":"7.5"})", "500-750 "},
        {R"("offers":[{"price":"20"},{"price":"12"}])", "1200-2000 "},
        {R"("offers":{"priceSpecification":{"minPrice":5,"maxPrice":10}})", "500-1000 "},
        {R"("offers":{"price":"5","priceCurrency":"$"})", "500-500 USD"},
        {R"("offers":{"price":"0"})", "0-0 "},
        {R"("offers":{"price":"Free"})", "0-0 "},
        {R"("isAccessibleForFree":true)", "0-0 "},
        {R"("isAccessibleForFree":"http://schema.org/True")", "0-0 "},
        {R"("offers":{"price":""})", "unknown"},
        {R"("offers":{"price":-1})", "unknown"},
        {R"("isAccessibleForFree":false)", "unknown"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.members);
        EXPECT_EQ(show(read_one(c.members).cost), c.want);
    }
    EXPECT_FALSE(read_one(R"("offers":[{"availability":"SoldOut"},{"availability":"InStock"}])").sold_out);
}

TEST(JsonLd, ReadsSchedulesThatOneRuleCanSay)
{
    auto const reading =
        read(R"({"@type":"Event","name":"Walk","eventSchedule":{"@type":"Schedule","startDate":"2026-03-02",
        "endDate":"2026-04-30","repeatFrequency":"P1W","byDay":["https://schema.org/Tuesday","https://schema.org/Thursday"],
        "startTime":"18:00:00","endTime":"19:30:00","scheduleTimezone":"America/Chicago","exceptDate":"2026-03-10T18:00"}})");
    ASSERT_EQ(reading.events.size(), 1U);
    auto const& event = reading.events[0];
    EXPECT_EQ(show(event.when), "2026-03-03T18:00:00 to 2026-03-03T19:30:00");  // Monday is no day of the rule
    EXPECT_EQ(event.when.zone, "America/Chicago");
    ASSERT_TRUE(event.recurrence);
    EXPECT_EQ(event.recurrence->rules,
              (std::vector<std::string>{"FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,TH;UNTIL=20260430T235959"}));
    ASSERT_EQ(event.recurrence->excluded.size(), 1U);
    EXPECT_EQ(event.recurrence->excluded[0].wall, (absl::CivilSecond{2026, 3, 10, 18}));
}

TEST(JsonLd, ReadsSchedulesThatBeginWithTheEvent)
{
    struct Case {
        std::string_view members;
        std::string_view when;
        std::string_view rule;
    };
    Case const cases[] = {
        {R"("startDate":"2026-03-05T19:00","endDate":"2026-03-05T22:00",
            "eventSchedule":{"byDay":"Thursday","repeatFrequency":"P1W"})",
         "2026-03-05T19:00:00 to 2026-03-05T22:00:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH"},
        {R"("startDate":"2026-03-05T01:00:00+00:00","eventSchedule":{"byDay":"Wednesday","startTime":"19:00",
            "endTime":"20:00","repeatFrequency":"P1W","scheduleTimezone":"America/Chicago"})",
         "2026-03-04T19:00:00 to 2026-03-04T20:00:00", "FREQ=WEEKLY;INTERVAL=1;BYDAY=WE"},
        {R"("startDate":"2026-03-02T09:00","endDate":"2026-03-30T17:00","eventSchedule":{"startDate":"2026-03-02",
            "endDate":"2026-03-30","startTime":"09:00","endTime":"17:00","byDay":["Monday","Friday"]})",
         "2026-03-02T09:00:00 to 2026-03-02T17:00:00", "FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20260330T235959"},
        {R"("startDate":"2026-03-02","endDate":"2026-03-30","eventSchedule":{"byDay":"Monday","repeatFrequency":"P1W"})",
         "2026-03-02 to 2026-03-30", ""},
        {R"("startDate":"2026-03-02","eventSchedule":{"byDay":"Monday"})", "2026-03-02 to 2026-03-02 (no end)", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.members);
        auto const event = read_one(c.members);
        EXPECT_EQ(show(event.when), c.when);
        EXPECT_EQ(event.recurrence ? event.recurrence->rules.at(0) : "", c.rule);
    }
}

TEST(JsonLd, NamesABlockThatCannotBeMendedAndGoesOn)
{
    auto const document = parse_html(R"(<html><head>
        <script type="application/ld+json">{"@type": "Event", "name": "cut of</script>
        <script type="Application/LD+JSON; charset=utf-8">
            //<![CDATA[
            {"@type":"Event","name":"The "Big" Walk","startDate":"2026-03-14","description":"one
two",}
            //]]></script>
        <script type="application/ld+json"> </script>
        <script>{"@type":"Event","name":"no JSON-LD","startDate":"2026-03-14"}</script></head></html>)");
    auto const reading = read_jsonld(document, test_source(), page_url, options);
    ASSERT_EQ(reading.events.size(), 1U);
    EXPECT_EQ(reading.events[0].name, "The \"Big\" Walk");
    EXPECT_EQ(reading.events[0].description, "one<br>two");
    EXPECT_EQ(reading.events[0].url, page_url);  // a page about one event is its page
    ASSERT_EQ(reading.notes.size(), 1U);
    EXPECT_EQ(reading.notes[0].message,
              "JSON-LD block 1 is left out: line 1, column 35: the text ends inside a string");
}

}  // namespace
}  // namespace almanac
