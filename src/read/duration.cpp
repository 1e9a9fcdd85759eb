#include "read/duration.hpp"

#include "ical/value.hpp"
#include "text/text.hpp"

#include <re2/re2.h>

#include <cmath>
#include <string>

namespace almanac {
namespace {

constexpr double longest = 366.0 * 86400;

/// Seconds of a unit: "h", "hrs", "hour", "minutes", "ms" ...; 0 when it is none.
double seconds_of(std::string_view unit)
{
    if (unit == "ms" || unit.starts_with("millisec"))
        return 0.001;
    if (unit == "s" || unit.starts_with("sec"))
        return 1;
    if (unit == "m" || unit.starts_with("min"))
        return 60;
    if (unit == "h" || unit.starts_with("hr") || unit.starts_with("hour"))
        return 3600;
    return unit == "d" || unit.starts_with("day") ? 86400 : 0;
}

}  // namespace

std::optional<std::int64_t> read_duration(std::string_view text)
{
    text = trim(text);
    if (auto const iso = read_ical_duration(text))
        return iso->days * 86400 + iso->seconds;
    static RE2 const clock{R"((\d{1,2}):(\d{2})(?::\d{2})?)"};
    int hours = 0;
    int minutes = 0;
    if (RE2::FullMatch(re2::StringPiece{text.data(), text.size()}, clock, &hours, &minutes))
        return hours * 3600 + minutes * 60;
    static RE2 const part{R"((\d{1,12}(?:\.\d{1,6})?)\s*([a-z]+)\.?\s*(?:,|and)?\s*)"};
    auto const low = lower_ascii(text);
    re2::StringPiece rest{low};
    double seconds = 0;
    double count = 0;
    std::string unit;
    while (!rest.empty()) {
        if (!RE2::Consume(&rest, part, &count, &unit) || seconds_of(unit) == 0)
            return std::nullopt;
        seconds += count * seconds_of(unit);
    }
    if (seconds <= 0 || seconds > longest)
        return std::nullopt;
    return std::llround(seconds);
}

}  // namespace almanac
