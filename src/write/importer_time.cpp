#include "write/importer_time.hpp"

#include "text/text.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

namespace almanac {
namespace {

constexpr std::string_view iso_cure = "Write it as 2026-12-05.";
constexpr std::string_view clock_cure = "Write it as 19:30.";

std::optional<absl::CivilDay> valid_day(int year, int month, int day)
{
    absl::CivilDay const civil{year, month, day};
    bool const same = civil.year() == year && civil.month() == month && civil.day() == day;
    return same ? std::optional{civil} : std::nullopt;
}

ImporterReading<absl::CivilDay> no_day(std::string_view cell)
{
    return {std::nullopt, fmt::format("'{}' is no date that PHP reads: the event would be on 1970-01-01.", cell),
            std::string{iso_cure}};
}

}  // namespace

ImporterReading<absl::CivilDay> read_importer_date(std::string_view cell)
{
    static RE2 const iso{R"((\d{4})-(\d{1,2})-(\d{1,2}))"};
    static RE2 const slashes{R"((\d{1,2})/(\d{1,2})/(\d{4}))"};
    static RE2 const dots{R"((\d{1,2})\.(\d{1,2})\.(\d{4}))"};
    static RE2 const with_time{R"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)"};
    auto const text = std::string{trim(cell)};
    if (text.empty())
        return {};
    int a = 0;
    int b = 0;
    int c = 0;
    if (RE2::FullMatch(text, iso, &a, &b, &c)) {
        auto const day = valid_day(a, b, c);
        if (day)
            return {day, "", ""};
        return {std::nullopt, fmt::format("There is no {}: PHP counts on into the next month.", text),
                "Correct the date."};
    }
    if (RE2::FullMatch(text, slashes, &a, &b, &c)) {
        auto const day = valid_day(c, a, b);
        if (!day)
            return no_day(text);
        if (a == b)
            return {day, "", ""};
        return {day, fmt::format("'{}' is read with the month first: {}.", text, absl::FormatCivilTime(*day)),
                std::string{iso_cure}};
    }
    if (RE2::FullMatch(text, dots, &a, &b, &c)) {
        auto const day = valid_day(c, b, a);
        return day ? ImporterReading<absl::CivilDay>{day, "", ""} : no_day(text);
    }
    std::string offset;
    if (RE2::FullMatch(text, with_time, &offset)) {
        if (!offset.empty())
            return {
                std::nullopt,
                fmt::format("The offset in '{}' is turned into UTC and then read as local time: a wrong hour.", text),
                "Write the local date here and the local time into the time column, without an offset."};
        absl::CivilDay day;
        if (absl::ParseCivilTime(text.substr(0, 10), &day))
            return {std::nullopt, fmt::format("'{}' holds a time, which belongs into the time column.", text),
                    std::string{iso_cure}};
    }
    return no_day(text);
}

ImporterReading<int> read_importer_time(std::string_view cell)
{
    static RE2 const clock{R"((?i)(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?(?:m\.?)?)"};
    static RE2 const hour_only{R"((?i)(\d{1,2})\s*([ap])\.?m\.?)"};
    auto const text = std::string{trim(cell)};
    if (text.empty())
        return {};
    auto const low = lower_ascii(text);
    if (low == "noon" || low == "midnight")
        return {low == "noon" ? 12 * 60 : 0, "", ""};
    int hour = -1;
    int minute = 0;
    std::string seconds;
    std::string half;
    if (!RE2::FullMatch(text, clock, &hour, &minute, &seconds, &half))
        RE2::FullMatch(text, hour_only, &hour, &half);
    bool const twelve = !half.empty();
    if (hour == 24 && minute == 0 && !twelve)
        return {std::nullopt, "24:00 is read as 00:00 of the next day.", "Write the next day's date and 00:00."};
    if (hour < 0 || minute > 59 || hour > (twelve ? 12 : 23) || (twelve && hour == 0))
        return {std::nullopt, fmt::format("'{}' is no time that PHP reads: the event would be on 1970-01-01.", text),
                std::string{clock_cure}};
    if (twelve)
        hour = hour % 12 + (lower_ascii(half) == "p" ? 12 : 0);
    auto const value = hour * 60 + minute;
    if (!seconds.empty() && seconds != "00")
        return {value, "Seconds are cut, and then each further import adds the event once more.",
                std::string{clock_cure}};
    return {value, "", ""};
}

bool is_importer_zone(std::string_view cell)
{
    static RE2 const offset{R"((?:UTC)?[+-]\d{1,2}(?:[:.]\d{1,2})?)"};
    auto const text = std::string{cell};
    return find_zone(text).has_value() || RE2::FullMatch(text, offset);
}

}  // namespace almanac
