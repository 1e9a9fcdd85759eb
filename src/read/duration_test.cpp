#include "read/duration.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Duration, ReadsHowLongSomethingTakes)
{
    struct Case {
        std::string_view text;
        std::int64_t seconds;
    };
    Case const cases[] = {
        {"PT2H30M", 9000},      {"P1D", 86400},
        {"7200000 ms", 7200},   {"7200.0 seconds", 7200},
        {"90 min", 5400},       {"90 minutes", 5400},
        {"1.5 hours", 5400},    {"2h 30m", 9000},
        {"1 hr, 15 min", 4500}, {"1 Hour and 30 Minutes", 5400},
        {" 2:30 ", 9000},       {"01:30:00", 5400},
        {"2 days", 172800},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(read_duration(c.text), c.seconds);
    }
}

TEST(Duration, LeavesWhatIsNone)
{
    for (std::string_view const text :
         {"", "90", "two hours", "0 min", "7pm", "2 weeks ago", "800 days", "-PT1H", "1 h x"})
        EXPECT_EQ(read_duration(text), std::nullopt) << text;
}

}  // namespace
}  // namespace almanac
