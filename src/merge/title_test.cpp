#include "merge/title.hpp"
#include "merge/venue_likeness.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Title, TellsHowMuchTwoNamesSayTheSame)
{
    using enum TitleLikeness;
    struct Case {
        std::string_view a;
        std::string_view b;
        std::string_view venue;
        TitleLikeness want;
    };
    Case const cases[] = {
        {"The 3rd Annual Duck Race!", "Duck Races 2031", "", equal},
        {"Intro to Bee Keeping", "Introduction to Beekeeping", "", equal},
        {"Soldering Work-shop", "Soldering Workshop", "", equal},
        {"Warbler Walk with Ken Ridge", "Warbler Hike", "", contained},
        {"Volunteer Tree Planting at Kingman Island", "Community Tree Planting", "Kingman Island", contained},
        {"Rocks of the Billy Goat Trail", "Billy Goat Trail Geology Hike", "", similar},
        {"Ferns of Virginia", "Salamanders of Virginia", "", unlike},
        {"Silent Film with Organ: Nosferatu", "Silent Film with Organ: Metropolis", "", unlike},
        {"Heritage Trail Hike", "Heritage Trail Cleanup", "", unlike},
        {"Kids Fishing Derby at the Pond", "Youth Fishing Derby", "", similar},
        {"Seminary Hill Association Annual Meeting", "Seminary Hill Association", "", contained},  // lost "Association"
        {"Bats 101: Backyard Bat Houses", "Build Backyard Bat Houses", "", similar},
        {"Gospel Choir Rehearsal", "Youth Choir Rehearsal", "", unlike},
        {"State of the County Address", "State of the Schools Address", "", unlike},
        {"Garden Tour", "Butterfly Tour", "Green Garden", unlike},
        {"Drawing, Session 1", "Drawing, Session 2", "", opposed},
        {"First Aid: Day One", "First Aid: Day Two", "", opposed},
        {"Gardening Part I", "Gardening Part II", "", opposed},
        {"Dance Room A", "Dance Room B", "", opposed},
        {"Marathon", "Half Marathon", "", opposed},
        {"Story Time for Toddlers", "Story Time for Adults", "", opposed},
        {"Spanish Story Time", "French Story Time", "", opposed},
        {"43rd Annual Sea Gull Century Ride", "Seagull Century", "", contained},
        {"Family Sunday: Stamps from Space", "Family Sunday", "", contained},
        {"Blind Willie's Grandson (Doors 7)", "Blind Willie's Grandson", "", equal},
        {"Rain Gardens (hybrid)", "Rain Gardens", "", equal},
        {"Keyhole Gardens (virtual)", "Keyhole Gardens in Person", "", opposed},
        {"Derby: A Team Bout", "Derby: B Team Bout", "", opposed},
        {"One-Day Intro to Welding", "Learn to Weld in a Day", "", contained},
        {"The Great American Pie Throwdown", "Pie Throwdown - Baking Contest", "", similar},
        {"Orchid Show Preview", "Orchid Show", "", opposed},
        {"Parks Advisory Board", "Library Advisory Board", "", unlike},
        {"Art Cart for Families", "Art Cart for Adults", "", unlike},
        {"Arts Council Meeting", "Town Council Meeting", "Town Hall", unlike},
        {"???", "!!!", "", unlike},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(std::string{c.a} + " | " + std::string{c.b});
        auto const place = title_words(c.venue);
        EXPECT_EQ(compare_titles(read_title(c.a), read_title(c.b), place), c.want);
        EXPECT_EQ(compare_titles(read_title(c.b), read_title(c.a), place), c.want);
    }
}

TEST(VenueLikeness, TellsOneVenueFromTwo)
{
    using enum PlaceLikeness;
    struct Case {
        Place a;
        Place b;
        PlaceLikeness want;
    };
    auto const at = [](std::string name, std::string street = {}, std::string city = {}) {
        Place place;
        place.name = std::move(name);
        place.street = std::move(street);
        place.city = std::move(city);
        return place;
    };
    Case const cases[] = {
        {at("Mt. Vernon Trail"), at("Mount Vernon Trail"), same},
        {at("Nature Center, Rock Creek Park"), at("Rock Creek Park Nature Center"), same},
        {at("The Old Barn", "12 Chapel Rd"), at("Webb Sanctuary", "12 Chapel Road"), same},
        {at("Seneca Creek"), at("Seneca Creek State Park"), alike},
        {at("Library"), at("Central Library"), unknown},
        {at("TBD"), at("Central Library"), unknown},
        {at("Rock Creek Park"), at("Rock Creek Regional Park"), unknown},
        {at("MLK Library"), at("Martin Luther King Jr. Memorial Library"), alike},
        {at("East Potomac Golf Links"), at("East Potomac Golf Course"), same},
        {at("Crystal Dr. Parking Lot"), at("Crystal Drive Parking Lot"), same},
        {at("Studio 2"), at("Studio 3"), different},
        {at("Rink 2"), at("Cabin John Ice Rink"), unknown},
        {at("St. Luke Lutheran Church"), at("St. Luke's Lutheran"), alike},
        {at("Carver St. Stage"), at("Carver Street Stage"), same},
        {at("Harbor Brewing Co."), at("Harbor Brewing"), same},
        {at("Church of the Holy Trinity", "212 East Capitol St"), at("212 E. Capitol Street NE, Washington"), same},
        {at("Arts Center, Rm 214"), at("Hylton Performing Arts Center"), alike},
        {at("K-Center", "6601 Little River Tpke", "Alexandria"),
         at("Korean Center", "6601 Little River Turnpike", "Annandale"), same},
        {at("Zoom"), at("Central Library"), different},
        {at("Zoom"), at("Virtual Event"), unknown},
        {at("Apollo Bistro", "1025 Brevard Road"), at("Apollo Bistro", "485 Henderson Road"), different},
        {at("Green Spring Gardens", "4603 Green Spring Rd"), at("Green Spring Gardens", "4601 Green Spring Rd"), same},
        {at("Woodley Park"), at("Woodley Hills"), different},
        {at("Brookland Library"), at("Brookland School"), different},
        {at("Riverside Park", "", "Williamsburg"), at("Riverside Park", "", "Fredericksburg"), different},
        {at("Main Street", "1 Main Street", "Bowie"), at("Main Street", "1 Main Street", "Laurel"), different},
        {at("Meridian Hall", "7124 Leesburg Pike", "Falls Church"),
         at("Meridian Hall", "7124 Leesburg Pike", "Fairfax"), same},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.a.name + " | " + c.b.name);
        EXPECT_EQ(compare_places(read_place(c.a), read_place(c.b)), c.want);
        EXPECT_EQ(compare_places(read_place(c.b), read_place(c.a)), c.want);
    }
}

}  // namespace
}  // namespace almanac
