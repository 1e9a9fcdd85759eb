#pragma once

#include "fetch/fetcher.hpp"

#include <absl/time/time.h>

#include <cstdint>
#include <optional>
#include <random>
#include <string_view>

namespace almanac {

/// True for what may go away by itself: 408, 429 and 5xx but those that say "never" (501, 505), timeouts, lost or
/// refused connections, names that are not found.
[[nodiscard]] bool is_worth_a_retry(FetchProblem problem, int status);

/// How long a Retry-After header asks to wait (RFC 9110 section 10.2.3: seconds or a date), not below zero. Nothing
/// when it is absent or unreadable.
[[nodiscard]] std::optional<absl::Duration> read_retry_after(std::string_view value, absl::Time now);

/// Waits between tries: random below a bound that doubles ("full jitter"), so that many clients do not come back at
/// once.
class Backoff {
public:
    Backoff(absl::Duration first, absl::Duration longest, std::uint64_t seed)
        : m_first(first), m_longest(longest), m_random(seed)
    {
    }

    /// The wait after so many failed tries (1 after the first).
    [[nodiscard]] absl::Duration wait(int failures);

private:
    absl::Duration m_first;
    absl::Duration m_longest;
    std::mt19937_64 m_random;
};

}  // namespace almanac
