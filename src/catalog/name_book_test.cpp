#include "catalog/name_book.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

Place place(std::string name, std::string street = "", std::string city = "", std::string state = "",
            std::string postal_code = "")
{
    Place p;
    p.name = std::move(name);
    p.street = std::move(street);
    p.city = std::move(city);
    p.state = std::move(state);
    p.postal_code = std::move(postal_code);
    return p;
}

TEST(VenueBook, SpellsNamesAsFirstSeen)
{
    VenueBook book{{}};
    EXPECT_EQ(book.publish(place("Hoot  Hall ")).name, "Hoot Hall");
    EXPECT_EQ(book.publish(place("HOOT HALL")).name, "Hoot Hall");
    EXPECT_EQ(book.publish(place("Hoot-Hall")).name, "Hoot Hall");
    EXPECT_EQ(book.all().size(), 1U);
    EXPECT_EQ(book.take_changed().size(), 1U);
    EXPECT_EQ(book.publish(place("hoot hall")).name, "Hoot Hall");
    EXPECT_TRUE(book.take_changed().empty());
}

TEST(VenueBook, LearnsAddressesAndNeverForgetsThem)
{
    VenueBook book{{}};
    book.add_known(place("Hoot Hall", "", "Oakton"));
    EXPECT_EQ(book.publish(place("Hoot Hall", "1 Owl Rd", "", "VA")), place("Hoot Hall", "1 Owl Rd", "Oakton", "VA"));
    EXPECT_EQ(book.publish(place("Hoot Hall")), place("Hoot Hall", "1 Owl Rd", "Oakton", "VA"));
    EXPECT_EQ(book.publish(place("Hoot Hall", "1 Owl Road")), place("Hoot Hall", "1 Owl Rd", "Oakton", "VA"));
    EXPECT_EQ(book.take_changed().size(), 1U);
}

TEST(VenueBook, TellsPlacesOfOneNameApart)
{
    struct Case {
        std::string_view what;
        Place second;
        std::string_view want;
    };
    Case const cases[] = {
        {"another state", place("Library", "", "", "MD"), "Library (MD)"},
        {"another city and state", place("Library", "", "Bethesda", "MD"), "Library (Bethesda)"},
        {"another city and code", place("Library", "", "Reston", "VA", "20190"), "Library (Reston)"},
        {"a district of the city", place("Library", "", "Vienna Woods", "VA"), "Library"},
        {"a longer code", place("Library", "", "Town of Oakton", "VA", "22124-1234"), "Library"},
        {"nothing stated", place("Library"), "Library"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.what);
        VenueBook book{{}};
        static_cast<void>(book.publish(place("Library", "1 Owl Rd", "Oakton", "VA", "22124")));
        auto const published = book.publish(c.second);
        EXPECT_EQ(published.name, c.want);
        EXPECT_EQ(published.street, c.want == "Library" ? "1 Owl Rd" : "");
        EXPECT_EQ(book.publish(c.second), published) << "the second time too";
    }
}

TEST(VenueBook, FollowsAliases)
{
    VenueBook book{{{"RC Nature Ctr", "Rock Creek Nature Center"}, {"hoot hall", "HOOT Hall"}}};
    book.add_known(place("rc nature ctr."));
    book.add_known(place("Hoot Hall", "1 Owl Rd"));
    EXPECT_EQ(book.publish(place("R.C. Nature Ctr")).name, "Rock Creek Nature Center");
    EXPECT_EQ(book.publish(place("Hoot Hall")), place("HOOT Hall", "1 Owl Rd"));
    std::vector<std::string> names;
    for (auto const& venue : book.all())
        names.push_back(venue.name);
    EXPECT_EQ(names, (std::vector<std::string>{"HOOT Hall", "Rock Creek Nature Center"}));
}

TEST(VenueBook, NeverTakesAFillerForAVenue)
{
    VenueBook book{{{"HQ", "TBD"}}};
    for (auto const* name : {"", "TBD", "See event website", "Online", "HQ"})
        EXPECT_EQ(book.publish(place(name, "1 Owl Rd")), place("", "1 Owl Rd")) << name;
    EXPECT_TRUE(book.all().empty());
}

TEST(OrganizerBook, KeepsTheSpellingAndTheNewestContact)
{
    OrganizerBook book{{{"FoO", "Friends of Owls"}}};
    Organizer const first{"Friends of Owls", "https://old.example/", "a@owls.example", ""};
    EXPECT_EQ(book.publish(first), first);
    EXPECT_EQ(book.publish({"friends of  owls", "https://new.example/", "", "555"}),
              (Organizer{"Friends of Owls", "https://new.example/", "a@owls.example", "555"}));
    EXPECT_EQ(book.publish({"FOO", "", "", ""}).name, "Friends of Owls");
    EXPECT_EQ(book.publish({}).name, "");
    EXPECT_EQ(book.all().size(), 1U);
}

}  // namespace
}  // namespace almanac
