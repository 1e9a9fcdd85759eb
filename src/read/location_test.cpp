#include "read/location.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

std::string describe(Place const& p)
{
    return fmt::format("{}|{}|{}|{}|{}|{}", p.name, p.street, p.city, p.state, p.postal_code, p.country);
}

TEST(Location, TellsNameFromAddress)
{
    struct Case {
        std::string_view text;
        std::string_view want;
    };
    Case const cases[] = {
        {"Oak Hall, 100 Main St, Springfield, VA, 22150, United States",
         "Oak Hall|100 Main St|Springfield|VA|22150|United States"},
        {"Oak Hall, 100 Main St, Springfield, VA 22150, USA",
         "Oak Hall|100 Main St|Springfield|VA|22150|United States"},
        {"Oak Hall, Inc., 100 Main St, Springfield, VA", "Oak Hall, Inc.|100 Main St|Springfield|VA||"},
        {"Oak Hall, North Field, Springfield, VA", "Oak Hall|North Field|Springfield|VA||"},
        {"Oak Hall @ 100 Main St, Springfield, Virginia US", "Oak Hall|100 Main St|Springfield|VA||United States"},
        {"Oak Hall, 100 Main St, Suite 6, Springfield, VA", "Oak Hall|100 Main St, Suite 6|Springfield|VA||"},
        {"100 Main Road\nSpringfield, PA  17601", "|100 Main Road|Springfield|PA|17601|"},
        {"100 Main St, Springfield VA 22150", "|100 Main St|Springfield|VA|22150|"},
        {"100 Main St. Springfield, VA 22150 United States", "|100 Main St.|Springfield|VA|22150|United States"},
        {"Oak Hall @ 100 N Main St Suite 3, Springfield, VA", "Oak Hall|100 N Main St Suite 3|Springfield|VA||"},
        {"100 Main St Springfield, VA 22150 @ Oak Room", "Oak Room|100 Main St|Springfield|VA|22150|"},
        {"Oak Hall - 100 Main St, Springfield, VA", "Oak Hall|100 Main St|Springfield|VA||"},
        {"100 Main St, Springfield", "|100 Main St|Springfield|||"},
        {"100 Main St, Suite 6", "|100 Main St, Suite 6||||"},
        {"100 Main St", "|100 Main St||||"},
        {"Oak Hall, 100 Main St", "Oak Hall|100 Main St||||"},
        {"Oak Park, 16 Elm St E, Toronto, M5A 2E5, ON, Canada", "Oak Park|16 Elm St E|Toronto|ON|M5A 2E5|Canada"},
        {"56 Elm St, Toronto, ON M6S 2C2, Canada", "|56 Elm St|Toronto|ON|M6S 2C2|Canada"},
        {"100 Elm Ave NW, Washington, DC 20009, USA", "|100 Elm Ave NW|Washington|DC|20009|United States"},
        {"Oak Hall, 100 Elm St SE, Washington, DC, 20009", "Oak Hall|100 Elm St SE|Washington|DC|20009|"},
        {"Oak Hall at 50 Elm St. NW, Washington, DC", "Oak Hall|50 Elm St. NW|Washington|DC||"},
        {"Meet at 9 on Main St", "Meet at 9 on Main St|||||"},
        {"Oak Hall - 100 10th Ave NW Springfield VA 22150", "Oak Hall|100 10th Ave NW|Springfield|VA|22150|"},
        {"100 Elm Blvd. N. Oak Hill, VA 22150", "|100 Elm Blvd. N.|Oak Hill|VA|22150|"},
        {"100 W. Oak Parkway S.E. Springfield VA 22150", "|100 W. Oak Parkway S.E.|Springfield|VA|22150|"},
        {"Oak Barn - 100 10th Ave. N.W.  Springfield VA 22150", "Oak Barn|100 10th Ave. N.W.|Springfield|VA|22150|"},
        {"Oak - East Room - 100 Elm St  Springfield VA 22150", "Oak - East Room|100 Elm St|Springfield|VA|22150|"},
        {"Oak Point -   Springfield VA 22150", "Oak Point||Springfield|VA|22150|"},
        {"Oak School -    VA 22150", "Oak School|||VA|22150|"},
        {"-   Springfield VA 22150", "||Springfield|VA|22150|"},
        {"Oak Hall -  upstairs", "Oak Hall - upstairs|||||"},
        {"Oak Clinic \xE2\x80\xA2 100 S Elm St. #101, Springfield", "Oak Clinic|100 S Elm St. #101|Springfield|||"},
        {"100 Oak Landing, Springfield, VA 22150", "|100 Oak Landing|Springfield|VA|22150|"},
        {"Oak Club, 13006 Elmville, France", "Oak Club||Elmville||13006|France"},
        {"Oak Club, Elmstr. 5, 1010 Elmstadt, Austria", "Oak Club|Elmstr. 5|Elmstadt||1010|Austria"},
        {"Oak Club, Elmville, France", "Oak Club, Elmville|||||France"},
        {"Springfield, VA", "||Springfield|VA||"},
        {"Springfield, N.C.", "||Springfield|NC||"},
        {"Springfield, Va. (Oak Stadium)", "Oak Stadium||Springfield|VA||"},
        {"Washington, D.C., Oak Field", "Oak Field||Washington|DC||"},
        {"Oak Hall", "Oak Hall|||||"},
        {"Oak Room - Upstairs, Elm Library", "Oak Room - Upstairs, Elm Library|||||"},
        {"7 Oak House", "7 Oak House|||||"},
        {"Washington", "Washington|||||"},
        {"TBA", "TBA|||||"},
        {" - ", "|||||"},
        {"", "|||||"},
        {"1 Gateway Plaza, Springfield, CA 90012, \n3rd Floor, Board Room",
         "3rd Floor, Board Room|1 Gateway Plaza|Springfield|CA|90012|"},
        {"City Hall, 1 Oak St, Springfield, CA 90012, Room 4", "City Hall, Room 4|1 Oak St|Springfield|CA|90012|"},
        {"Online Only\nPhone: 202-555-0100, code 7\nhttps://meet.example/7\n*Subject to change", "Online Only|||||"},
        {"Mill Park\n8 Mill St\nReston, VA 20190\n* Bring a torch", "Mill Park|8 Mill St|Reston|VA|20190|"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(describe(read_location(c.text)), c.want);
    }
    EXPECT_EQ(read_location("https://meet.example.org/j/12").url, "https://meet.example.org/j/12");
}

TEST(Location, AddsAnAddressToAName)
{
    struct Case {
        std::string_view text;
        std::string_view want;
    };
    Case const cases[] = {
        {"42 Oak Ave N, Springfield, WA 98103, USA, Springfield, WA, 98103",
         "Abbey|42 Oak Ave N|Springfield|WA|98103|United States"},
        {"Abbey, 42 Oak Ave, Springfield", "Abbey|42 Oak Ave|Springfield|||"},
        {"Springfield, WA", "Abbey||Springfield|WA||"},
        {"42 Oak Ave", "Abbey|42 Oak Ave||||"},
        {"35 North 500 West Salt Lake City, Utah, 84116", "Abbey|35 North 500 West Salt Lake City||UT|84116|"},
        {"PO Box 12, WA 98103", "Abbey|PO Box 12||WA|98103|"},
        {"", "Abbey|||||"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        Place place;
        place.name = "Abbey";
        add_address(place, c.text);
        EXPECT_EQ(describe(place), c.want);
    }
}

TEST(Location, CutsWhatAStreetRepeats)
{
    auto const street = [](std::string_view text, std::string state) {
        Place place;
        place.city = "Springfield";
        place.state = std::move(state);
        add_street(place, text);
        return describe(place);
    };
    EXPECT_EQ(street("100 Main St, Springfield, VA 22150, USA", ""), "|100 Main St|Springfield|VA|22150|United States");
    EXPECT_EQ(street("100 Main St Springfield, VA 22150", "Virginia"), "|100 Main St|Springfield|Virginia|22150|");
    EXPECT_EQ(street("100 Main St, Entrance A", ""), "|100 Main St, Entrance A|Springfield|||");
    EXPECT_EQ(street("Springfield, VA", ""), "||Springfield|VA||");
    EXPECT_EQ(street("", ""), "||Springfield|||");
}

TEST(Location, TakesTheStateFromTheTown)
{
    auto const town = [](std::string_view text, std::string state) {
        Place place;
        place.state = std::move(state);
        add_town(place, text);
        return describe(place);
    };
    EXPECT_EQ(town("Springfield, VA", ""), "||Springfield|VA||");
    EXPECT_EQ(town("Springfield, VA, USA", "VA"), "||Springfield|VA||United States");
    EXPECT_EQ(town("Springfield", ""), "||Springfield|||");
    EXPECT_EQ(town("Virginia", ""), "||Virginia|||");
    EXPECT_EQ(town("Oakford, Lower Valley", ""), "||Oakford, Lower Valley|||");
    EXPECT_EQ(town("", ""), "|||||");
}

TEST(Location, KnowsStates)
{
    EXPECT_EQ(state_code("Va."), "VA");
    EXPECT_EQ(state_code("d.c."), "DC");
    EXPECT_EQ(state_code("West Virginia"), "WV");
    EXPECT_EQ(state_code("Conn."), "CT");
    EXPECT_EQ(state_code("Virginian"), "");
    EXPECT_EQ(state_code(""), "");
}

}  // namespace
}  // namespace almanac
