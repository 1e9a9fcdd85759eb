#include "support/paths.hpp"
#include "text/text.hpp"
#include "time/expand.hpp"
#include "time/zone.hpp"

#include <absl/time/time.h>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

namespace almanac {
namespace {

namespace json = boost::json;

int number(std::string_view text)
{
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// "19970902T090000", "19970902", with "Z" or after "TZID=America/New_York:" or "VALUE=DATE:"
IcalTime ical_time(std::string_view text, std::string const& zone)
{
    IcalTime time;
    time.zone = zone;
    if (auto const colon = text.find(':'); colon != std::string_view::npos) {
        if (text.starts_with("TZID="))
            time.zone = text.substr(5, colon - 5);
        text.remove_prefix(colon + 1);
    }
    if (text.ends_with('Z'))
        time.zone = "UTC";
    time.is_date = text.size() == 8;
    auto const part = [&](std::size_t at, std::size_t size) {
        return at < text.size() ? number(text.substr(at, size)) : 0;
    };
    time.wall = absl::CivilSecond(part(0, 4), part(4, 2), part(6, 2), part(9, 2), part(11, 2), part(13, 2));
    return time;
}

std::string digits(std::string_view text)
{
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out), [](char c) { return c >= '0' && c <= '9'; });
    return out;
}

/// An expected time on the clock of `zone`: "1997-09-02T13:00:00Z", "...-04:00", "1997-09-02T09:00:00", "1997-09-02".
absl::CivilSecond wanted(std::string_view text, std::string const& zone)
{
    absl::Time instant;
    std::string error;
    if (text.size() > 19 && absl::ParseTime(absl::RFC3339_full, {text.data(), text.size()}, &instant, &error))
        return absl::ToCivilSecond(instant, *find_zone(zone));
    return ical_time(digits(text.substr(0, 10)) + "T" + digits(text.substr(std::min<std::size_t>(text.size(), 10))),
                     zone)
        .wall;
}

/// As the project's accuracy tool counts: only what most libraries agree on.
bool gated(json::object const& c)
{
    auto const verdict = c.contains("verdict") && c.at("verdict").is_string() ? c.at("verdict").as_string() : "";
    if (verdict != "all-agree" && verdict != "majority-agree")
        return false;
    if (c.contains("ics") || !c.at("expected").is_array() || c.at("expected").as_array().empty())
        return false;
    auto const contested = c.contains("contested") && c.at("contested").is_bool() && c.at("contested").as_bool();
    auto const first = digits(c.at("expected").as_array()[0].as_string()).substr(0, 8);
    return !contested || first == std::string_view{c.at("dtstart").as_string()}.substr(0, 8);
}

bool right(json::object const& c, bool verbose)
{
    auto const zone = c.at("tzid").is_string() ? std::string{c.at("tzid").as_string()} : std::string{"UTC"};
    auto const start = ical_time(c.at("dtstart").as_string(), zone);
    When first;
    first.start = first.end = start.wall;
    first.all_day = start.is_date;
    first.zone = zone;
    Recurrence recurrence;
    for (auto const& rule : c.at("rrule").as_array())
        recurrence.rules.emplace_back(rule.as_string());
    for (auto const& time : c.at("exdate").as_array())
        recurrence.excluded.push_back(ical_time(time.as_string(), zone));
    for (auto const& time : c.at("rdate").as_array())
        recurrence.extra.push_back({ical_time(time.as_string(), zone), std::nullopt});
    std::vector<absl::CivilSecond> want;
    for (auto const& time : c.at("expected").as_array())
        want.push_back(wanted(time.as_string(), zone));

    auto const [found, problems] =
        expand(first, recurrence, absl::CivilDay(want.front()) - 1, absl::CivilDay(want.back()) + 1);
    std::vector<absl::CivilSecond> got;
    for (auto const& when : found)
        got.push_back(when.start);
    if (!c.at("complete").as_bool() && got.size() > want.size())
        got.resize(want.size());
    if (verbose && got != want) {
        fmt::print("{} {} {} {}:", std::string_view{c.at("id").as_string()},
                   std::string_view{c.at("dtstart").as_string()}, recurrence.rules.empty() ? "" : recurrence.rules[0],
                   zone);
        for (std::size_t i = 0; i < std::max(want.size(), got.size()) && i < 8; ++i)
            fmt::print(" {}/{}", i < want.size() ? absl::FormatCivilTime(want[i]) : "-",
                       i < got.size() ? absl::FormatCivilTime(got[i]) : "-");
        fmt::print(" {}\n", problems.empty() ? "" : problems[0]);
    }
    return got == want;
}

TEST(ExpandCorpus, ReachesItsFloor)
{
    std::ifstream file{shared_folder() / "dates/rrule_cases.json"};
    if (!file)
        GTEST_SKIP() << "the corpus is not here";
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    int good = 0, all = 0, other_good = 0, other_all = 0;
    auto const cases = json::parse(text);
    for (auto const& value : cases.as_array()) {
        auto const& c = value.as_object();
        if (gated(c)) {
            good += right(c, true);
            ++all;
        } else if (!c.contains("ics") && c.at("expected").is_array() && !c.at("expected").as_array().empty()) {
            other_good += right(c, false);
            ++other_all;
        }
    }
    fmt::print("rules: {} of {}; of the contested and unchecked {} of {}\n", good, all, other_good, other_all);
    EXPECT_GE(100.0 * good / all, 99.0);
}

}  // namespace
}  // namespace almanac
