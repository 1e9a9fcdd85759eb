#include "merge/time_likeness.hpp"

#include "time/zone.hpp"

#include <absl/time/civil_time.h>

#include <algorithm>
#include <cstdlib>

namespace almanac {
namespace {

constexpr long near_minutes = 15;

/// Two ranges of days that have at least half of the shorter in common: "April 25-27", "April 26-27".
bool share_days(When const& a, When const& b)
{
    auto const common = std::min(a.end, b.end) - std::max(a.start, b.start);
    return a.end > a.start && b.end > b.start && common * 2 >= std::min(a.end - a.start, b.end - b.start);
}

Times compare_hours(When const& a, When const& b, long minutes)
{
    constexpr long hour = 60;
    auto const length_of = [](When const& when) { return when.has_end ? (when.end - when.start) / 60 : 0; };
    auto const length = std::max(length_of(a), length_of(b));
    if (minutes <= hour && (minutes < length || length == 0))
        return length == 0 ? Times::guessed : Times::shifted;
    if (!both_end(a, b) || length_of(a) != length_of(b))
        return Times::different;
    auto const offset = std::labs((a.start - to_wall(a.start, a.zone, "UTC")) / 60);
    return minutes == offset ? Times::other_clock : Times::different;
}

}  // namespace

TimeLikeness compare_times(When const& a, When const& b)
{
    if (a.all_day != b.all_day)
        return {absl::CivilDay{a.start} == absl::CivilDay{b.start} ? Times::same_day : Times::different, 0};
    auto const there = a.zone == b.zone ? b.start : to_wall(b.start, b.zone, a.zone);
    if (a.all_day) {
        bool const equal = a.start == b.start && (a.end == b.end || !a.has_end || !b.has_end);
        return {equal ? Times::equal : share_days(a, b) ? Times::near : Times::different, 0};
    }
    auto const minutes = std::labs((there - a.start) / 60);
    if (minutes > near_minutes)
        return {compare_hours(a, b, minutes), minutes};
    return {minutes == 0 ? Times::equal : Times::near, minutes};
}

bool both_end(When const& a, When const& b)
{
    return a.has_end && b.has_end && !a.all_day && !b.all_day && a.zone == b.zone;
}

bool follow_each_other(When const& a, When const& b)
{
    return both_end(a, b) && (a.end <= b.start || b.end <= a.start);
}

bool differ_in_length(When const& a, When const& b)
{
    constexpr long two_hours = 2L * 3600;
    return both_end(a, b) && std::labs(a.end - b.end) > two_hours;
}

}  // namespace almanac
