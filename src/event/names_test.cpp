#include "event/names.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Names, TellsPlacesFromFillers)
{
    for (auto const* name : {"Hoot Hall", "Online Cafe", "The Venue", "Parc de la Tête d'Or", "公園", "7"}) {
        SCOPED_TRACE(name);
        EXPECT_TRUE(is_venue_name(name));
    }
    for (auto const* name : {"", " ", "--", "TBD", "T.B.A.", "tbd ", "N/A", "See event website", "See Event Website.",
                             "See event page for the place", "https://meet.example/j/1", "ONLINE", "Online (via Zoom)",
                             "Virtual event", "Various Locations", "Location: TBD"}) {
        SCOPED_TRACE(name);
        EXPECT_FALSE(is_venue_name(name));
    }
}

TEST(Names, ComparesAsADatabaseDoes)
{
    EXPECT_EQ(name_key("Café Österreich"), name_key("CAFE OSTERREICH"));
    EXPECT_EQ(name_key("Hall & Library"), name_key("hall and library"));
    EXPECT_NE(name_key("???"), name_key("!!!"));
}

}  // namespace
}  // namespace almanac
