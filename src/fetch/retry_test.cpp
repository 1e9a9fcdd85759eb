#include "fetch/retry.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Retry, ReadsRetryAfter)
{
    auto const now = absl::FromCivil(absl::CivilSecond(2026, 11, 23, 18), absl::UTCTimeZone());
    struct Case {
        std::string_view value;
        std::optional<absl::Duration> want;
    };
    Case const cases[] = {
        {"7", absl::Seconds(7)},
        {"0", absl::ZeroDuration()},
        {"99999999999999999999", absl::InfiniteDuration()},
        {"Mon, 23 Nov 2026 18:01:00 GMT", absl::Seconds(60)},
        {"Mon, 23 Nov 2026 17:00:00 GMT", absl::ZeroDuration()},
        {"", std::nullopt},
        {"soon", std::nullopt},
        {"-5", std::nullopt},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.value);
        EXPECT_EQ(read_retry_after(c.value, now), c.want);
    }
}

TEST(Retry, WaitsLongerEachTimeAndNeverTooLong)
{
    auto backoff = Backoff{absl::Seconds(1), absl::Seconds(5), 7};
    auto again = Backoff{absl::Seconds(1), absl::Seconds(5), 7};
    absl::Duration longest[4] = {};
    for (int i = 0; i < 200; ++i) {
        for (int failures = 1; failures <= 4; ++failures) {
            auto const wait = backoff.wait(failures);
            EXPECT_EQ(wait, again.wait(failures));
            EXPECT_GE(wait, absl::ZeroDuration());
            longest[failures - 1] = std::max(longest[failures - 1], wait);
        }
    }
    EXPECT_LE(longest[0], absl::Seconds(1));
    EXPECT_GT(longest[1], absl::Seconds(1));
    EXPECT_GT(longest[2], absl::Seconds(2));
    EXPECT_LE(longest[3], absl::Seconds(5));
}

TEST(Retry, KnowsWhatMayGoAway)
{
    EXPECT_TRUE(is_worth_a_retry(FetchProblem::http_status, 503));
    EXPECT_TRUE(is_worth_a_retry(FetchProblem::http_status, 429));
    EXPECT_TRUE(is_worth_a_retry(FetchProblem::timeout, 0));
    EXPECT_FALSE(is_worth_a_retry(FetchProblem::http_status, 404));
    EXPECT_FALSE(is_worth_a_retry(FetchProblem::http_status, 501));
    EXPECT_FALSE(is_worth_a_retry(FetchProblem::tls, 0));
    EXPECT_FALSE(is_worth_a_retry(FetchProblem::too_large, 200));
    EXPECT_FALSE(is_worth_a_retry(FetchProblem::forbidden_address, 0));
}

}  // namespace
}  // namespace almanac
