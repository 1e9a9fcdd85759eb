#include "time/holiday.hpp"

#include <array>

namespace almanac {
namespace {

constexpr int monday = 0, thursday = 3, sunday = 6;

enum class After : std::uint8_t { Nothing, MayBeDay, Day, Weekday };  ///< what follows the words of a name

struct Holiday {
    std::array<HolidayWord, 2> words;
    After after = After::Day;
    int month = 0;
    int day = 0;  ///< or the nth weekday
    int weekday = -1;
    int nth = 0;
    int from_easter = 0;  ///< with month 0: days after Easter Sunday
    int shift = 0;        ///< days after the named one
};

using enum HolidayWord;

/// The first row whose words stand there is taken: one whose words begin another's stands behind it.
constexpr auto holidays = std::to_array<Holiday>({
    {.words = {New, Years}, .month = 1, .day = 1},
    {.words = {Mlk, Nothing}, .month = 1, .weekday = monday, .nth = 3},
    {.words = {King, Jr}, .month = 1, .weekday = monday, .nth = 3},
    {.words = {King, Nothing}, .month = 1, .weekday = monday, .nth = 3},
    {.words = {Groundhog, Nothing}, .month = 2, .day = 2},
    {.words = {Valentines, Nothing}, .month = 2, .day = 14},
    {.words = {Presidents, Nothing}, .month = 2, .weekday = monday, .nth = 3},
    {.words = {Saint, Patricks}, .month = 3, .day = 17},
    {.words = {Patricks, Nothing}, .month = 3, .day = 17},
    {.words = {Earth, Nothing}, .month = 4, .day = 22},
    {.words = {Mothers, Nothing}, .month = 5, .weekday = sunday, .nth = 2},
    {.words = {Memorial, Nothing}, .month = 5, .weekday = monday, .nth = -1},
    {.words = {Fathers, Nothing}, .month = 6, .weekday = sunday, .nth = 3},
    {.words = {Juneteenth, Nothing}, .after = After::MayBeDay, .month = 6, .day = 19},
    {.words = {Independence, Nothing}, .month = 7, .day = 4},
    {.words = {Labor, Nothing}, .month = 9, .weekday = monday, .nth = 1},
    {.words = {Columbus, Nothing}, .month = 10, .weekday = monday, .nth = 2},
    {.words = {Indigenous, Peoples}, .month = 10, .weekday = monday, .nth = 2},
    {.words = {Halloween, Nothing}, .after = After::MayBeDay, .month = 10, .day = 31},
    {.words = {Election, Nothing}, .month = 11, .weekday = monday, .nth = 1, .shift = 1},
    {.words = {Veterans, Nothing}, .month = 11, .day = 11},
    {.words = {Thanksgiving, Nothing}, .after = After::MayBeDay, .month = 11, .weekday = thursday, .nth = 4},
    {.words = {Black, Nothing}, .after = After::Weekday, .month = 11, .weekday = thursday, .nth = 4, .shift = 1},
    {.words = {Cyber, Nothing}, .after = After::Weekday, .month = 11, .weekday = thursday, .nth = 4, .shift = 4},
    {.words = {Christmas, Nothing}, .after = After::MayBeDay, .month = 12, .day = 25},
    {.words = {Ash, Nothing}, .after = After::Weekday, .from_easter = -46},
    {.words = {Palm, Nothing}, .after = After::Weekday, .from_easter = -7},
    {.words = {Maundy, Nothing}, .after = After::Weekday, .from_easter = -3},
    {.words = {Good, Nothing}, .after = After::Weekday, .from_easter = -2},
    {.words = {Easter, Nothing}, .after = After::MayBeDay, .from_easter = 0},
});

bool is_word(Token const& t, HolidayWord word)
{
    if (word == Saint && t.is(Word::Suffix))  // "St. Patrick's Day"
        return true;
    if (word == Years && t.is(Word::Unit))  // "New Year's", which is "years" without its apostrophe
        return is_unit(t, 365);
    return t.is(Word::Holiday) && t.value == static_cast<std::int64_t>(word);
}

int weekday_of(Holiday const& holiday)
{
    auto const day = (sunday + holiday.from_easter) % 7;
    return holiday.month == 0 ? (day + 7) % 7 : holiday.weekday;
}

/// "weekend" behind a name: from Saturday to a Monday, from Thanksgiving to Sunday, Easter and the day before.
bool set_weekend(Holiday const& holiday, DateParts& date)
{
    switch (weekday_of(holiday)) {
    case monday:
        date.shift -= 2;
        date.days = 3;
        return true;
    case thursday: date.days = 4; return holiday.month != 0;
    case sunday:
        date.shift -= 1;
        date.days = 2;
        return true;
    default: return false;
    }
}

/// The words of a name without its year.
std::size_t read_name(Token const* t, Holiday const& holiday, DateParts& date)
{
    auto const mark = [&](std::size_t n) { return t[n].is_mark('\'') ? n + 1 : n; };  // "Presidents’"
    if (!is_word(*t, holiday.words[0]))
        return 0;
    auto n = mark(1);
    if (holiday.words[1] != Nothing) {
        if (!is_word(t[n], holiday.words[1]))
            return 0;
        n = mark(n + 1);
        n += t[n].is_mark('.') ? 1 : 0;
    }
    date.shift = holiday.shift;
    if (is_word(t[n], Eve)) {
        date.shift -= 1;
        return n + 1;
    }
    auto const is_day = is_unit(t[n], 1);
    switch (holiday.after) {
    case After::Day:
        if (!is_day)
            return 0;
        ++n;
        break;
    case After::Weekday:
        if (!t[n].is(Word::Weekday))
            return 0;
        ++n;
        break;
    default:
        if (is_day)
            ++n;
        if (holiday.words[0] == Easter && t[n].is(Word::Weekday)) {
            date.shift += t[n].value == monday ? 1 : t[n].value == sunday ? 0 : static_cast<int>(t[n].value) - sunday;
            ++n;
        }
        break;
    }
    if (t[n].is(Word::Weekend))
        return set_weekend(holiday, date) ? n + 1 : 0;
    return n;
}

std::size_t read_named(Token const* t, Holiday const*& found, DateParts& date)
{
    auto const first_names = is_word(*t, Martin) && is_word(t[1], Luther) ? 2U : 0U;
    for (auto const& holiday : holidays) {
        date = {};
        auto n = read_name(t + first_names, holiday, date);
        if (n == 0)
            continue;
        n += first_names;
        found = &holiday;
        date.holiday = true;
        date.month = holiday.month;
        date.day = holiday.day;
        date.nth = holiday.nth;
        date.weekday = holiday.weekday;
        if (holiday.month == 0) {
            date.easter = true;
            date.month = 3;  // where one looks for it
            date.shift += holiday.from_easter;
        }
        return n;
    }
    return 0;
}

/// "day after", "Saturday before", "weekend after" a holiday: from `t` on; sets how far from it.
std::size_t read_distance(Token const* t, DateParts& date)
{
    auto const weekend = t->is(Word::Weekend);
    auto const weekday = t->is(Word::Weekday) || weekend;
    if ((!is_unit(*t, 1) && !weekday) || !t[1].is(Word::After))
        return 0;
    Holiday const* holiday = nullptr;
    auto const n = read_named(t + 2, holiday, date);
    auto const later = t[1].value > 0;
    if (n == 0 || date.days > 1)
        return 0;
    if (!weekday) {
        date.shift += later ? 1 : -1;
        return 2 + n;
    }
    auto const own = weekday_of(*holiday);
    if (own < 0)
        return 0;
    auto const wanted = weekend ? 5 : as_int(*t);
    auto const ahead = (wanted - own - date.shift + 14 + 6) % 7 + 1;  // 1 to 7
    date.shift += later ? ahead : ahead == 7 ? -7 : ahead - 7;
    date.days = weekend ? 2 : 1;
    return 2 + n;
}

}  // namespace

std::size_t read_holiday(Token const* t, DateParts& date)
{
    Holiday const* holiday = nullptr;
    auto n = read_distance(t, date);
    if (n == 0)
        n = read_named(t, holiday, date);
    if (n == 0) {
        date = {};
        return 0;
    }
    auto const joint = t[n].is(Word::Of) || t[n].is_mark(',') ? 1U : 0U;
    auto const& year = t[n + joint];
    if (!year.is_number(4, 4) || year.value < 1900 || year.value > 2199 || t[n + joint + 1].is_mark(':'))
        return n;
    date.year = as_int(year);
    return n + joint + 1;
}

// The algorithm of Meeus, Jones and Butcher.
absl::CivilDay easter(absl::civil_year_t year)
{
    auto const golden = year % 19, century = year / 100, rest = year % 100;
    auto const epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    auto const weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    auto const correction = (golden + 11 * epact + 22 * weekday) / 451;
    auto const days = epact + weekday - 7 * correction + 114;
    return absl::CivilDay{year, days / 31, days % 31 + 1};
}

}  // namespace almanac
