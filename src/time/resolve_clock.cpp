#include "time/resolve_clock.hpp"

#include <fmt/format.h>

namespace almanac {
namespace {

constexpr int minutes_a_day = 24 * 60;

Clock clock_of(TimeParts const& time, Meridiem meridiem)
{
    auto hour = time.hour;
    if (meridiem == Meridiem::Am && hour == 12)
        hour = 0;
    if (meridiem == Meridiem::Pm && hour < 12)
        hour += 12;
    return {hour * 60 + time.minute, time.second};
}

bool open(TimeParts const& time)
{
    return time.meridiem == Meridiem::None && !time.sure;
}

/// How long from `a` to `b`; the same time again is a day later.
int span(Clock a, Clock b)
{
    auto const minutes = (b.minutes - a.minutes + minutes_a_day) % minutes_a_day;
    return minutes == 0 ? minutes_a_day : minutes;
}

/// The one of am and pm that lies closer behind `start`.
Clock nearer_end(Clock start, TimeParts const& end)
{
    auto const am = clock_of(end, Meridiem::Am), pm = clock_of(end, Meridiem::Pm);
    return span(start, am) < span(start, pm) ? am : pm;
}

Clock nearer_start(TimeParts const& start, Clock end)
{
    auto const am = clock_of(start, Meridiem::Am), pm = clock_of(start, Meridiem::Pm);
    return span(am, end) < span(pm, end) ? am : pm;
}

/// "Sat 3/7 4:30": what a calendar announces for one to six without am or pm is in the afternoon, unless a machine
/// wrote the date.
bool in_the_small_hours(Occasion const& occasion)
{
    auto const& time = occasion.start_time;
    return open(time) && time.hour >= 1 && time.hour < 6 && !occasion.start.iso && occasion.day_part < 0;
}

}  // namespace

Clocks resolve_clocks(Occasion const& occasion, std::vector<std::string>& assumptions)
{
    auto const& from = occasion.start_time;
    auto const& to = occasion.end_time;
    auto const stated_end = occasion.has_end_time;
    Clock start = clock_of(from, from.meridiem);
    Clock end = clock_of(to, to.meridiem);
    if (open(from) && occasion.day_part >= 1200 && from.hour < 12)
        start = clock_of(from, Meridiem::Pm);
    if (open(from) && stated_end && to.meridiem != Meridiem::None) {
        start = nearer_start(from, end);
    } else if (stated_end && open(to) && from.meridiem != Meridiem::None) {
        end = nearer_end(start, to);
        say_once(assumptions, fmt::format("no am or pm of the end: {:02}:{:02}", end.minutes / 60, end.minutes % 60));
    } else if (open(from) && (!stated_end || open(to))) {
        auto const afternoon = in_the_small_hours(occasion);
        if (afternoon)
            start = clock_of(from, Meridiem::Pm);
        if (stated_end && end.minutes < start.minutes && to.hour < 12)
            end = clock_of(to, Meridiem::Pm);
        if (afternoon)
            say_once(assumptions,
                     fmt::format("no am or pm: {:02}:{:02}, in the afternoon", start.minutes / 60, start.minutes % 60));
        else if (occasion.day_part < 0)
            say_once(assumptions, "no am or pm: by the 24-hour clock");
    }
    return {start, end};
}

}  // namespace almanac
