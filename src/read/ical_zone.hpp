#pragma once

#include "ical/ical.hpp"
#include "read/ical_observances.hpp"
#include "time/recurrence.hpp"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// What zones the times of one calendar are in.
class IcalZones {
public:
    /// `calendar` holds the calendar's own properties, `parts` its components; `source_zone` is the zone of a calendar
    /// that names none. All must outlive this.
    IcalZones(IcalComponent const& calendar, std::vector<IcalComponent> const& parts, std::string_view source_zone);

    /// The zone that people at the calendar's place read their clocks in: X-WR-TIMEZONE, unless it only says UTC (what
    /// programs write that know nothing better), else the source's. May be empty.
    [[nodiscard]] std::string const& home() const { return m_home; }

    /// A stated time: `zone` becomes an IANA name by TZID (its name, else what its VTIMEZONE says), "UTC" for "...Z",
    /// and stays empty for a floating one. `assumption` is set when the TZID meant nothing and home() stands in.
    /// Nothing when the value is no time.
    [[nodiscard]] std::optional<IcalTime> read(IcalProperty const& property, std::string_view value,
                                               std::string& assumption);

    /// As almanac::to_wall; remembers the zones, as a file names few of them often.
    [[nodiscard]] absl::CivilSecond to_wall(absl::CivilSecond wall, std::string_view from, std::string_view to);

    /// The zone of an IANA name; nothing for an unknown one.
    [[nodiscard]] std::optional<absl::TimeZone> const& find(std::string_view name);

private:
    struct Resolved {
        std::string zone;
        std::string assumption;
        std::vector<IcalObservance> observances;  ///< without a zone: times become UTC by them
    };
    /// A zone whose clocks go as the block says, home first; empty when none of the likely ones does.
    [[nodiscard]] std::string zone_with(std::vector<IcalObservance> const& observances, absl::civil_year_t year);
    [[nodiscard]] Resolved const& resolve(std::string const& tzid, IcalTime const& time);

    std::map<std::string, IcalComponent const*, std::less<>> m_blocks;  ///< VTIMEZONE by TZID
    std::string m_home;
    std::map<std::string, Resolved, std::less<>> m_resolved;
    std::map<std::string, std::optional<absl::TimeZone>, std::less<>> m_zones;  ///< by IANA name
};

}  // namespace almanac
