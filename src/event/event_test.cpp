#include "event/event.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Event, ReadsStatusWordsOfPagesAndFeeds)
{
    struct Case {
        std::string_view text;
        std::optional<Status> want;
    };
    Case const cases[] = {
        {"CANCELLED", Status::cancelled},
        {"Canceled - Bird Walk", Status::cancelled},
        {"https://schema.org/EventPostponed", Status::postponed},
        {"EventMovedOnline", Status::moved_online},
        {"CONFIRMED", Status::scheduled},
        {"Bird Walk", std::nullopt},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(read_status(c.text), c.want);
    }
}

}  // namespace
}  // namespace almanac
