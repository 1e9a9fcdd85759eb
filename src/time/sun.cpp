#include "time/sun.hpp"

#include "time/zone.hpp"

#include <cmath>
#include <numbers>

namespace almanac {
namespace {

constexpr double zenith = 90.833;  // degrees: refraction and the sun's half width below the horizon

double radians(double degrees)
{
    return degrees * std::numbers::pi / 180;
}

double degrees(double radians)
{
    return radians * 180 / std::numbers::pi;
}

double within(double value, double period)
{
    auto const rest = std::fmod(value, period);
    return rest < 0 ? rest + period : rest;
}

/// Hours after midnight UTC of the day, 0 to 24. Names as in the publication.
std::optional<double> hour_in_utc(absl::CivilDay day, double latitude, double longitude, bool rising)
{
    auto const n = static_cast<double>(absl::GetYearDay(day));
    auto const longitude_hour = longitude / 15;
    auto const t = n + ((rising ? 6 : 18) - longitude_hour) / 24;
    auto const m = 0.9856 * t - 3.289;
    auto const l = within(m + 1.916 * std::sin(radians(m)) + 0.020 * std::sin(radians(2 * m)) + 282.634, 360);
    auto ra = within(degrees(std::atan(0.91764 * std::tan(radians(l)))), 360);
    ra += std::floor(l / 90) * 90 - std::floor(ra / 90) * 90;
    auto const sin_dec = 0.39782 * std::sin(radians(l));
    auto const cos_dec = std::cos(std::asin(sin_dec));
    auto const cos_h =
        (std::cos(radians(zenith)) - sin_dec * std::sin(radians(latitude))) / (cos_dec * std::cos(radians(latitude)));
    if (!(std::abs(cos_h) <= 1))
        return std::nullopt;
    auto const h = rising ? 360 - degrees(std::acos(cos_h)) : degrees(std::acos(cos_h));
    return within(h / 15 + ra / 15 - 0.06571 * t - 6.622 - longitude_hour, 24);
}

std::optional<absl::CivilMinute> on_day(absl::CivilDay day, double latitude, double longitude, std::string_view zone,
                                        bool rising)
{
    auto const found = find_zone(zone);
    auto const hour = hour_in_utc(day, latitude, longitude, rising);
    if (!found || !hour)
        return std::nullopt;
    auto const minutes = static_cast<int>(std::lround(*hour * 60));
    for (int const shift : {0, 1, -1}) {  // the evening of the place may be the next day of Greenwich
        auto const instant = absl::FromCivil(absl::CivilMinute(day + shift) + minutes, absl::UTCTimeZone());
        auto const wall = absl::ToCivilMinute(instant, *found);
        if (absl::CivilDay(wall) == day)
            return wall;
    }
    return std::nullopt;
}

}  // namespace

std::optional<absl::CivilMinute> sunrise(absl::CivilDay day, double latitude, double longitude, std::string_view zone)
{
    return on_day(day, latitude, longitude, zone, true);
}

std::optional<absl::CivilMinute> sunset(absl::CivilDay day, double latitude, double longitude, std::string_view zone)
{
    return on_day(day, latitude, longitude, zone, false);
}

}  // namespace almanac
