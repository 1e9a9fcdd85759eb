#include "fetch/retry.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>

namespace almanac {

bool is_worth_a_retry(FetchProblem problem, int status)
{
    switch (problem) {
    case FetchProblem::http_status:
        return status == 408 || status == 429 || (status >= 500 && status != 501 && status != 505);
    case FetchProblem::timeout:
    case FetchProblem::connect:
    case FetchProblem::dns:
    case FetchProblem::truncated: return true;
    default: return false;
    }
}

std::optional<absl::Duration> read_retry_after(std::string_view value, absl::Time now)
{
    std::uint32_t seconds = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (!value.empty() && end == value.data() + value.size()) {
        return error == std::errc{} ? absl::Seconds(seconds) : absl::InfiniteDuration();
    }
    auto time = absl::Time{};  // HTTP dates are of this one form in practice (RFC 9110 section 5.6.7)
    if (absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", std::string{value}, &time, nullptr))
        return std::max(time - now, absl::ZeroDuration());
    return std::nullopt;
}

absl::Duration Backoff::wait(int failures)
{
    auto bound = m_first;
    for (int i = 1; i < failures && bound < m_longest; ++i)
        bound *= 2;
    bound = std::min(bound, m_longest);
    // Not std::uniform_real_distribution: its results differ between libraries.
    auto const random = static_cast<double>(m_random() >> 11U) / static_cast<double>(std::uint64_t{1} << 53U);
    return bound * random;
}

}  // namespace almanac
