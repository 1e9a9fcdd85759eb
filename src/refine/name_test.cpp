#include "refine/name.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(CleanLine, MendsWhatCalendarsDoToNames)
{
    struct Case {
        std::string_view text;
        std::string_view want;
    };
    Case const cases[] = {
        {"  Bird\n Walk ", "Bird Walk"},
        {"<b>Bird</b> Walk", "Bird Walk"},
        {"Town Hall &amp; Library", "Town Hall & Library"},
        {"Town Hall &amp;amp; Library", "Town Hall & Library"},
        {"Bird&amp;#8217;s Day", "Bird’s Day"},
        {"Donâ€™t Litter", "Don’t Litter"},
        {"R&D, 3 < 4", "R&D, 3 < 4"},
        {"“Curly” – dashes — and ‘quotes’…", "“Curly” – dashes — and ‘quotes’…"},
        {"Café São Tomé 東京 Привет שלום 🦉", "Café São Tomé 東京 Привет שלום 🦉"},
        {"", ""},
        {" \u00a0\u200b ", ""},
    };
    for (auto const& c : cases)
        EXPECT_EQ(clean_line(c.text, 500), c.want) << c.text;
}

TEST(CleanLine, CutsAMegabyteAtAWord)
{
    std::string text;
    while (text.size() < 1'000'000)
        text += "owl ";
    auto const line = clean_line(text, 500);
    EXPECT_LE(line.size(), 500U);
    EXPECT_TRUE(line.ends_with("owl…")) << line;
    EXPECT_LE(clean_line(std::string(1'000'000, '<'), 500).size(), 500U);
    EXPECT_LE(clean_line(std::string(1'000'000, '\xff'), 500).size(), 503U);
}

TEST(StatusWords, GoFromTheNameToTheStatus)
{
    struct Case {
        std::string_view name;
        std::string_view want;
        Status status = Status::scheduled;
        bool sold_out = false;
    };
    using enum Status;
    Case const cases[] = {
        {"CANCELLED: Bird Walk", "Bird Walk", cancelled},
        {"Canceled - Bird Walk", "Bird Walk", cancelled},
        {"CANCELED Bird Walk", "Bird Walk", cancelled},
        {"Cancelled Bird Walk", "Bird Walk", cancelled},
        {"Cancelled-Bird Walk", "Bird Walk", cancelled},
        {"[CANCELLED] Bird Walk", "Bird Walk", cancelled},
        {"(Canceled) Bird Walk", "Bird Walk", cancelled},
        {"***CANCELLED*** Bird Walk", "Bird Walk", cancelled},
        {"CANCELLED! Bird Walk", "Bird Walk", cancelled},
        {"CANCELLED – Bird Walk", "Bird Walk", cancelled},
        {"Canceled due to snow: Bird Walk", "Bird Walk", cancelled},
        {"Bird Walk (CANCELLED due to snow)", "Bird Walk", cancelled},
        {"Bird Walk - CANCELLED", "Bird Walk", cancelled},
        {"Bird Walk (cancelled)", "Bird Walk", cancelled},
        {"Bird Walk [CANCELED]", "Bird Walk", cancelled},
        {"Bird Walk CANCELLED", "Bird Walk", cancelled},
        {"Bird Walk has been canceled.", "Bird Walk", cancelled},
        {"Bird Walk **Cancelled**", "Bird Walk", cancelled},
        {"POSTPONED: Bird Walk", "Bird Walk", postponed},
        {"Bird Walk — Postponed", "Bird Walk", postponed},
        {"Rescheduled: Bird Walk", "Bird Walk", rescheduled},
        {"NEW DATE: Bird Walk", "Bird Walk", rescheduled},
        {"MOVED ONLINE - Bird Talk", "Bird Talk", moved_online},
        {"SOLD OUT: Bird Walk", "Bird Walk", scheduled, true},
        {"Sold-Out! Bird Walk", "Bird Walk", scheduled, true},
        {"Bird Walk (sold out)", "Bird Walk", scheduled, true},
        {"WAITLIST - Bird Walk", "Bird Walk", scheduled, true},
        {"WAITLIST ONLY: Bird Walk", "Bird Walk", scheduled, true},
        {"Wait List | Bird Walk", "Bird Walk", scheduled, true},
        {"FULL - Bird Walk", "Bird Walk", scheduled, true},
        {"Bird Walk (Full)", "Bird Walk", scheduled, true},
        {"CANCELLED: SOLD OUT - Bird Walk", "Bird Walk", cancelled, true},
        {"CANCELLED", "CANCELLED", cancelled},
        // Names that only look so.
        {"Full Moon Hike", "Full Moon Hike"},
        {"Full-Day Hike", "Full-Day Hike"},
        {"Hike under the Moon - Full", "Hike under the Moon - Full"},
        {"How to Cancel a Lease", "How to Cancel a Lease"},
        {"Cancellation Policies Explained", "Cancellation Policies Explained"},
        {"Update: New Trail", "New Trail"},
        {"Family Day", "Family Day"},
        {"東京さんぽ", "東京さんぽ"},
        {"", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Event event;
        event.name = c.name;
        take_status_words(event);
        EXPECT_EQ(event.name, c.want);
        EXPECT_EQ(event.status, c.status);
        EXPECT_EQ(event.sold_out, c.sold_out);
    }
}

TEST(StatusWords, KeepWhatTheCalendarStatesItself)
{
    Event event;
    event.name = "RESCHEDULED: Bird Walk";
    event.status = Status::cancelled;
    take_status_words(event);
    EXPECT_EQ(event.name, "Bird Walk");
    EXPECT_EQ(event.status, Status::cancelled);
}

}  // namespace
}  // namespace almanac
