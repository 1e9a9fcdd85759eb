#include "time/part_finder.hpp"

#include <algorithm>

namespace almanac {
namespace {

std::int64_t step_of(Frequency frequency)
{
    switch (frequency) {
    case Frequency::Weekly: return 7 * day_seconds;
    case Frequency::Monthly: return 30 * day_seconds;
    case Frequency::Yearly: return 365 * day_seconds;
    default: return day_seconds;
    }
}

/// "a week", "monthly" behind a number of times: which days those are is not said.
std::size_t read_per_unit(Token const* t)
{
    if (t->is(Word::Often))
        return 1;
    return t->is(Word::None) && t[1].is(Word::Unit) ? 2 : 0;
}

}  // namespace

Token const* after_small_words(Token const* t)
{
    while (t->is(Word::On) || t->is(Word::Of) || t->is(Word::The) || t->is(Word::At))
        ++t;
    return t;
}

std::optional<Frequency> frequency_of(std::int64_t step)
{
    if (step < day_seconds)
        return std::nullopt;
    if (step < 7 * day_seconds)
        return Frequency::Daily;
    if (step < 28 * day_seconds)
        return Frequency::Weekly;
    return step < 300 * day_seconds ? Frequency::Monthly : Frequency::Yearly;
}

bool is_unit(Token const& t, Frequency frequency)
{
    return t.is(Word::Unit) && frequency_of(t.value) == frequency;
}

bool is_quarter(Token const& t)
{
    return (t.is(Word::Unit) || t.is(Word::Often)) && t.value == 90 * day_seconds;
}

PhraseParts PartFinder::run()
{
    while (m_at < m_end && !find_exception()) {
        note_time();
        if (!find_step() && !find_bound() && !find_count() && !find_ordinals() && !find_weekdays() &&
            !find_numbered() && !find_near_month() && !find_holiday() && !find_month() && !find_time_or_date())
            ++m_at;
    }
    close_groups();
    // "Monday movies, the last Monday of the month"
    std::erase_if(m_parts.days, [all = m_parts.days](RuleDay const& day) {
        return day.nth == 0 && std::ranges::any_of(all, [&](RuleDay const& other) {
                   return other.nth != 0 && other.weekday == day.weekday;
               });
    });
    return std::move(m_parts);
}

/// "daily", "biweekly", "quarterly": the step of the word is so many of its frequency.
void PartFinder::set_step(std::int64_t step, std::int64_t interval)
{
    m_parts.repeats = true;
    m_parts.frequency = frequency_of(step);
    m_parts.refused = m_parts.refused || !m_parts.frequency;
    m_parts.interval = interval;
    if (m_parts.frequency)
        m_parts.interval *= std::max<std::int64_t>(step / step_of(*m_parts.frequency), 1);
}

/// "daily", "alternate Tuesdays", "once a week", "every day", "every other month", "every 3 weeks", "every 4th Tuesday"
bool PartFinder::find_step()
{
    auto const* t = m_at;
    if (t->is(Word::Often)) {
        set_step(t->value, 1);
        m_parts.quarters = is_quarter(*t);
        return taken(1);
    }
    if (t->is(Word::Once) && t->value == 1 && t[1].is(Word::None) && t[2].is(Word::Unit)) {
        set_step(t[2].value, 1);
        return taken(3);
    }
    if (t->is(Word::Other) && t->value == 1 && is_weekday(t[1])) {  // "alternate Tuesdays"
        m_parts.repeats = true;
        m_parts.interval = 2;
        return taken(1);
    }
    if (t->is(Word::Other) && t->value == 2 && t[1].is_mark('-') && t[2].is(Word::Often)) {  // "bi-weekly"
        set_step(t[2].value, 2);
        return taken(3);
    }
    auto const every_day = (t->is_number(1, 1) || t->is(Word::Count)) && t->value == 7 && is_unit(t[1], 1) &&
                           t[2].is(Word::None) && is_unit(t[3], 7);
    if (every_day) {  // "7 days a week"
        set_step(day_seconds, 1);
        return taken(4);
    }
    if (!t->is(Word::Every))
        return false;
    if (t[1].is(Word::DayPart)) {  // "every morning"; the part is a piece of its own
        set_step(day_seconds, 1);
        return taken(2);
    }
    m_parts.repeats = true;
    std::int64_t interval = 1;
    std::size_t n = 1;
    auto const counted = [](Token const& x) {
        return x.is(Word::Unit) || is_weekday(x) || x.is(Word::Weekend) || x.is(Word::WorkDays);
    };
    auto const suffix = t[1].is_number(1, 2) && t[2].is(Word::Suffix) ? 1U : 0U;
    if (t[1].is(Word::Other)) {
        interval = 2;
        n = 2;
    } else if (suffix == 0 && (t[1].is_number(1, 3) || t[1].is(Word::Count)) && counted(t[2]) && t[1].value > 0) {
        interval = t[1].value;
        n = 2;
    } else if ((t[1].is(Word::Ordinal) || suffix != 0) && t[2 + suffix].is(Word::Unit) && !t[3 + suffix].is(Word::Of)) {
        interval = std::max<std::int64_t>(t[1].value, 1);
        n = 2 + suffix;
    }
    m_parts.quarters = m_parts.quarters || (interval == 1 && is_quarter(t[n]));
    if (t[n].is(Word::Unit))
        set_step(t[n++].value, interval);
    else if (interval > 1)
        m_parts.interval = interval;
    return taken(n);
}

/// "except", "no class on May 5", "(not in August)": what follows are exceptions.
bool PartFinder::find_exception()
{
    constexpr int words_ahead = 4;
    auto const* behind = after_small_words(m_at + 1);
    DateParts day;
    auto const is_day = is_weekday(*behind) || behind->is(Word::Weekend) || read_day(behind, day) != 0;
    if (m_at->is(Word::Except) && (m_at->value == 0 || is_day)) {
        m_parts.except = m_at + 1;
        return true;
    }
    if (!m_at->is(Word::No))
        return false;
    for (auto const* t = m_at + 1; t < m_end && t - m_at <= words_ahead && !t->is_mark('.') && !t->is_mark(';'); ++t) {
        DateParts date;
        if (read_day(t, date) != 0) {
            m_parts.except = t;
            return true;
        }
    }
    return false;
}

std::size_t PartFinder::read_day(Token const* t, DateParts& date) const
{
    bool bad = false;
    auto const n = read_date(t, m_options, date, bad);
    return bad ? 0 : n;
}

/// "starting March 3", "from Nov until June", "through April 5", "for the next six weeks"
bool PartFinder::find_bound()
{
    auto const* t = m_at;
    if (t->is(Word::For) || (t->is(Word::To) && t[1].is(Word::Next)))
        return find_length();
    auto const starts = t->is(Word::Start) || t->is(Word::Between);
    if ((!starts && !is_range(*t)) || (t->is_mark('-') && !m_parts.from))
        return false;
    auto const* date_at = after_small_words(t + 1);
    DateParts date;
    auto const n = read_day(date_at, date);
    TimeParts time;
    auto const weekdays = is_weekday(*date_at) && is_range(date_at[1]) && is_weekday(date_at[2]);  // "from Mon to Fri"
    if (n == 0 || weekdays || read_clock(date_at, time) > n)
        return false;
    if (starts) {
        m_parts.from = date;
    } else {
        m_parts.until = date;
        m_parts.until_the_end = t->is_mark('-') || t->end - t->begin != 5;  // not "until"
    }
    m_at = date_at + n;
    return true;
}

/// "for [up to] [the] [next] [three] weeks"
bool PartFinder::find_length()
{
    auto const* t = m_at + 1;
    while (t < m_end && (t->is(Word::The) || t->is(Word::Next) || t->is(Word::To) || t->is(Word::None)) && t - m_at < 5)
        ++t;
    std::int64_t number = 1;
    if (t->is_number(1, 3) || t->is(Word::Count))
        number = (t++)->value;
    else if (m_at->is(Word::For) && t == m_at + 1)
        return false;
    if (!t->is(Word::Unit) || !frequency_of(t->value))
        return false;
    switch (*frequency_of(t->value)) {
    case Frequency::Daily: m_parts.days_long = number; break;
    case Frequency::Weekly: m_parts.days_long = 7 * number; break;
    case Frequency::Monthly: m_parts.months_long = number; break;
    default: m_parts.months_long = 12 * number; break;
    }
    m_at = t + 1;
    return true;
}

/// "3x", "for 10 occurrences", "twice"; "six Thursdays"
bool PartFinder::find_count()
{
    auto const* t = m_at;
    auto const counts = (t->is_number(1, 3) || t->is(Word::Count)) && t[1].is(Word::Times);
    // The days are still to be taken. "Room 4 Mondays" needs more than a number to be four of them.
    auto const of_days =
        t[1].is(Word::Weekdays) && (t->is(Word::Count) || (t->is_number(1, 2) && t[2].is(Word::Start)));
    auto const twice = t->is(Word::Once) && t->value == 2;
    if (!counts && !of_days && !twice)
        return false;
    auto const n = counts ? 2U : 1U;
    auto const* behind = t + n + (of_days ? 1 : 0);
    if (auto const per_unit = read_per_unit(behind); per_unit != 0) {  // "twice a month", "two Saturdays a month"
        m_parts.refused = true;
        m_at = behind + per_unit;
        return true;
    }
    m_parts.count = t->value;
    return taken(n);
}

/// Clock times are read elsewhere; their numbers are no days.
bool PartFinder::find_time_or_date()
{
    TimeParts time;
    if (taken(read_clock(m_at, time)))
        return true;
    DateParts date;
    auto const n = m_at->is_number() || m_at->is(Word::DayOffset) || m_at->is(Word::Tonight) ? read_day(m_at, date) : 0;
    m_parts.has_date = m_parts.has_date || n != 0;
    return taken(n);
}

PhraseParts find_phrase_parts(Token const* begin, Token const* end, PieceOptions const& options,
                              std::span<Piece const> pieces)
{
    return PartFinder{begin, end, options, pieces}.run();
}

}  // namespace almanac
