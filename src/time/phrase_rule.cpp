#include "time/phrase_parts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace almanac {
namespace {

std::string weekday_text(RuleDay const& day)
{
    constexpr std::array<std::string_view, 7> names = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    auto const name = names[static_cast<std::size_t>(day.weekday)];
    return day.nth == 0 ? std::string{name} : fmt::format("{}{}", day.nth, name);
}

std::string list_text(std::string_view name, std::vector<int> const& list)
{
    return list.empty() ? std::string{} : fmt::format(";{}={}", name, fmt::join(list, ","));
}

}  // namespace

std::optional<std::string> to_rule(PhraseParts const& parts)
{
    // A quarter begins in January, April, July or October; what is counted from its end is in the last of its months.
    auto months = parts.months;
    if (parts.quarters && months.empty()) {
        auto const from_end = std::ranges::any_of(parts.days, [](RuleDay const& day) { return day.nth < 0; }) ||
                              std::ranges::any_of(parts.ordinals, [](int number) { return number < 0; });
        months = from_end ? std::vector{3, 6, 9, 12} : std::vector{1, 4, 7, 10};
    }
    auto days = std::string{};
    for (auto const& day : parts.days)
        days += (days.empty() ? ";BYDAY=" : ",") + weekday_text(day);
    auto const numbered = std::ranges::any_of(parts.days, [](RuleDay const& day) { return day.nth != 0; });
    auto const stated = parts.frequency;
    std::string_view name;
    std::string rest;
    if (!parts.weeks.empty()) {
        name = "YEARLY";
        rest = days + list_text("BYWEEKNO", parts.weeks);
    } else if (!parts.days.empty()) {
        auto const monthly = numbered || stated == Frequency::Monthly || !parts.among.empty();
        name = !monthly ? "WEEKLY" : months.empty() ? "MONTHLY" : "YEARLY";
        rest =
            days + list_text("BYMONTHDAY", parts.among) + list_text("BYMONTH", monthly ? months : std::vector<int>{});
    } else if (!parts.ordinals.empty() && stated == Frequency::Weekly && parts.ordinals.front() > 0 &&
               parts.ordinals.front() <= 7) {  // "every week on the 4th day": weeks begin on Sunday where this is said
        name = "WEEKLY";
        rest = ";BYDAY=" + weekday_text({0, static_cast<absl::Weekday>((parts.ordinals.front() + 5) % 7)});
    } else if (!parts.ordinals.empty()) {
        auto const yearly = stated == Frequency::Yearly || !months.empty();
        name = yearly ? "YEARLY" : "MONTHLY";
        rest = list_text(yearly && months.empty() ? "BYYEARDAY" : "BYMONTHDAY", parts.ordinals) +
               list_text("BYMONTH", months);
    } else if (stated == Frequency::Daily) {
        name = "DAILY";
    } else {
        return std::nullopt;
    }
    auto const interval = parts.interval > 1 ? fmt::format(";INTERVAL={}", parts.interval) : std::string{};
    auto const count = parts.count ? fmt::format(";COUNT={}", *parts.count) : std::string{};
    return fmt::format("FREQ={}{}{}{}", name, interval, rest, count);
}

}  // namespace almanac
