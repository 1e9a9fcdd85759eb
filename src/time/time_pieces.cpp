#include "time/pieces.hpp"

#include <algorithm>
#include <cstdlib>

namespace almanac {
namespace {

bool joined_number(Token const* t, char mark, int least, int most)
{
    return t->is_mark(mark) && t->joined && t[1].is_number(least, most) && t[1].joined;
}

bool valid(TimeParts const& time)
{
    auto const end_of_day = time.hour == 24 && time.minute == 0 && time.second == 0;
    return (time.hour < 24 || end_of_day) && time.minute < 60 && time.second <= 60;
}

/// am, pm, noon or midnight behind the hour.
std::size_t read_meridiem(Token const* t, TimeParts& time)
{
    if (t->is(Word::Meridiem)) {
        time.meridiem = t->value == 0 ? Meridiem::Am : Meridiem::Pm;
        return 1;
    }
    if (t->is(Word::Clock) && time.hour == 12 && time.minute == 0) {
        time.meridiem = t->value == 0 ? Meridiem::Am : Meridiem::Pm;
        return 1;
    }
    return 0;
}

/// ":30", ":30:15", ":30:15.5" behind the hour
std::size_t read_minutes(Token const* t, TimeParts& time)
{
    if (!joined_number(t, ':', 2, 2))
        return 0;
    time.minute = as_int(t[1]);
    if (joined_number(t + 2, ':', 2, 2) || joined_number(t + 2, '.', 2, 2)) {
        time.second = as_int(t[3]);
        time.sure = t[2].is_mark(':');
        // A fraction says nothing that a calendar needs.
        return joined_number(t + 4, '.', 1, 9) ? 6 : 4;
    }
    return 2;
}

/// "7.30pm"
std::size_t read_dotted(Token const* t, TimeParts& time)
{
    if (!joined_number(t, '.', 2, 2) || !t[2].is(Word::Meridiem))
        return 0;
    time.minute = as_int(t[1]);
    return 2;
}

/// "19h", "19h30", "11h30m"
std::size_t read_h(Token const* t, TimeParts& time)
{
    if (!t->is(Word::H) || !t->joined)
        return 0;
    time.sure = true;
    if (!t[1].is_number(2, 2) || !t[1].joined)
        return 1;
    time.minute = as_int(t[1]);
    return t[2].kind == Kind::Word && t[2].joined && t[2].end - t[2].begin == 1 ? 3 : 2;
}

std::size_t checked(std::size_t n, TimeParts& time)
{
    return valid(time) ? n : 0;
}

/// "half past seven", "quarter to 8", "20 minutes to 2pm". "10 to 2pm" is a range.
std::size_t read_spoken_clock(Token const* t, TimeParts& time)
{
    constexpr std::int64_t minute = 60;
    std::size_t n = 1;
    auto minutes = 0;
    auto const half = t->is(Word::Half);
    if (half) {
        minutes = 30;
    } else if (is_unit(*t, 90)) {
        minutes = 15;
    } else if ((t->is_number(1, 2) || t->is(Word::Count)) && t[1].is(Word::Unit) && t[1].value == minute) {
        minutes = as_int(*t);
        n = 2;
    }
    auto const past = t[n].is(Word::Past) || (t[n].is(Word::After) && t[n].value == 1);
    auto const before = t[n].is(Word::To) && !half;
    if (minutes < 1 || minutes > 59 || (!past && !before))
        return 0;
    ++n;
    if (auto const clock = read_clock(t + n, time); clock != 0) {
        n += clock;
    } else if ((t[n].is_number(1, 2) || t[n].is(Word::Count)) && t[n].value <= 12) {
        time.hour = as_int(t[n++]);
    } else {
        return 0;
    }
    if (time.minute != 0)
        return 0;
    auto const shifted = time.hour * 60 + (past ? minutes : 24 * 60 - minutes);
    time.hour = shifted / 60 % 24;
    time.minute = shifted % 60;
    return n;
}

}  // namespace

std::size_t read_clock(Token const* t, TimeParts& time)
{
    time = {};
    if (auto const spoken = read_spoken_clock(t, time); spoken != 0)
        return spoken;
    time = {};
    if (t->is(Word::Clock)) {
        time.hour = as_int(*t);
        time.sure = true;
        return 1;
    }
    if (t->is(Word::Count) && t[1].is(Word::Meridiem)) {  // "seven pm"
        time.hour = as_int(*t);
        return 1 + read_meridiem(t + 1, time);
    }
    if (t->is_number(3, 4) && t[1].is(Word::Meridiem) && t[1].joined) {  // "1045pm"
        time.hour = as_int(*t) / 100;
        time.minute = as_int(*t) % 100;
        return checked(1 + read_meridiem(t + 1, time), time);
    }
    if (!t->is_number(1, 2))
        return 0;
    time.hour = as_int(*t);
    std::size_t n = 1;
    if (auto const minutes = read_minutes(t + n, time); minutes != 0)
        n += minutes;
    else if (auto const dotted = read_dotted(t + n, time); dotted != 0)
        n += dotted;
    else if (auto const h = read_h(t + n, time); h != 0)
        n += h;
    n += read_meridiem(t + n, time);
    time.sure = time.sure || time.hour > 12 || time.hour == 0 || (n > 2 && t->digits == 2 && t->value < 10);
    return n > 1 ? checked(n, time) : 0;
}

std::size_t read_iso_time(Token const* t, TimeParts& time)
{
    time = {};
    time.sure = true;
    if (t->is_number(2, 2) && joined_number(t + 1, '-', 2, 2) && joined_number(t + 3, '-', 2, 2) &&
        joined_number(t + 5, '-', 2, 2)) {
        time.hour = as_int(t[2]);
        time.minute = as_int(t[4]);
        time.second = as_int(t[6]);
        return checked(7, time);
    }
    if (t->is_number(4, 4) || t->is_number(6, 6)) {
        auto const clock = t->digits == 4 ? as_int(*t) * 100 : as_int(*t);
        time.hour = clock / 10000;
        time.minute = clock / 100 % 100;
        time.second = clock % 100;
        return checked(1, time);
    }
    if (!t->is_number(1, 2))
        return 0;
    time.hour = as_int(*t);
    auto const n = 1 + read_minutes(t + 1, time);
    time.sure = true;
    return checked(n, time);
}

namespace {

/// "+05:30", "-0500", "-5:00", "+2" from the sign on. "-10:30" and "-11" may end a range; `strict` says they do not.
std::size_t read_offset(Token const* t, bool strict, int& minutes)
{
    auto const plus = t->is_mark('+');
    if ((!plus && !t->is_mark('-')) || !t[1].is_number(1, 4) || !t[1].joined)
        return 0;
    std::size_t n = 2;
    auto hour = as_int(t[1]);
    auto minute = 0;
    if (t[1].digits > 2) {
        minute = hour % 100;
        hour /= 100;
    } else if (joined_number(t + 2, ':', 2, 2)) {
        minute = as_int(t[3]);
        n = 4;
        if (!plus && !strict)
            return 0;
    } else if (!plus && !strict) {
        return 0;
    }
    if (hour > 14 || minute > 59 || minute % 15 != 0 || t[n].is(Word::Meridiem))
        return 0;
    minutes = (plus ? 1 : -1) * (hour * 60 + minute);
    return n;
}

}  // namespace

std::size_t read_zone(Token const* t, bool strict, ZoneMark& zone)
{
    if (t->is_mark('(') && t[1].kind == Kind::Word) {
        auto const n = read_zone(t + 1, false, zone);
        if (n != 0 && t[n + 1].is_mark(')'))
            return n + 2;
        zone = {};
        return 0;
    }
    if (t->is(Word::Zone)) {
        // "10am Mt Pleasant", "10am Central Park": only the three letters of "EST" are never a word of a place.
        if (t->end - t->begin != 3 && t[1].is(Word::None))
            return 0;
        auto const name = zone_name(static_cast<std::size_t>(t->value));
        zone = {name.iana.empty() ? ZoneMark::Kind::Offset : ZoneMark::Kind::Place, name.minutes, name.iana};
        std::size_t n = 1;
        if (name.iana.empty() && name.minutes == 0)
            n += read_offset(t + 1, true, zone.minutes);  // "GMT-0500"
        while (n < 3 && t[n].is(Word::The))
            ++n;  // "Eastern Standard Time"
        return n;
    }
    if (auto const n = read_offset(t, strict, zone.minutes); n != 0) {
        zone.kind = ZoneMark::Kind::Offset;
        return n;
    }
    return 0;
}

}  // namespace almanac
