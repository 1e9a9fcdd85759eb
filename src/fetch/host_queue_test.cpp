#include "fetch/host_queue.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

using namespace std::chrono_literals;
using Ids = std::vector<std::uint64_t>;

constexpr auto start = Moment{} + 1h;
constexpr auto polite = HostQueue::Pace{1s, 2};

TEST(HostQueue, SpacesTheStartsPerHost)
{
    auto queue = HostQueue{};
    for (std::uint64_t id = 1; id <= 3; ++id)
        queue.push("a.org", id, polite, start);
    queue.push("b.org", 4, polite, start);
    EXPECT_EQ(queue.take(start), (Ids{1, 4}));
    EXPECT_EQ(queue.take(start), Ids{});
    EXPECT_EQ(queue.next(), start + 1s);
    EXPECT_EQ(queue.take(start + 999ms), Ids{});
    EXPECT_EQ(queue.take(start + 1s), Ids{2});
    EXPECT_EQ(queue.take(start + 5s), Ids{}) << "two are running";
    EXPECT_EQ(queue.next(), std::nullopt);
    queue.done("a.org");
    EXPECT_EQ(queue.take(start + 5s), Ids{3});
}

TEST(HostQueue, GoesOnWithOthersWhileOneWaitsForItsRetry)
{
    auto queue = HostQueue{};
    queue.push("a.org", 1, polite, start + 10s);
    queue.push("a.org", 2, polite, start);
    EXPECT_EQ(queue.take(start), Ids{2});
    queue.done("a.org");
    EXPECT_EQ(queue.next(), start + 10s);
    queue.pause("a.org", start + 60s);
    queue.pause("a.org", start + 30s);
    EXPECT_EQ(queue.next(), start + 60s);
    queue.remove("a.org", 1);
    EXPECT_EQ(queue.next(), std::nullopt);
}

TEST(HostQueue, IsQuickWhereSpacingIsNone)
{
    auto queue = HostQueue{};
    for (std::uint64_t id = 1; id <= 3; ++id)
        queue.push("a.org", id, {0s, 3}, start);
    EXPECT_EQ(queue.take(start), (Ids{1, 2, 3}));
}

}  // namespace
}  // namespace almanac
