#pragma once

#include "ical/ical.hpp"
#include "time/recurrence.hpp"

#include <absl/time/civil_time.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// A parameter's value: quotes gone, RFC 6868 escapes (^n ^^ ^') decoded. Empty when it is absent.
[[nodiscard]] std::string ical_parameter(IcalProperty const& property, std::string_view name);

/// A TEXT value (RFC 5545 section 3.3.11): \n \, \; \\ decoded, quoted-printable too (vCalendar 1.0), controls gone.
/// A view of the property where nothing is to decode, else of `buffer`.
[[nodiscard]] std::string_view ical_text(IcalProperty const& property, std::string& buffer);

/// A list of TEXT values: split at commas that are not escaped, each decoded and trimmed, empty ones left out.
[[nodiscard]] std::vector<std::string> ical_text_list(IcalProperty const& property);

/// A DATE or DATE-TIME (RFC 5545 sections 3.3.4 and 3.3.5) as wall clock; zone "UTC" for "...Z", else empty. Also takes
/// what is met in the wild: "2025-01-01T10:00:00Z", no seconds, a numeric offset (converted to UTC). Nothing for a day
/// or time that does not exist.
[[nodiscard]] std::optional<IcalTime> read_ical_time(std::string_view text);

/// A DURATION (RFC 5545 section 3.3.6): days are nominal, seconds exact. Nothing when it is none or negative.
struct IcalDuration {
    std::int64_t days = 0;
    std::int64_t seconds = 0;
};
[[nodiscard]] std::optional<IcalDuration> read_ical_duration(std::string_view text);

/// A UTC-OFFSET in seconds ("-0500", "+053045"); nothing when it is none.
[[nodiscard]] std::optional<int> read_ical_offset(std::string_view text);

}  // namespace almanac
