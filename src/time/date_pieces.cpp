#include "time/holiday.hpp"
#include "time/month.hpp"
#include "time/pieces.hpp"

#include <algorithm>

namespace almanac {
namespace {

bool is_year(Token const& t)
{
    return t.is_number(4, 4) && t.value >= 1900 && t.value <= 2199;
}

/// "19" is 2019, "79" is 1979 (as POSIX strptime reads %y).
int full_year(std::int64_t two_digits)
{
    return static_cast<int>(two_digits + (two_digits < 69 ? 2000 : 1900));
}

/// The number before `t` is an hour or minute: "10:36", "7pm", "19h", "7-9pm".
bool makes_time(Token const* t)
{
    return t->is_mark(':') || t->is(Word::Meridiem) || (t->is(Word::H) && t->joined) || t->is(Word::OClock) ||
           (t->is_mark('-') && t[1].is_number()) || (t->is(Word::To) && t[1].is_number()) || t->is(Word::Unit) ||
           (t->is_mark('.') && t->joined && t[1].is_number() && t[1].joined);
}

/// ", 2019", "2019", "'19", "19" behind a month and a day.
std::size_t read_year(Token const* t, int& year)
{
    std::size_t const comma = t->is_mark(',') ? 1 : 0;
    if (is_year(t[comma]) && !t[comma + 1].is_mark(':') && !t[comma + 1].is(Word::Meridiem)) {
        year = as_int(t[comma]);
        return comma + 1;
    }
    if (t[comma].is_mark('\'') && t[comma + 1].is_number(2, 2)) {
        year = full_year(t[comma + 1].value);
        return comma + 2;
    }
    // "17 Oct 12 - 17 Dec 13": what follows the dash is a day, so that the 12 is no hour.
    auto const before_date = (t[1].is_mark('-') || t[1].is(Word::To)) && t[2].is_number(1, 2) && t[3].is(Word::Month);
    if (comma == 0 && t->is_number(2, 2) && (before_date || !makes_time(t + 1)) && !t[1].is(Word::Month) &&
        !t[1].is(Word::Suffix)) {
        year = full_year(t->value);
        return 1;
    }
    return 0;
}

/// "3", "3rd", "third", "twenty-third": a day of the month. Larger numbers too, so that "32 August" is not read as
/// "August".
std::size_t read_day(Token const* t, int& day)
{
    if (t->is(Word::Tens)) {
        auto const dash = t[1].is_mark('-') ? 1U : 0U;
        if (!t[1 + dash].is(Word::Ordinal) || t[1 + dash].value > 9)
            return 0;
        day = as_int(*t) + as_int(t[1 + dash]);
        return 2 + dash;
    }
    if (t->is(Word::Ordinal)) {
        day = as_int(*t);
        return 1;
    }
    if (!t->is_number(1, 2))
        return 0;
    day = as_int(*t);
    return t[1].is(Word::Suffix) && t[1].joined ? 2 : 1;
}

bool is_joint(Token const& t)
{
    return t.joined && (t.is_mark('-') || t.is_mark('/') || t.is_mark('.'));
}

/// "March 23rd, 2019", "aug-20", "february the 15th"; weak: "October 2014".
std::size_t read_month_first(Token const* t, DateParts& date)
{
    if (!t->is(Word::Month))
        return 0;
    date.month = as_int(*t);
    std::size_t n = 1;
    // "December, 21st 2012"
    auto const stray_comma = t[n].is_mark(',') && t[n + 2].is(Word::Suffix);
    if ((is_joint(t[n]) && t[n + 1].joined) || t[n].is(Word::The) || stray_comma)
        ++n;
    if (auto const day = read_day(t + n, date.day); day != 0) {
        auto const* const after = t + n + day;
        // "Sep 10:36" and "March 7pm" name no day, "July 4: Parade" does
        auto const minutes = after->is_mark(':') && after[1].is_number(2, 2) && after[1].joined;
        if (!(minutes || after->is(Word::Meridiem) || (after->is(Word::H) && after->joined))) {
            n += day;
            if (is_joint(t[n]) && is_year(t[n + 1]) && t[n + 1].joined) {
                date.year = as_int(t[n + 1]);
                return n + 2;
            }
            return n + read_year(t + n, date.year);
        }
        date.day = 0;
    }
    n = 1;
    date.weak = true;
    if (auto const comma = t[n].is_mark(',') ? 1U : 0U; is_year(t[n + comma])) {
        date.year = as_int(t[n + comma]);
        n += comma + 1;
    } else if (t[n].is_mark('\'') && t[n + 1].is_number(2, 2)) {  // "Dec '26"
        n += read_year(t + n, date.year);
    }
    return n;
}

/// "23rd of March, 2019", "21-APR-16", "15SEP", "20th of next month"
std::size_t read_day_first(Token const* t, absl::CivilDay today, DateParts& date)
{
    auto n = read_day(t, date.day);
    if (n == 0)
        return 0;
    if (t[n].is(Word::Unit) && t[n + 1].is(Word::Of) && t->is(Word::Ordinal))
        n += 2;  // "third day of October"
    else if (is_joint(t[n]) || t[n].is(Word::Of))
        ++n;
    if (!t[n].is(Word::Month)) {
        auto const near = t[n - 1].is(Word::Of) || t[n - 1].is(Word::Suffix) ? read_near_month(t + n, today, date) : 0;
        return near != 0 ? n + near : 0;
    }
    date.month = as_int(t[n]);
    ++n;
    // "Room 8 March 3, 2019"
    int day = 0, year = 0;
    if (auto const more = read_day(t + n, day); more != 0 && read_year(t + n + more, year) != 0 && year != 0 &&
                                                !t[n].joined &&
                                                t[n + more + (t[n + more].is_mark(',') ? 1 : 0)].digits == 4)
        return 0;
    if (is_joint(t[n]) && t[n + 1].joined && (is_year(t[n + 1]) || t[n + 1].is_number(2, 2)) &&
        !makes_time(t + n + 2)) {
        date.year = t[n + 1].digits == 2 ? full_year(t[n + 1].value) : as_int(t[n + 1]);
        return n + 2;
    }
    return n + read_year(t + n, date.year);
}

/// "2009 May 22nd", "2004 10 Apr"
std::size_t read_year_first(Token const* t, absl::CivilDay today, DateParts& date)
{
    if (!is_year(*t))
        return 0;
    auto n = read_month_first(t + 1, date);
    if (n == 0 || date.day == 0) {
        date = {};
        n = read_day_first(t + 1, today, date);
    }
    if (n == 0 || date.year != 0)
        return 0;
    date.year = as_int(*t);
    return n + 1;
}

/// The two numbers of a numeric date, in the order that was asked for unless only the other one is possible.
void set_month_and_day(int first, int second, bool day_first, DateParts& date)
{
    date.swapped = (day_first ? second : first) > 12 && (day_first ? first : second) <= 12;
    auto const month_first = day_first == date.swapped;
    date.month = month_first ? first : second;
    date.day = month_first ? second : first;
}

/// "2019-02-02", "3/4/2019", "03-04-19"; weak: "2014-10", "10/2014", "8/25"
std::size_t read_numeric(Token const* t, PieceOptions const& options, DateParts& date)
{
    auto const goes_on = [&](std::size_t n) { return is_joint(t[n]) && t[n + 1].is_number() && t[n + 1].joined; };
    auto const mark = t[1].value;
    // "A12/5", and the path of an address: "example.org/2019/03/"
    auto const in_path = t[-1].is_mark('/') && t[-2].is(Word::None) && is_year(*t);
    if (t->joined && (t[-1].is(Word::None) || in_path))
        return 0;
    if (goes_on(1) && mark == '/' && t->is_number(1, 2) && is_year(t[2]) && !goes_on(3)) {
        date.month = as_int(*t);
        date.year = as_int(t[2]);
        date.weak = true;
        return date.month >= 1 && date.month <= 12 ? 3 : 0;
    }
    if (!goes_on(1) || !t[2].is_number(1, 2))
        return 0;
    auto const three = goes_on(3) && t[3].value == mark;
    if (is_year(*t)) {
        date.iso = true;
        date.year = as_int(*t);
        date.month = as_int(t[2]);
        if (three && t[4].is_number(1, 2)) {
            date.day = as_int(t[4]);
            return 5;
        }
        date.weak = true;
        return mark != '.' && date.month <= 12 && !goes_on(3) ? 3 : 0;
    }
    if (!t->is_number(1, 2))
        return 0;
    set_month_and_day(as_int(*t), as_int(t[2]), options.day_first, date);
    if (three && (t[4].is_number(4, 4) || t[4].is_number(2, 2))) {
        date.year = t[4].digits == 2 ? full_year(t[4].value) : as_int(t[4]);
        return 5;
    }
    // Without a year "8/25" is a date, but "24/7", "7-8" and "1/2 h" are not; "8.25" only when the text says nothing
    // else.
    date.weak = true;
    auto const alone = [](Token const& x) {
        return x.kind == Kind::End || x.is_mark('"') || x.is_mark('(') || x.is_mark(')');
    };
    auto const plain = mark == '/' || (mark == '.' && alone(t[-1]) && alone(t[3]));
    auto const always = t->value == 24 && t[2].value == 7;
    auto const to_another = t[3].is_mark('-') && t[5].is_mark('/');  // "12/9-12/11"
    return plain && (!goes_on(3) || to_another) && !always && !t[3].is(Word::Unit) && !t[3].is(Word::H) &&
                   exists(0, date.month, date.day)
               ? 3
               : 0;
}

/// "20190302", also before "T100000"
std::size_t read_compact(Token const* t, DateParts& date)
{
    auto const in_word = t[1].kind == Kind::Word && t[1].joined && !t[1].is(Word::T);  // "20190302A"
    if (!t->is_number(8, 8) || t->value < 1900'01'01 || t->value > 2199'12'31 || in_word)
        return 0;
    date.year = static_cast<int>(t->value / 10000);
    date.month = static_cast<int>(t->value / 100 % 100);
    date.day = static_cast<int>(t->value % 100);
    date.iso = true;
    date.weak = !t[1].is(Word::T);
    return exists(date.year, date.month, date.day) ? 1 : 0;
}

/// What an ordinal may count: a weekday, a weekend, a week from Monday on; of days only the last.
bool set_counted(Token const& what, DateParts& date)
{
    if (what.is(Word::Weekday)) {
        date.weekday = as_int(what);
    } else if (what.is(Word::Weekend)) {
        date.weekday = 5;
        date.days = 2;
    } else if (is_unit(what, 7)) {
        date.weekday = 0;
        date.days = 7;
    } else {
        return is_unit(what, 1) && date.nth == -1;
    }
    return true;
}

/// "third Tuesday of September 2014", "5th Tuesday in January", "last Sunday of May", "last weekend of June", "first
/// Monday of next month"
std::size_t read_nth_weekday(Token const* t, absl::CivilDay today, DateParts& date)
{
    std::size_t n = 0;
    if (t->is(Word::Ordinal) || t->is(Word::Last))
        n = 1;
    else if (t->is_number(1, 1) && t[1].is(Word::Suffix))
        n = 2;
    date.nth = t->is(Word::Last) ? -1 : as_int(*t);
    if (n == 0 || date.nth > 5 || !set_counted(t[n], date))
        return 0;
    ++n;
    auto const of = t[n].is(Word::Of) ? 1U : 0U;
    if (auto const near = read_near_month(t + n + of, today, date); near != 0)
        return n + of + near;
    if (t[n].is(Word::Of) || t[n].is(Word::This))
        ++n;
    if (!t[n].is(Word::Month))
        return 0;
    date.month = as_int(t[n++]);
    if (is_year(t[n]))
        date.year = as_int(t[n++]);
    return n;
}

/// "early March", "mid-March", "the beginning of March", "end of March 2019"
std::size_t read_part_of_month(Token const* t, DateParts& date)
{
    std::size_t n = 1;
    if (t->is(Word::PartOf)) {
        n += t[1].is_mark('-') ? 1 : 0;
    } else if ((t->is(Word::Start) || t->is(Word::Finish)) && t[1].is(Word::Of) && t[1].value == 0) {
        n = 2;  // "beginning in March" says another thing
    } else {
        return 0;
    }
    auto const month = read_month_first(t + n, date);
    if (month == 0 || date.day != 0)
        return 0;
    date.part = t->is(Word::PartOf) ? as_int(*t) : t->is(Word::Start) ? 1 : 3;
    return n + month;
}

std::size_t read_weekday(Token const* t, DateParts& date)
{
    std::size_t n = 0;
    if (t->is(Word::Next) || t->is(Word::This) || t->is(Word::Every)) {
        date.next = t->is(Word::Next);
        date.repeats = t->is(Word::Every);
        ++n;
    }
    if (date.next && t[n].is(Word::Month)) {  // "next March"
        n += read_month_first(t + n, date);
        return n;
    }
    if (!t[n].is(Word::Weekday) && !t[n].is(Word::Weekdays))
        return 0;
    date.repeats = date.repeats || t[n].is(Word::Weekdays);
    date.weekday = as_int(t[n]);
    date.weak = t[n].end - t[n].begin == 3;
    return n + 1;
}

/// "the week of March 4": seven days from the one that is named on
std::size_t read_week_of(Token const* t, PieceOptions const& options, DateParts& date)
{
    if (!is_unit(*t, 7) || !t[1].is(Word::Of) || t[1].value != 0)
        return 0;
    bool bad = false;
    auto const n = read_date(t + 2, options, date, bad);
    if (n == 0 || bad || date.day == 0 || date.days != 1)
        return 0;
    date.days = 7;
    return 2 + n;
}

}  // namespace

std::size_t read_date(Token const* t, PieceOptions const& options, DateParts& date, bool& bad)
{
    auto const today = options.today;
    std::size_t n = 0;
    auto const attempt = [&](auto reader) {
        if (n != 0)
            return;
        date = {};
        n = reader();
    };
    auto const relative = [&] { return read_relative(t, today, date); };
    auto const nth_weekday = [&] { return read_nth_weekday(t, today, date); };
    auto const day_first = [&] { return read_day_first(t, today, date); };
    if (t->is_number()) {
        attempt([&] { return read_numeric(t, options, date); });
        attempt([&] { return read_compact(t, date); });
        attempt([&] { return read_year_first(t, today, date); });
        attempt(nth_weekday);
        attempt(day_first);
        attempt(relative);
    } else if (t->kind == Kind::Word) {
        switch (t->word) {
        case Word::Month: attempt([&] { return read_month_first(t, date); }); break;
        case Word::Tens: attempt(day_first); break;
        case Word::Ordinal:
            attempt(nth_weekday);
            attempt(day_first);
            break;
        case Word::PartOf:
        case Word::Start:
        case Word::Finish: attempt([&] { return read_part_of_month(t, date); }); break;
        default:
            attempt([&] { return read_holiday(t, date); });
            attempt(nth_weekday);
            attempt(relative);
            attempt([&] { return read_week_of(t, options, date); });
            attempt([&] { return read_weekday(t, date); });
            break;
        }
    }
    // "2026-00-00" is what some databases keep for no date.
    auto const has_zero = [&] {
        return std::any_of(t, t + n, [](Token const& x) { return x.is_number() && x.value == 0; });
    };
    bad = n != 0 && (date.day != 0 ? !exists(date.year, date.month, date.day) : has_zero());
    return n;
}

}  // namespace almanac
