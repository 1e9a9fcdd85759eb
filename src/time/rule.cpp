#include "time/rule.hpp"

#include "text/ascii.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t longest_rule = 8'000;

constexpr std::array<std::pair<std::string_view, Frequency>, 7> frequencies = {{
    {"SECONDLY", Frequency::Secondly},
    {"MINUTELY", Frequency::Minutely},
    {"HOURLY", Frequency::Hourly},
    {"DAILY", Frequency::Daily},
    {"WEEKLY", Frequency::Weekly},
    {"MONTHLY", Frequency::Monthly},
    {"YEARLY", Frequency::Yearly},
}};

std::optional<std::int64_t> read_integer(std::string_view text)
{
    text = trim(text);
    if (text.starts_with('+'))
        text.remove_prefix(1);
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// Whole numbers between the bounds; with `from_end` also their negatives, and never 0.
struct Range {
    int low;
    int high;
    bool from_end = false;
};

bool read_list(std::string_view text, Range range, std::vector<int>& list)
{
    list.clear();
    for (auto const item : split(text, ',')) {
        auto const value = read_integer(item);
        if (!value)
            return false;
        auto const size = range.from_end && *value < 0 ? -*value : *value;
        if (size < range.low || size > range.high)
            return false;
        list.push_back(static_cast<int>(*value));
    }
    std::ranges::sort(list);
    auto const doubles = std::ranges::unique(list);
    list.erase(doubles.begin(), doubles.end());
    return true;
}

std::optional<absl::Weekday> read_weekday(std::string_view text)
{
    constexpr std::array<std::string_view, 7> names = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    auto const found =
        std::ranges::find_if(names, [&](std::string_view name) { return equal_ignoring_case(name, text); });
    if (found == names.end())
        return std::nullopt;
    return static_cast<absl::Weekday>(found - names.begin());
}

bool read_days(std::string_view text, std::vector<RuleDay>& days)
{
    days.clear();
    for (auto item : split(text, ',')) {
        item = trim(item);
        if (item.size() < 2)
            return false;
        auto const weekday = read_weekday(item.substr(item.size() - 2));
        auto const nth =
            item.size() == 2 ? std::optional<std::int64_t>{0} : read_integer(item.substr(0, item.size() - 2));
        if (!weekday || !nth || *nth < -53 || *nth > 53 || (item.size() > 2 && *nth == 0) || days.size() == 800)
            return false;
        days.push_back({static_cast<int>(*nth), *weekday});
    }
    return true;
}

/// "20190302", "20190302T100000", "20190302T100000Z"
bool read_until(std::string_view text, Rule& rule)
{
    auto const digits = [&](std::size_t from, std::size_t count) {
        auto const part = text.substr(from, count);
        auto const good = std::ranges::all_of(part, is_digit);
        return good ? static_cast<int>(read_integer(part).value_or(-1)) : -1;
    };
    rule.until_is_utc = text.ends_with('Z') || text.ends_with('z');
    if (rule.until_is_utc)
        text.remove_suffix(1);
    rule.until_is_date = text.size() == 8;
    if (!rule.until_is_date && (text.size() != 15 || (text[8] != 'T' && text[8] != 't')))
        return false;
    auto const year = digits(0, 4), month = digits(4, 2), day = digits(6, 2);
    auto const hour = rule.until_is_date ? 23 : digits(9, 2);
    auto const minute = rule.until_is_date ? 59 : digits(11, 2);
    auto const second = rule.until_is_date ? 59 : digits(13, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 24 || minute < 0 ||
        minute > 59 || second < 0 || second > 60)
        return false;
    rule.until = absl::CivilSecond(year, month, day, hour, minute, second);
    return true;
}

bool read_part(std::string_view name, std::string_view value, Rule& rule, bool& has_frequency)
{
    if (name == "FREQ") {
        auto const found =
            std::ranges::find_if(frequencies, [&](auto const& f) { return equal_ignoring_case(f.first, value); });
        if (found == frequencies.end())
            return false;
        rule.frequency = found->second;
        return has_frequency = true;
    }
    if (name == "INTERVAL" || name == "COUNT") {
        auto const number = read_integer(value);
        if (!number || *number < 1 || *number > 1'000'000'000)
            return false;
        (name == "COUNT" ? rule.count.emplace() : rule.interval) = *number;
        return true;
    }
    if (name == "UNTIL")
        return read_until(value, rule);
    if (name == "BYSECOND")
        return read_list(value, {0, 60}, rule.seconds);
    if (name == "BYMINUTE")
        return read_list(value, {0, 59}, rule.minutes);
    if (name == "BYHOUR")
        return read_list(value, {0, 23}, rule.hours);
    if (name == "BYDAY")
        return read_days(value, rule.days);
    if (name == "BYMONTHDAY")
        return read_list(value, {1, 31, true}, rule.month_days);
    if (name == "BYYEARDAY")
        return read_list(value, {1, 366, true}, rule.year_days);
    if (name == "BYWEEKNO")
        return read_list(value, {1, 53, true}, rule.weeks);
    if (name == "BYMONTH")
        return read_list(value, {1, 12}, rule.months);
    if (name == "BYSETPOS")
        return read_list(value, {1, 366, true}, rule.positions);
    if (name == "WKST") {
        auto const weekday = read_weekday(value);
        rule.week_start = weekday.value_or(rule.week_start);
        return weekday.has_value();
    }
    if (name == "RSCALE")  // RFC 7529
        return equal_ignoring_case(value, "GREGORIAN");
    if (name == "SKIP")
        return equal_ignoring_case(value, "OMIT");
    return name.starts_with("X-");
}

}  // namespace

std::optional<Rule> read_rule(std::string_view text, std::string& problem)
{
    Rule rule;
    auto has_frequency = false;
    auto const shown = [&] { return cut_at_word(text.substr(0, 200), 100); };
    if (text.size() > longest_rule) {
        problem = fmt::format("The rule '{}' is longer than {} bytes.", shown(), longest_rule);
        return std::nullopt;
    }
    for (auto const part : split(text, ';')) {
        if (trim(part).empty())
            continue;
        auto const equals = part.find('=');
        std::string name{trim(part.substr(0, equals))};
        std::ranges::transform(name, name.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        auto const value = equals == std::string_view::npos ? std::string_view{} : trim(part.substr(equals + 1));
        if (!read_part(name, value, rule, has_frequency)) {
            problem = fmt::format("The rule '{}' has a part that is not understood: '{}'.", shown(),
                                  cut_at_word(trim(part).substr(0, 100), 60));
            return std::nullopt;
        }
    }
    if (!has_frequency) {
        problem = fmt::format("The rule '{}' has no FREQ.", shown());
        return std::nullopt;
    }
    return rule;
}

}  // namespace almanac
