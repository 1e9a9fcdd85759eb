#include "read/ical_observances.hpp"

#include "ical/value.hpp"
#include "text/text.hpp"
#include "time/rule_walk.hpp"

#include <algorithm>
#include <iterator>

namespace almanac {

namespace {

constexpr std::size_t most_blocks = 100, most_dates = 1000;

/// Clocks change once a year, at the time of day of the first onset. What else a rule says is left out, so that a
/// hostile one costs no more than a year's days.
std::optional<Rule> read_onsets(IcalComponent const& block, int from)
{
    auto const* stated = find_property(block, "RRULE");
    std::string problem;
    auto rule = stated != nullptr ? read_rule(stated->value, problem) : std::nullopt;
    if (!rule || rule->frequency != Frequency::Yearly)
        return std::nullopt;
    rule->hours.clear();
    rule->minutes.clear();
    rule->seconds.clear();
    if (rule->until && rule->until_is_utc)
        *rule->until += from;
    return rule;
}

void read_dates(IcalComponent const& block, std::vector<absl::CivilSecond>& dates)
{
    for (auto const& property : block.properties) {
        if (property.name != "RDATE")
            continue;
        for (auto const value : split(property.value, ',')) {
            if (auto const time = read_ical_time(value); time && dates.size() < most_dates)
                dates.push_back(time->wall);
        }
    }
}

/// The onsets that count from a time to a later one.
std::vector<absl::CivilSecond> onsets_of(IcalObservance const& block, absl::CivilSecond from, absl::CivilSecond to)
{
    std::vector<absl::CivilSecond> onsets{block.start};
    if (block.rule) {
        constexpr std::int64_t two_years = std::int64_t{2} * 366 * 24 * 60 * 60;
        WalkBudget budget;
        walk_rule(*block.rule, block.start, std::min(from, block.rule->until.value_or(from)) - two_years, to, budget,
                  onsets);
    }
    std::ranges::copy_if(block.dates, std::back_inserter(onsets), [&](auto date) { return date > block.start; });
    return onsets;
}

}  // namespace

std::vector<IcalObservance> read_observances(IcalComponent const& zone)
{
    std::vector<IcalObservance> observances;
    for (auto const& block : zone.children) {
        auto const* to = find_property(block, "TZOFFSETTO");
        auto const* from = find_property(block, "TZOFFSETFROM");
        auto const* start = find_property(block, "DTSTART");
        auto const offset = to != nullptr ? read_ical_offset(to->value) : std::nullopt;
        auto const begin = start != nullptr ? read_ical_time(start->value) : std::nullopt;
        if (!offset || !begin || observances.size() == most_blocks)
            continue;
        auto& observance = observances.emplace_back();
        observance.start = begin->wall;
        observance.to = offset.value_or(0);
        observance.from = from != nullptr ? read_ical_offset(from->value).value_or(observance.to) : observance.to;
        observance.rule = read_onsets(block, observance.from);
        read_dates(block, observance.dates);
    }
    return observances;
}

std::vector<int> offsets_at(std::vector<IcalObservance> const& observances, std::span<absl::CivilSecond const> walls)
{
    auto const first = std::ranges::min_element(observances, {}, &IcalObservance::start);
    std::vector<int> offsets(walls.size(), first->from);
    std::vector<absl::CivilSecond> latest(walls.size(), absl::CivilSecond::min());
    for (auto const& block : observances) {
        auto const onsets = onsets_of(block, walls.front(), walls.back());
        for (std::size_t i = 0; i < walls.size(); ++i) {
            for (auto const onset : onsets) {
                if (onset < latest[i] || onset > walls[i])
                    continue;
                latest[i] = onset;
                offsets[i] = block.to;
            }
        }
    }
    return offsets;
}

}  // namespace almanac
