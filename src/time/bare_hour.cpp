#include "time/bare_hour.hpp"

namespace almanac {
namespace {

bool is_hour_number(Token const& t)
{
    return t.is_number(1, 2) || t.is(Word::Count);  // "from ten to noon"
}

/// Days behind which hours follow: "Saturdays 9-1", "daily 9 to 5", "weekdays, 10-4".
bool names_days(Token const& t)
{
    return t.is(Word::Weekday) || t.is(Word::Weekdays) || t.is(Word::WorkDays) || t.is(Word::Weekend) ||
           is_unit(t, 1) || is_unit(t, 7) || (t.is(Word::Often) && t.value >= day_seconds);
}

/// "M/W/F 9-10", "MWF 9-10"
bool ends_day_letters(Token const* t)
{
    return t[-1].is(Word::DayLetters) || (t[-2].is_mark('/') && t[-2].joined && t[-1].kind == Kind::Word);
}

/// A mark that may stand between days, or "doors", and their hours.
bool is_slight(Token const& t)
{
    return t.is_mark(',') || t.is_mark(':') || t.is_mark('(');
}

/// The hour at `t` belongs to the day that follows: "7 tonight", "8 in the morning", "7 on Friday".
bool is_before_day(Token const* t)
{
    return (t[1].is(Word::This) && t[2].is(Word::DayPart)) || t[1].is(Word::Tonight) || t[1].is(Word::DayOffset) ||
           (t[1].is(Word::At) && t[2].is(Word::DayPart)) ||
           (t[1].is(Word::Of) && t[2].is(Word::The) && t[3].is(Word::DayPart)) ||
           (t[1].is(Word::On) && (t[2].is(Word::Month) || t[2].is(Word::Weekday)));
}

/// "9-1" of "Saturdays 9-1", "11-1" of "Dec. 9, 11-1". Of "Dec. 9, 11-12, 7pm" the numbers are days, as the hour is
/// stated; "Saturday 4-8 year olds" and "Saturday 12-4-2" are other things.
bool are_hours_of_days(Token const* t, HourContext const& context)
{
    auto const on_clock = [](Token const& x) { return x.is_number(1, 2) && x.value >= 1 && x.value <= 12; };
    if (!on_clock(*t) || !is_range_link(t[1], false) || !on_clock(t[2]) || is_noise(t[3]) || t[3].is(Word::Unit) ||
        t[3].is(Word::Suffix) || t[3].is(Word::Month) || (t[3].kind == Kind::Mark && t[4].is_number() && t[4].joined))
        return false;
    if (names_days(t[-1]) || ends_day_letters(t) || (is_slight(t[-1]) && names_days(t[-2])))
        return true;
    TimeParts time;
    auto const* next = t[3].is_mark(',') ? t + 4 : t + 3;
    auto const falls = context.after_month && t[2].value < t->value;  // "in December, 11-5"; of "10-12" who knows
    return (context.after_day || falls) && context.link <= Link::Comma && read_clock(next, time) == 0;
}

/// "2" of "10, 11, 12 and 2"
bool is_in_list(Token const* t, HourContext const& context)
{
    auto const& next = t[1];
    return context.after_time && context.link == Link::Comma && t->is_number(1, 2) && t->value <= 12 &&
           (next.is_mark(',') || next.is_mark('&') || next.is(Word::And) || next.kind == Kind::End ||
            is_range_link(next, false));
}

}  // namespace

bool is_noise(Token const& t)
{
    return t.is(Word::None) || t.is(Word::After) || t.is(Word::Ago) || t.is(Word::Now) || t.is(Word::PartOf) ||
           t.is(Word::Past) || t.is(Word::Half) || t.is(Word::No) || t.is(Word::Spare) || t.is(Word::Holiday) ||
           t.is(Word::DayLetter) || t.is(Word::DayLetters);
}

bool is_range_link(Token const& t, bool between)
{
    return t.is_mark('-') || t.is_mark('~') || t.is(Word::To) || (between && t.is(Word::And));
}

std::size_t read_bare_hour(Token const* t, HourContext const& context, TimeParts& time)
{
    time = {};
    if (t->is_number(4, 4) && t[-1].is(Word::At) && !is_noise(t[1])) {  // "at 2100"
        time.hour = as_int(*t) / 100;
        time.minute = as_int(*t) % 100;
        time.sure = true;
        return time.hour < 24 && time.minute < 60 ? 1 : 0;
    }
    if (!is_hour_number(*t) || t->value > 23 || t[1].is(Word::Suffix) || t[1].is(Word::Unit) || is_noise(t[1]) ||
        t[1].is(Word::Month))
        return 0;
    time.hour = as_int(*t);
    time.sure = t->value > 12 || t->value == 0;
    if (t[1].is(Word::OClock))
        return 2;
    auto const is_label = [](Token const& x) { return x.is(Word::Doors) || x.is(Word::Show); };
    if (is_label(t[-1]) || (is_slight(t[-1]) && is_label(t[-2]))) {  // a show without am or pm is not in the morning
        time.meridiem = t->value >= 1 && t->value < 12 ? Meridiem::Pm : Meridiem::None;
        return 1;
    }
    TimeParts other;
    auto const range = is_range_link(t[1], context.between);
    auto const before_time = range && read_clock(t + 2, other) != 0;
    auto const ends_range = context.after_time && context.link >= Link::And;
    auto const pair = context.between && range && t[2].is_number(1, 2) && !is_noise(t[3]);
    auto const pair_before_day = range && is_hour_number(t[2]) && is_before_day(t + 2);
    return t[-1].is(Word::At) || t[-1].is(Word::Tonight) || before_time || ends_range || pair || is_before_day(t) ||
                   pair_before_day || are_hours_of_days(t, context) || is_in_list(t, context)
               ? 1
               : 0;
}

}  // namespace almanac
