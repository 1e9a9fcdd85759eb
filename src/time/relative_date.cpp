#include "time/pieces.hpp"

#include <absl/time/civil_time.h>

#include <algorithm>
#include <optional>

namespace almanac {
namespace {

/// What one step means: `offset` weeks or months from the present one.
struct Step {
    std::size_t tokens = 0;
    int offset = 0;
};

/// "this", "this coming", "next", "last"
Step read_step(Token const* t)
{
    if (t->is(Word::Next) || t->is(Word::Last))
        return {1, t->is(Word::Next) ? 1 : -1};
    std::size_t n = 0;
    while (n < 2 && t[n].is(Word::This))
        ++n;
    return {n, 0};
}

absl::CivilDay monday_of(absl::CivilDay day)
{
    return day - static_cast<int>(absl::GetWeekday(day));
}

/// Set as a date that gives way to any that the text states.
void set_day(absl::CivilDay day, DateParts& date)
{
    date.year = static_cast<int>(day.year());
    date.month = day.month();
    date.day = day.day();
    date.weak = true;
}

/// `count` units after `day`; nothing for hours, whose count goes from the minute in which a page was written.
std::optional<absl::CivilDay> moved(absl::CivilDay day, std::int64_t count, Token const& unit)
{
    auto const days = unit.value / day_seconds;
    if (!unit.is(Word::Unit) || days == 0 || std::abs(count) > 999)
        return std::nullopt;
    if (days < 30)
        return day + count * days;
    auto const month = absl::CivilMonth(day) + count * (days == 365 ? 12 : days / 30);
    return std::min(absl::CivilDay(month) + (day.day() - 1), absl::CivilDay(month + 1) - 1);
}

/// "3", "three", "a"
std::size_t read_count(Token const* t, std::int64_t& count)
{
    if (t->is_number(1, 3) || t->is(Word::Count)) {
        count = t->value;
        return count > 0 ? 1 : 0;
    }
    count = 1;
    return t->is(Word::None) && t->end - t->begin <= 2 ? 1 : 0;
}

/// "in 3 days", "in a week"
std::size_t read_in_a_while(Token const* t, absl::CivilDay today, DateParts& date)
{
    std::int64_t count = 0;
    if (!t->is(Word::Of) || t->value != 1)
        return 0;
    auto const n = read_count(t + 1, count);
    auto const day = n != 0 ? moved(today, count, t[2]) : std::nullopt;
    if (!day || t[3].is(Word::None) || t[3].is(Word::Of))
        return 0;
    set_day(*day, date);
    return 3;
}

/// today, tomorrow, tonight; "now" too where something is reckoned from it
std::optional<int> days_from_today(Token const& t)
{
    if (t.is(Word::Now) || t.is(Word::DayOffset) || t.is(Word::Tonight))
        return static_cast<int>(t.value);
    return std::nullopt;
}

/// "3 days from now", "a week from tomorrow", "two weeks ago", "3 Fridays from now", "2 Thursdays back"
std::size_t read_count_from(Token const* t, absl::CivilDay today, DateParts& date)
{
    std::int64_t count = 0;
    auto n = read_count(t, count);
    if (n == 0)
        return 0;
    auto const& what = t[n++];
    auto from = today;
    if (t[n].is(Word::Ago)) {
        count *= t[n++].value;
    } else if (auto const offset = days_from_today(t[n + 1]); t[n].is(Word::Between) && offset) {
        from += *offset;
        n += 2;
    } else {
        return 0;
    }
    if (what.is(Word::Weekday) || what.is(Word::Weekdays)) {
        auto const behind = (static_cast<int>(absl::GetWeekday(from)) - static_cast<int>(what.value) + 7) % 7;
        auto const last = from - (behind == 0 && count < 0 ? 7 : behind);
        set_day(last + 7 * (count < 0 ? count + 1 : count), date);
        return n;
    }
    auto const day = moved(from, count, what);
    if (!day)
        return 0;
    set_day(*day, date);
    return n;
}

/// "[the] day after tomorrow", "day before yesterday"
std::size_t read_day_after(Token const* t, absl::CivilDay today, DateParts& date)
{
    if (!is_unit(*t, 1) || !t[1].is(Word::After) || !t[2].is(Word::DayOffset))
        return 0;
    set_day(today + (t[1].value + t[2].value), date);
    date.weak = false;
    return 3;
}

/// "this weekend". "This week" is too long for an event.
std::size_t read_weekend(Token const* t, absl::CivilDay today, DateParts& date)
{
    auto const step = read_step(t);
    if (step.tokens == 0 || !t[step.tokens].is(Word::Weekend) || t[step.tokens].value != 0)
        return 0;
    set_day(monday_of(today) + (7 * step.offset + 5), date);
    date.days = 2;
    return step.tokens + 1;
}

/// Behind a weekday: "of next week", "next week", "after next".
std::size_t read_which_week(Token const* t, int& offset)
{
    if (t->is(Word::After) && t->value == 1 && t[1].is(Word::Next)) {
        offset = 1;
        return 2;
    }
    auto const of = t->is(Word::Of) ? 1U : 0U;
    auto const step = read_step(t + of);
    if (step.tokens == 0 || !is_unit(t[of + step.tokens], 7))
        return 0;
    offset = step.offset;
    return of + step.tokens + 1;
}

/// "Tuesday of next week", "Friday after next", "last Friday"
std::size_t read_weekday_of_week(Token const* t, absl::CivilDay today, DateParts& date)
{
    if (t->is(Word::Last) && t[1].is(Word::Weekday) && !t[2].is(Word::Of)) {
        auto const behind = (static_cast<int>(absl::GetWeekday(today)) - static_cast<int>(t[1].value) + 7) % 7;
        set_day(today - (behind == 0 ? 7 : behind), date);
        return 2;
    }
    if (!t->is(Word::Weekday))
        return 0;
    auto offset = 0;
    auto const n = read_which_week(t + 1, offset);
    if (n == 0)
        return 0;
    set_day(monday_of(today) + (7 * offset + static_cast<int>(t->value)), date);
    return 1 + n;
}

}  // namespace

std::size_t read_relative(Token const* t, absl::CivilDay today, DateParts& date)
{
    if (t->is(Word::DayOffset) || t->is(Word::Tonight)) {
        set_day(today + t->value, date);
        date.weak = false;
        return 1;
    }
    if (t->is(Word::Now) && t[1].is(Word::To)) {  // "now through April 29"
        set_day(today, date);
        date.weak = false;
        return 1;
    }
    if (t->is(Word::This) && t[1].is(Word::DayPart)) {  // "this evening"; the part is a piece of its own
        set_day(today, date);
        return 1;
    }
    for (auto const reader : {read_in_a_while, read_count_from, read_day_after, read_weekend, read_weekday_of_week}) {
        date = {};
        if (auto const n = reader(t, today, date); n != 0)
            return n;
    }
    date = {};
    return 0;
}

std::size_t read_near_month(Token const* t, absl::CivilDay today, DateParts& date)
{
    auto const step = read_step(t);
    if (step.tokens == 0 || !is_unit(t[step.tokens], 30))
        return 0;
    auto const month = absl::CivilMonth(today) + step.offset;
    date.year = static_cast<int>(month.year());
    date.month = month.month();
    return step.tokens + 1;
}

}  // namespace almanac
