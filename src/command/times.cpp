#include "command/times.hpp"

#include "config/error.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

namespace almanac {

absl::Time read_now(std::string_view text, std::string const& zone)
{
    absl::Time instant;
    std::string error;
    if (absl::ParseTime(absl::RFC3339_full, std::string{text}, &instant, &error))
        return instant;
    absl::CivilSecond wall;
    if (!absl::ParseLenientCivilTime(std::string{text}, &wall))
        throw ConfigError{fmt::format(
            "--now: '{}' is not a time. Write 2026-11-23, 2026-11-23T18:00 or 2026-11-23T18:00:00Z.", text)};
    return to_instant(wall, find_zone(zone).value_or(absl::UTCTimeZone()));
}

absl::Time read_run(std::string_view text, std::string_view option)
{
    absl::Time instant;
    std::string ignored;
    std::string const given{text};
    bool const is_time = absl::ParseTime("%Y-%m-%dT%H-%M-%SZ", given, &instant, &ignored) ||
                         absl::ParseTime(absl::RFC3339_full, given, &instant, &ignored);
    // Four digits of a year: what a file name can hold and a calendar can mean.
    if (!is_time || text.find('-') != 4 || instant < absl::UnixEpoch())
        throw ConfigError{fmt::format("{}: '{}' is not the name of a run. Write a time: 2026-11-23T18-00-00Z or "
                                      "2026-11-23T18:00:00Z.",
                                      option, text)};
    return absl::FromUnixSeconds(absl::ToUnixSeconds(instant));
}

absl::CivilDay read_day(std::string_view text, std::string_view option)
{
    absl::CivilDay day;
    if (!absl::ParseCivilTime(std::string{text}, &day))
        throw ConfigError{fmt::format("{}: '{}' is not a date. Write it as 2026-11-23.", option, text)};
    return day;
}

absl::Duration read_duration(std::string_view text, std::string_view option)
{
    std::int64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const [rest, error] = std::from_chars(text.data(), end, number);
    auto const unit = std::string_view{rest, static_cast<std::size_t>(end - rest)};
    auto const length = unit == "d"   ? absl::Hours(24)
                        : unit == "h" ? absl::Hours(1)
                        : unit == "m" ? absl::Minutes(1)
                        : unit == "s" ? absl::Seconds(1)
                                      : absl::ZeroDuration();
    constexpr std::int64_t most = 1'000'000'000;  // more is no time that anybody means
    if (error != std::errc{} || number < 1 || number > most || length == absl::ZeroDuration())
        throw ConfigError{fmt::format("{}: '{}' is not a length of time. Write 2d, 12h, 30m or 90s.", option, text)};
    return number * length;
}

absl::CivilSecond wall_clock(absl::Time instant, std::string const& zone)
{
    return absl::ToCivilSecond(instant, find_zone(zone).value_or(absl::UTCTimeZone()));
}

}  // namespace almanac
