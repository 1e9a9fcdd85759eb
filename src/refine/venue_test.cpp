#include "refine/venue.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

std::string describe(Place const& p)
{
    return fmt::format("{}|{}|{}|{}|{}", p.name, p.street, p.city, p.state, p.postal_code);
}

std::string venue_of(std::string name, Source const& source = {}, Config const& config = {})
{
    Place place;
    place.name = std::move(name);
    VenueRules{source, config}.apply(place);
    return describe(place);
}

TEST(Venue, KnowsTheCountryOfAState)
{
    auto const country = [](std::string state, std::string stated = "") {
        Place place;
        place.state = std::move(state);
        place.country = std::move(stated);
        VenueRules{Source{}, Config{}}.apply(place);
        return place.country;
    };
    EXPECT_EQ(country("VA"), "US");
    EXPECT_EQ(country("Virginia"), "US");
    EXPECT_EQ(country("BC"), "CA");
    EXPECT_EQ(country("Ontario"), "CA");
    EXPECT_EQ(country("Hessen"), "");
    EXPECT_EQ(country("Hessen", "de"), "DE");
    EXPECT_EQ(country("VA", "United States"), "United States");
}

TEST(Venue, IsAPlaceNameNotAnAddress)
{
    struct Case {
        std::string name;
        std::string_view want;
    };
    Case const cases[] = {
        {"Mill Nature Center", "Mill Nature Center||||"},
        {"Mill Park, 870 Hills St, Great Falls, VA 22066, USA", "Mill Park|870 Hills St|Great Falls|VA|22066"},
        {"Office Building, 45 Elm Ave SW, Washington, DC 20515, USA",
         "Office Building|45 Elm Ave SW|Washington|DC|20515"},
        {"Club House at 50 F St. NW, Washington, DC", "Club House|50 F St. NW|Washington|DC|"},
        {"Arches Camp, Moab, UT 84532, USA", "Arches Camp||Moab|UT|84532"},
        // No place name: the street names it.
        {"200 Elm Ave NW, Washington, DC 20009, USA", "200 Elm Ave NW|200 Elm Ave NW|Washington|DC|20009"},
        // A town alone tells one Riverside Park from another.
        {"Old Nursery, Williamsburg VA", "Old Nursery, Williamsburg VA||Williamsburg|VA|"},
        {"Washington, DC", "Washington, DC||Washington|DC|"},
        {"Twin Park &amp; Farm, Visitor Barn, 38.8017, -77.0079", "Twin Park & Farm, Visitor Barn||||"},
        {"11th Street Bridge Park", "11th Street Bridge Park||||"},
        {"Room 12", "Room 12||||"},
        // No name at all.
        {"See event website", "||||"},
        {"TBD", "||||"},
        {"T.B.A.", "||||"},
        {"N/A", "||||"},
        {"-", "||||"},
        {"Online", "||||"},
        {"https://meet.example/j/1", "||||"},
        {"", "||||"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(venue_of(c.name), c.want) << c.name;
}

TEST(Venue, TakesCoordinatesFromTheEndOfTheName)
{
    Place place;
    place.name = "Old Barn, 38.801774, -77.007948";
    VenueRules{{}, {}}.apply(place);
    EXPECT_EQ(place.name, "Old Barn");
    EXPECT_DOUBLE_EQ(place.latitude.value_or(0), 38.801774);
    EXPECT_DOUBLE_EQ(place.longitude.value_or(0), -77.007948);
}

TEST(Venue, MendsTheStreet)
{
    struct Case {
        Place stated;
        std::string_view want;
    };
    auto const place = [](std::string name, std::string street, std::string city) {
        Place stated;
        stated.name = std::move(name);
        stated.street = std::move(street);
        stated.city = std::move(city);
        return stated;
    };
    Case const cases[] = {
        {place("City Hall", "City Hall, 8 Mill St", "Reston"), "City Hall|8 Mill St|Reston||"},
        {place("Old Barn", "Old Barn, 38.801774", "-77.007948"), "Old Barn||||"},
        {place("Club Office", "Club Office", "50 F Street NW"), "Club Office|50 F Street NW|||"},
        {place("8 Mill St", "8 Mill St", "Reston"), "8 Mill St|8 Mill St|Reston||"},
        {place("Depot", "Rear entrance", "Reston"), "Depot|Rear entrance|Reston||"},
    };
    VenueRules const rules{{}, {}};
    for (auto const& c : cases) {
        auto mended = c.stated;
        rules.apply(mended);
        EXPECT_EQ(describe(mended), c.want) << c.stated.street;
    }
}

TEST(Venue, DefaultStandsInOnlyWhereTheCalendarSaysNothing)
{
    Source source;
    source.default_venue = "Bridge Park";
    EXPECT_EQ(venue_of("", source), "Bridge Park||||");
    EXPECT_EQ(venue_of("TBD", source), "||||");
    EXPECT_EQ(venue_of("Mill", source), "Mill||||");
}

TEST(Venue, AliasesDecideBeforeAndAfterTheAddressIsSplitOff)
{
    Source source;
    source.venue_aliases = {{"Woodend", "Woodend Nature Sanctuary"}, {"Somewhere", ""}};
    Config config;
    config.venue_aliases = {{"WOODEND", "Never used"}, {"Mill, 8 Mill St", "The Mill"}, {"see event website", "Depot"}};
    EXPECT_EQ(venue_of("woodend", source, config), "Woodend Nature Sanctuary||||");
    EXPECT_EQ(venue_of("Woodend, 8 Jones Rd, Bethesda, MD 20815", source, config),
              "Woodend Nature Sanctuary|8 Jones Rd|Bethesda|MD|20815");
    EXPECT_EQ(venue_of("Mill, 8 Mill St", source, config), "The Mill||||");
    EXPECT_EQ(venue_of("See event website", source, config), "Depot||||");
    EXPECT_EQ(venue_of("Somewhere", source, config), "||||");
}

TEST(Venue, NeverOverwritesWhatTheCalendarStates)
{
    Place place;
    place.name = "Mill Park, 8 Mill St, Great Falls, VA 22066";
    place.street = "1 Other Rd";
    place.city = "Reston";
    VenueRules const rules{{}, {}};
    rules.apply(place);
    EXPECT_EQ(describe(place), "Mill Park|1 Other Rd|Reston||");

    Place whole;
    whole.name = "Mill Park";
    whole.street = "8 Mill St, Great Falls, Virginia 22066, USA";
    rules.apply(whole);
    EXPECT_EQ(describe(whole), "Mill Park|8 Mill St|Great Falls|VA|22066");

    Place nameless;
    nameless.street = "8 Mill St";
    nameless.state = "Virginia";
    rules.apply(nameless);
    EXPECT_EQ(describe(nameless), "8 Mill St|8 Mill St||VA|");
}

TEST(StateTag, IsTheAddressesElseTheSources)
{
    auto const tag = [](std::string_view state, std::string_view country) {
        Place place;
        place.state = state;
        place.country = country;
        return state_tag(place, "MD");
    };
    EXPECT_EQ(tag("", ""), "MD");
    EXPECT_EQ(tag("VA", ""), "VA");
    EXPECT_EQ(tag("Virginia", ""), "VA");
    EXPECT_EQ(tag("", "United States"), "MD");
    EXPECT_EQ(tag("", "France"), "");
    EXPECT_EQ(tag("Bavaria", "Germany"), "");
}

TEST(StateTag, StandsOnceAtTheStart)
{
    struct Case {
        std::string_view description;
        std::string_view state;
        std::string_view want;
    };
    Case const cases[] = {
        {"Come along.", "VA", "(VA) Come along."},
        {"<p>Come along.</p>", "VA", "(VA) <p>Come along.</p>"},
        {"(VA) Come along.", "VA", "(VA) Come along."},
        {"(VA) (VA) Come along.", "VA", "(VA) Come along."},
        {"<p>(VA) Come along.</p>", "VA", "(VA) <p>Come along.</p>"},
        {"(DC) Come along.", "VA", "(VA) Come along."},
        {"(DC) Come along.", "", "Come along."},
        {"(we) Come along.", "VA", "(VA) (we) Come along."},
        {"", "VA", "(VA)"},
        {"", "", ""},
    };
    for (auto const& c : cases)
        EXPECT_EQ(tag_description(c.description, c.state), c.want) << c.description;
}

}  // namespace
}  // namespace almanac
