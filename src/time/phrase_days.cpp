#include "time/holiday.hpp"
#include "time/part_finder.hpp"

#include <algorithm>
#include <bit>

namespace almanac {
namespace {

/// "2nd", "third", "last", "2nd to the last"
std::size_t read_ordinal(Token const* t, int& number)
{
    std::size_t n = 0;
    if (t->is(Word::Last)) {
        number = -1;
        return 1;
    }
    if (t->is(Word::Ordinal))
        n = 1;
    else if (t->is_number(1, 3) && t[1].is(Word::Suffix))
        n = 2;
    if (n == 0)
        return 0;
    number = as_int(*t);
    auto const the = t[n + 1].is(Word::The) ? 1U : 0U;
    if (t[n].is(Word::To) && t[n + 1 + the].is(Word::Last)) {
        number = -number;
        return n + 2 + the;
    }
    return n;
}

/// "first and third", "2nd, 4th"
std::size_t read_ordinals(Token const* begin, std::vector<int>& numbers)
{
    auto const* t = begin;
    int number = 0;
    for (auto n = read_ordinal(t, number); n != 0; n = read_ordinal(t, number)) {
        numbers.push_back(number);
        t += n;
        auto const* next = t;
        while (is_and(*next))
            ++next;
        if (next != t && read_ordinal(next, number) != 0)
            t = next;
    }
    return static_cast<std::size_t>(t - begin);
}

/// "third Thursday of the month", "of March and June", and "First Friday" alone; "2nd Saturday in December" is one day,
/// "last Friday" is over.
bool is_of_every_month(Token const* t, int number)
{
    auto const* what = after_small_words(t);
    auto const near = what->is(Word::Next) || what->is(Word::Last) || what->is(Word::This);
    if (near && is_unit(what[1], Frequency::Monthly))
        return false;  // "first Monday of next month"
    if (is_unit(*what, Frequency::Monthly) || (what->is(Word::Month) && is_and(what[1]) && what[2].is(Word::Month)))
        return true;
    return number > 0 && !what->is(Word::Month) && !(t->is(Word::This) && t[1].is(Word::Month));
}

/// Behind days: over "at", "from", a comma, a colon.
Token const* where_hours_stand(Token const* t)
{
    t = after_small_words(t);
    while (t->is_mark(',') || t->is_mark(':') || t->is(Word::Between))
        t = after_small_words(t + 1);
    return t;
}

bool is_time(Piece const& piece)
{
    return piece.kind == Piece::Kind::Time;
}

}  // namespace

bool PartFinder::is_time_at(Token const& t) const
{
    return std::ranges::any_of(m_pieces, [&](Piece const& p) { return is_time(p) && p.begin == t.begin; });
}

void PartFinder::note_time()
{
    if (!is_time_at(*m_at))
        return;
    if (m_parts.days.empty() && m_parts.groups.empty())
        m_time_first = true;
    else if (m_clock == nullptr)
        m_clock = m_at;
}

/// Takes a day of the series. Behind a clock time it begins another group: "Mondays 9am, Wednesdays 10am", and of "9am
/// Mondays, 10am Wednesdays" the group begins at the time. "Friday, 7pm - Sunday, 5pm" is one event.
void PartFinder::add_day(RuleDay day)
{
    auto const same = [&](RuleDay const& x) { return x.weekday == day.weekday && x.nth == day.nth; };
    if (std::ranges::any_of(m_parts.days, same))
        return;
    if (m_clock != nullptr && !m_parts.days.empty() && m_parts.interval == 1 && !is_range(m_at[-1])) {
        auto& groups = m_parts.groups;
        if (groups.empty())
            groups.emplace_back();
        groups.back().days = std::move(m_parts.days);
        groups.emplace_back().begin = (m_time_first ? m_clock : m_at)->begin;
        m_parts.days.clear();
        m_clock = nullptr;
    }
    m_parts.days.push_back(day);
}

/// The last group, which needs a clock time of its own.
void PartFinder::close_groups()
{
    auto& groups = m_parts.groups;
    if (groups.empty())
        return;
    if (m_clock == nullptr && !m_time_first)
        groups.pop_back();
    groups.back().days.insert(groups.back().days.end(), m_parts.days.begin(), m_parts.days.end());
    m_parts.days = groups.front().days;
    if (groups.size() == 1)
        groups.clear();
}

/// "every Monday next month"
bool PartFinder::find_near_month()
{
    DateParts month;
    auto const n = m_parts.repeats ? read_near_month(m_at, m_options.today, month) : 0;
    if (n == 0)
        return false;
    m_parts.from = month;
    m_parts.until = month;
    m_parts.until_the_end = true;
    return taken(n);
}

/// "first and third Friday", "4th and 10th of the month", "on the 31st day", "the end of each month"
bool PartFinder::find_ordinals()
{
    auto const* t = m_at;
    std::vector<int> numbers;
    if ((t->is(Word::Start) || t->is(Word::Finish)) && (t[1].is(Word::Of) || is_end(t[1]))) {
        numbers.push_back(t->is(Word::Start) ? 1 : -1);
        ++t;
    } else {
        t += read_ordinals(t, numbers);
    }
    if (numbers.empty())
        return false;
    if (is_weekday(*t)) {
        for (auto const number : numbers)
            add_day({number, static_cast<absl::Weekday>(t->value)});
        m_parts.repeats = m_parts.repeats || t->is(Word::Weekdays) || is_of_every_month(t + 1, numbers.front());
        m_parts.quarters = m_parts.quarters || is_quarter(*after_small_words(t + 1));
        m_at = t + 1;
        return true;
    }
    if (t->is(Word::Weekend) && is_of_every_month(t + 1, numbers.front())) {
        m_parts.weekends = std::move(numbers);
        m_parts.repeats = true;
        m_at = t + 1;
        return true;
    }
    auto const named = is_unit(*t, Frequency::Daily);
    auto const* of = named ? t + 1 : t;
    auto const* what = after_small_words(of);
    auto const* unit = what->is(Word::Every) ? what : after_small_words(what);
    m_parts.quarters = m_parts.quarters || (of->is(Word::Of) && is_quarter(*unit));
    auto const of_unit = of->is(Word::Of) && (unit->is(Word::Every) || is_unit(*unit, Frequency::Monthly));
    auto const of_month = of->is(Word::Of) && what->is(Word::Month);
    auto const on_step = m_parts.frequency && *m_parts.frequency >= Frequency::Weekly;
    if (!of_unit && !of_month && !on_step)
        return false;
    m_parts.ordinals.insert(m_parts.ordinals.end(), numbers.begin(), numbers.end());
    if (of_unit && is_unit(*unit, Frequency::Monthly) && !m_parts.frequency)
        m_parts.frequency = Frequency::Monthly;
    m_at = of_month ? what : of_unit ? unit : of;
    return true;
}

/// From the one to the other, each once.
void PartFinder::add_days(int first, int last)
{
    for (int day = first; day != last; day = (day + 1) % 7)
        add_day({0, static_cast<absl::Weekday>(day)});
    add_day({0, static_cast<absl::Weekday>(last)});
}

/// "M/W/F" and "MWF", before a clock time; the three letters also in a text that has one elsewhere.
std::size_t PartFinder::read_day_letters()
{
    auto const* t = m_at;
    unsigned days = 0;
    std::size_t letters = 0;
    auto const take = [&](Token const& x) {
        auto const is_th = x.is(Word::Suffix) && x.value == 3;
        days |= x.is(Word::T) ? 0b10U : is_th ? 0b1000U : static_cast<unsigned>(x.value);
        ++letters;
    };
    auto const is_letter = [](Token const& x) {
        return x.is(Word::DayLetter) || x.is(Word::T) || (x.is(Word::Suffix) && x.value == 3);
    };
    if (t->is(Word::DayLetters)) {
        days = static_cast<unsigned>((t++)->value);
    } else if (is_letter(*t)) {
        for (take(*t++); t->is_mark('/') && t->joined && is_letter(t[1]) && t[1].joined; t += 2)
            take(t[1]);
    }
    auto const clocked = is_time_at(*where_hours_stand(t)) || (letters > 2 && std::ranges::any_of(m_pieces, is_time));
    if (std::popcount(days) < 2 || !clocked)
        return 0;
    for (int day = 0; day < 7; ++day) {
        if ((days >> static_cast<unsigned>(day) & 1U) != 0)
            add_day({0, static_cast<absl::Weekday>(day)});
    }
    m_parts.repeats = true;
    return static_cast<std::size_t>(t - m_at);
}

/// "Tuesdays", "Mon-Wed", "Mon/Wed/Fri", "M/W/F", "Friday nights", "weekends"
bool PartFinder::find_weekdays()
{
    auto const* t = m_at;
    if (taken(read_day_letters()))
        return true;
    if (is_weekday(*t) && t[1].is_mark('/') && is_weekday(t[2])) {
        add_days(as_int(*t), as_int(*t));
        for (; t[1].is_mark('/') && is_weekday(t[2]); t += 2)
            add_days(as_int(t[2]), as_int(t[2]));
        m_parts.repeats = true;
        m_at = t + 1;
        return true;
    }
    if (is_weekday(*t)) {
        // "Friday, 7pm - Sunday, 5pm" is one event
        auto const range = is_range(t[1]) && is_weekday(t[2]);
        add_days(as_int(*t), range ? as_int(t[2]) : as_int(*t));
        m_parts.repeats = m_parts.repeats || t->is(Word::Weekdays) || (range && t[2].is(Word::Weekdays)) ||
                          t[range ? 3 : 1].is(Word::DayParts);
        m_parts.opens = m_parts.opens || (range && is_time_at(*where_hours_stand(t + 3)));
        return taken(range ? 3 : 1);
    }
    if (!t->is(Word::Weekend) && !t->is(Word::WorkDays))
        return false;
    if (t->value == 0 && !m_parts.repeats)  // "this weekend"
        return false;
    add_days(t->is(Word::Weekend) ? 5 : 0, t->is(Word::Weekend) ? 6 : 4);
    m_parts.repeats = true;
    return taken(1);
}

/// "week 12 and 14", "day 20 and 30"
bool PartFinder::find_numbered()
{
    auto const* t = m_at;
    auto const week = is_unit(*t, Frequency::Weekly);
    if ((!week && !is_unit(*t, Frequency::Daily)) || !t[1].is_number(1, 3) || t[1].value == 0)
        return false;
    auto& list = week ? m_parts.weeks : m_parts.ordinals;
    for (++t; t->is_number(1, 3); t += is_and(t[1]) && t[2].is_number(1, 3) ? 2 : 1)
        list.push_back(as_int(*t));
    m_at = t;
    return true;
}

/// "every Memorial Day", "every Black Friday". Easter is in no rule of iCalendar, and a weekend is several days.
bool PartFinder::find_holiday()
{
    DateParts date;
    auto const every = m_at[-1].is(Word::Every) || m_parts.frequency == Frequency::Yearly;
    auto const n = every ? read_holiday(m_at, date) : 0;
    if (n == 0)
        return false;
    if (date.easter || date.days > 1 || (date.shift != 0 && date.nth < 0)) {
        m_parts.refused = true;
        return taken(n);
    }
    m_parts.frequency = Frequency::Yearly;
    m_parts.months = {date.month};
    if (date.nth == 0) {
        auto const day = absl::CivilDay{2001, date.month, date.day} + date.shift;  // of no leap year
        m_parts.months = {day.month()};
        m_parts.ordinals = {day.day()};
    } else if (date.shift == 0) {
        m_parts.days = {{date.nth, static_cast<absl::Weekday>(date.weekday)}};
    } else {
        m_parts.days = {{0, static_cast<absl::Weekday>((date.weekday + date.shift % 7 + 7) % 7)}};
        for (int day = 7 * date.nth - 6; day <= 7 * date.nth; ++day)
            m_parts.among.push_back(day + date.shift);
        m_parts.refused = m_parts.refused || m_parts.among.front() < 1 || m_parts.among.back() > 30;
    }
    return taken(n);
}

/// "every July 4th", "Dec 21st and 31st", "in November"; "May through October"; "March 3 - April 5"
bool PartFinder::find_month()
{
    auto const* t = m_at;
    DateParts date;
    auto const n = t->is(Word::Month) || t->is_number() ? read_day(t, date) : 0;
    if (n == 0 || date.month == 0 || (date.day == 0 && !t->is(Word::Month)))
        return false;
    DateParts last;
    TimeParts time;
    if (date.day != 0 && is_range(t[n]) && t[n + 1].is_number(1, 2) && read_day(t + n + 1, last) == 0 &&
        read_clock(t + n + 1, time) == 0) {  // "March 1 - 29"
        m_parts.from = date;
        m_parts.until.emplace().month = date.month;
        m_parts.until->day = as_int(t[n + 1]);
        return taken(n + 2);
    }
    auto const of_year = t[-1].is(Word::Every) || m_parts.frequency == Frequency::Yearly;
    if (is_range(t[n]) && read_day(after_small_words(t + n + 1), last) != 0 && last.month != 0 && !of_year) {
        m_parts.from = date;
        return taken(n);  // the end is a bound of its own
    }
    if (date.day == 0 && date.year == 0) {
        m_parts.months.push_back(date.month);
        return taken(n);
    }
    if (!of_year || date.year != 0 || date.day == 0) {
        m_parts.has_date = m_parts.has_date || date.day != 0;
        return taken(n);
    }
    m_parts.months.push_back(date.month);
    m_parts.ordinals.push_back(date.day);
    m_parts.frequency = Frequency::Yearly;
    for (t += n; is_and(*t) && t[1].is_number(1, 2) && t[1].value <= 31;) {
        m_parts.ordinals.push_back(as_int(t[1]));
        t += t[2].is(Word::Suffix) ? 3 : 2;
    }
    m_at = t;
    return true;
}

}  // namespace almanac
