#include "support/when_cases.hpp"

#include <gtest/gtest.h>

namespace almanac {

WhenOptions when_options()
{
    return {.now = absl::CivilSecond(2019, 1, 26, 12, 0, 0), .zone = "America/New_York", .day_first = false};
}

std::string brief(WhenReading const& reading)
{
    std::string out;
    for (auto const& when : reading.times) {
        auto const time = [](absl::CivilSecond t) { return absl::FormatCivilTime(absl::CivilMinute(t)).substr(11); };
        auto const day = [](absl::CivilSecond t) { return absl::FormatCivilTime(absl::CivilDay(t)); };
        out += out.empty() ? "" : "; ";
        out += day(when.start);
        if (!when.all_day)
            out += " " + time(when.start);
        if (!when.has_end)
            continue;
        out += "..";
        if (day(when.end) != day(when.start))
            out += day(when.end) + (when.all_day ? "" : " ");
        if (!when.all_day)
            out += time(when.end);
    }
    return out;
}

void expect_when(std::initializer_list<WhenCase> cases, WhenOptions const& options)
{
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        auto const reading = read_when(c.text, options);
        EXPECT_EQ(brief(reading), c.want);
        EXPECT_EQ(reading.problem.empty(), !c.want.empty()) << reading.problem;
    }
}

}  // namespace almanac
