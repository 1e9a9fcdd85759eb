#include "read/ical_zone.hpp"

#include "ical/value.hpp"
#include "text/text.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace almanac {

namespace {

/// Zones that calendars made by hand or by Exchange are likely to mean, one for each set of rules.
constexpr std::array<std::string_view, 27> candidates{"America/New_York",
                                                      "America/Chicago",
                                                      "America/Denver",
                                                      "America/Phoenix",
                                                      "America/Los_Angeles",
                                                      "America/Anchorage",
                                                      "Pacific/Honolulu",
                                                      "America/Halifax",
                                                      "America/St_Johns",
                                                      "America/Sao_Paulo",
                                                      "UTC",
                                                      "Europe/London",
                                                      "Europe/Berlin",
                                                      "Europe/Athens",
                                                      "Europe/Moscow",
                                                      "Africa/Johannesburg",
                                                      "Asia/Dubai",
                                                      "Asia/Karachi",
                                                      "Asia/Kolkata",
                                                      "Asia/Bangkok",
                                                      "Asia/Shanghai",
                                                      "Asia/Tokyo",
                                                      "Australia/Brisbane",
                                                      "Australia/Adelaide",
                                                      "Australia/Sydney",
                                                      "Pacific/Auckland",
                                                      "Pacific/Fiji"};

/// An offset at a time of a year.
struct Sample {
    absl::CivilSecond wall;
    int offset = 0;
};

/// What the block says at noon of two days of each month.
std::vector<Sample> samples_of(std::vector<IcalObservance> const& observances, absl::civil_year_t year)
{
    std::vector<absl::CivilSecond> noons;
    for (int month = 1; month <= 12; ++month)
        for (int const day : {5, 20})
            noons.emplace_back(year, month, day, 12);
    auto const offsets = offsets_at(observances, noons);
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < noons.size(); ++i)
        samples.push_back({noons[i], offsets[i]});
    return samples;
}

bool follows(absl::TimeZone const& zone, std::vector<Sample> const& samples)
{
    return std::ranges::all_of(
        samples, [&](Sample const& sample) { return zone.At(to_instant(sample.wall, zone)).offset == sample.offset; });
}

}  // namespace

IcalZones::IcalZones(IcalComponent const& calendar, std::vector<IcalComponent> const& parts,
                     std::string_view source_zone)
    : m_home(source_zone)
{
    std::string buffer;
    for (auto const& part : parts) {
        auto const* tzid = part.name == "VTIMEZONE" ? find_property(part, "TZID") : nullptr;
        if (tzid != nullptr)
            m_blocks.emplace(trim(ical_text(*tzid, buffer)), &part);
    }
    for (std::string_view const name : {"X-WR-TIMEZONE", "TIMEZONE-ID"}) {
        auto const* stated = find_property(calendar, name);
        auto zone = stated != nullptr ? iana_zone(trim(ical_text(*stated, buffer))) : std::string{};
        if (!zone.empty() && zone != "UTC" && zone != "GMT" && !zone.starts_with("Etc/")) {
            m_home = std::move(zone);
            return;
        }
    }
}

std::string IcalZones::zone_with(std::vector<IcalObservance> const& observances, absl::civil_year_t year)
{
    auto samples = samples_of(observances, year);
    auto const fits = [&](std::string_view name) {
        auto const& zone = find(name);
        return zone && follows(*zone, samples);
    };
    auto const search = [&]() -> std::string {
        if (fits(m_home))
            return m_home;
        auto const* found = std::ranges::find_if(candidates, fits);
        return found != candidates.end() ? std::string{*found} : std::string{};
    };
    auto zone = search();
    if (!zone.empty())
        return zone;
    // Old definitions have the days of change of old laws: then summer and winter count.
    std::erase_if(samples, [](Sample const& sample) { return sample.wall.month() != 1 && sample.wall.month() != 7; });
    return search();
}

IcalZones::Resolved const& IcalZones::resolve(std::string const& tzid, IcalTime const& time)
{
    if (auto const known = m_resolved.find(tzid); known != m_resolved.end())
        return known->second;
    Resolved resolved{iana_zone(tzid), {}, {}};
    auto const block = resolved.zone.empty() ? m_blocks.find(trim(tzid)) : m_blocks.end();
    if (block != m_blocks.end()) {
        auto const* location = find_property(*block->second, "X-LIC-LOCATION");
        resolved.zone = location != nullptr ? iana_zone(trim(location->value)) : std::string{};
        if (resolved.zone.empty())
            resolved.observances = read_observances(*block->second);
        if (!resolved.observances.empty())
            resolved.zone = zone_with(resolved.observances, time.wall.year());
    }
    if (resolved.zone.empty() && resolved.observances.empty()) {
        resolved.zone = m_home;
        resolved.assumption = fmt::format("zone: '{}' is unknown, read as {}", tzid, m_home.empty() ? "UTC" : m_home);
    }
    return m_resolved.emplace(tzid, std::move(resolved)).first->second;
}

std::optional<absl::TimeZone> const& IcalZones::find(std::string_view name)
{
    auto const known = m_zones.find(name);
    return known != m_zones.end() ? known->second : m_zones.emplace(name, find_zone(name)).first->second;
}

absl::CivilSecond IcalZones::to_wall(absl::CivilSecond wall, std::string_view from, std::string_view to)
{
    if (from == to)
        return wall;
    auto const& source = find(from);
    auto const& target = find(to);
    return source && target ? absl::ToCivilSecond(to_instant(wall, *source), *target) : wall;
}

std::optional<IcalTime> IcalZones::read(IcalProperty const& property, std::string_view value, std::string& assumption)
{
    auto time = read_ical_time(value);
    if (!time || property.parameters.empty())
        return time;
    if (!time->is_date && equal_ignoring_case(ical_parameter(property, "VALUE"), "DATE")) {
        time->is_date = true;
        time->wall = absl::CivilSecond{absl::CivilDay{time->wall}};
    }
    if (time->is_date) {
        time->zone.clear();
        return time;
    }
    // A TZID beside "...Z" is against RFC 5545 section 3.3.5; programs that write both mean the zone.
    if (auto const tzid = ical_parameter(property, "TZID"); !tzid.empty()) {
        auto const& resolved = resolve(tzid, *time);
        time->zone = resolved.zone;
        if (resolved.zone.empty() && !resolved.observances.empty()) {
            time->wall -= offsets_at(resolved.observances, {&time->wall, 1}).front();
            time->zone = "UTC";
        }
        if (!resolved.assumption.empty())
            assumption = resolved.assumption;
    }
    return time;
}

}  // namespace almanac
