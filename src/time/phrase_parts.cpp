#include "time/phrase_parts.hpp"

#include <algorithm>

namespace almanac {
namespace {

constexpr std::int64_t day_seconds = std::int64_t{24} * 60 * 60;

bool is_weekday(Token const& t)
{
    return t.is(Word::Weekday) || t.is(Word::Weekdays);
}

bool is_range(Token const& t)
{
    return t.is_mark('-') || t.is(Word::To);
}

bool is_and(Token const& t)
{
    return t.is_mark(',') || t.is(Word::And) || t.is_mark('&');
}

/// Words without weight before what they lead to: "on the", "in", "of".
Token const* after_small_words(Token const* t)
{
    while (t->is(Word::On) || t->is(Word::Of) || t->is(Word::The) || t->is(Word::At))
        ++t;
    return t;
}

/// The frequency of a step in seconds; nothing for less than a day.
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

class PartFinder {
public:
    PartFinder(Token const* begin, Token const* end, PieceOptions const& options)
        : m_at(begin), m_end(end), m_options(options)
    {
    }

    PhraseParts run()
    {
        while (m_at < m_end) {
            if (m_at->is(Word::Except)) {
                m_parts.except = m_at + 1;
                break;
            }
            if (!find_step() && !find_bound() && !find_count() && !find_ordinals() && !find_days() && !find_month() &&
                !find_time_or_date())
                ++m_at;
        }
        return std::move(m_parts);
    }

private:
    bool taken(std::size_t n)
    {
        m_at += n;
        return n != 0;
    }

    void set_step(std::int64_t step, std::int64_t interval)
    {
        m_parts.repeats = true;
        m_parts.frequency = frequency_of(step);
        m_parts.refused = m_parts.refused || !m_parts.frequency;
        m_parts.interval = interval;
    }

    /// "daily", "once a week", "every day", "every other month", "every 3 weeks", "every 4th Tuesday"
    bool find_step()
    {
        auto const* t = m_at;
        if (t->is(Word::Often)) {
            set_step(t->value, 1);
            return taken(1);
        }
        if (t->is(Word::Once) && t->value == 1 && t[1].is(Word::None) && t[2].is(Word::Unit)) {
            set_step(t[2].value, 1);
            return taken(3);
        }
        if (!t->is(Word::Every))
            return false;
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
        } else if ((t[1].is(Word::Ordinal) || suffix != 0) && t[2 + suffix].is(Word::Unit) &&
                   !t[3 + suffix].is(Word::Of)) {
            interval = std::max<std::int64_t>(t[1].value, 1);
            n = 2 + suffix;
        }
        if (t[n].is(Word::Unit))
            set_step(t[n++].value, interval);
        else if (interval > 1)
            m_parts.interval = interval;
        return taken(n);
    }

    std::size_t read_day(Token const* t, DateParts& date)
    {
        bool bad = false;
        auto const n = read_date(t, m_options, date, bad);
        return bad ? 0 : n;
    }

    /// "starting March 3", "from Nov until June", "through April 5", "for the next six weeks"
    bool find_bound()
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
        if (n == 0 || read_clock(date_at, time) > n)
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
    bool find_length()
    {
        auto const* t = m_at + 1;
        while (t < m_end && (t->is(Word::The) || t->is(Word::Next) || t->is(Word::To) || t->is(Word::None)) &&
               t - m_at < 5)
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

    /// "3x", "for 10 occurrences", "twice"
    bool find_count()
    {
        if ((m_at->is_number(1, 3) || m_at->is(Word::Count)) && m_at[1].is(Word::Times)) {
            m_parts.count = m_at->value;
            return taken(2);
        }
        if (!m_at->is(Word::Once) || m_at->value != 2)
            return false;
        m_parts.count = 2;
        return taken(1);
    }

    /// "2nd", "third", "last", "2nd to the last"
    static std::size_t read_ordinal(Token const* t, int& number)
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

    /// "first and third Friday", "4th and 10th of the month", "on the 31st day", "the end of each month"
    bool find_ordinals()
    {
        auto const* t = m_at;
        std::vector<int> numbers;
        if ((t->is(Word::Start) || t->is(Word::Finish)) && (t[1].is(Word::Of) || is_end(t[1]))) {
            numbers.push_back(t->is(Word::Start) ? 1 : -1);
            ++t;
        } else {
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
        }
        if (numbers.empty())
            return false;
        if (is_weekday(*t)) {
            for (auto const number : numbers)
                m_parts.days.push_back({number, static_cast<absl::Weekday>(t->value)});
            m_parts.repeats = m_parts.repeats || t->is(Word::Weekdays) || is_of_every_month(t + 1, numbers.front());
            m_at = t + 1;
            return true;
        }
        auto const named = is_unit(*t, Frequency::Daily);
        auto const* of = named ? t + 1 : t;
        auto const* what = after_small_words(of);
        auto const* unit = what->is(Word::Every) ? what : after_small_words(what);
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

    /// "third Thursday of the month", and "First Friday" alone; "2nd Saturday in December" is one day, "last Friday" is
    /// over.
    static bool is_of_every_month(Token const* t, int number)
    {
        auto const* what = after_small_words(t);
        auto const near = what->is(Word::Next) || what->is(Word::Last) || what->is(Word::This);
        if (near && is_unit(what[1], Frequency::Monthly))
            return false;  // "first Monday of next month"
        return is_unit(*what, Frequency::Monthly) ||
               (number > 0 && !what->is(Word::Month) && !(t->is(Word::This) && t[1].is(Word::Month)));
    }

    bool is_end(Token const& t) const { return &t >= m_end || t.is_mark('.') || t.is_mark(','); }

    void add_day(int weekday)
    {
        auto const day = static_cast<absl::Weekday>(weekday);
        if (std::ranges::none_of(m_parts.days, [&](auto const& x) { return x.weekday == day && x.nth == 0; }))
            m_parts.days.push_back({0, day});
    }

    void add_days(int first, int last)
    {
        for (int day = first; day != last; day = (day + 1) % 7)
            add_day(day);
        add_day(last);
    }

    /// "Tuesdays", "Mon-Wed", "weekends", "week 12 and 14", "day 20 and 30"
    bool find_days()
    {
        auto const* t = m_at;
        if (is_weekday(*t)) {
            // "Friday, 7pm - Sunday, 5pm" is one event
            auto const range = is_range(t[1]) && is_weekday(t[2]);
            add_days(as_int(*t), range ? as_int(t[2]) : as_int(*t));
            m_parts.repeats = m_parts.repeats || t->is(Word::Weekdays) || (range && t[2].is(Word::Weekdays));
            return taken(range ? 3 : 1);
        }
        if (t->is(Word::Weekend) || t->is(Word::WorkDays)) {
            if (t->value == 0 && !m_parts.repeats)  // "this weekend"
                return false;
            add_days(t->is(Word::Weekend) ? 5 : 0, t->is(Word::Weekend) ? 6 : 4);
            m_parts.repeats = true;
            return taken(1);
        }
        if (DateParts date; read_relative(t, m_options.today, date) > 1) {  // "2 Thursdays back"
            m_parts.has_date = true;
            return taken(read_relative(t, m_options.today, date));
        }
        auto const week = is_unit(*t, Frequency::Weekly);
        if ((!week && !is_unit(*t, Frequency::Daily)) || !t[1].is_number(1, 3) || t[1].value == 0)
            return false;
        auto& list = week ? m_parts.weeks : m_parts.ordinals;
        for (++t; t->is_number(1, 3); t += is_and(t[1]) && t[2].is_number(1, 3) ? 2 : 1)
            list.push_back(as_int(*t));
        m_at = t;
        return true;
    }

    /// "every July 4th", "Dec 21st and 31st", "in November"; "May through October"; "March 3 - April 5"
    bool find_month()
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

    /// Clock times are read elsewhere; their numbers are no days.
    bool find_time_or_date()
    {
        TimeParts time;
        if (taken(read_clock(m_at, time)))
            return true;
        DateParts date;
        auto const n =
            m_at->is_number() || m_at->is(Word::DayOffset) || m_at->is(Word::Tonight) ? read_day(m_at, date) : 0;
        m_parts.has_date = m_parts.has_date || n != 0;
        return taken(n);
    }

    Token const* m_at;
    Token const* m_end;
    PieceOptions const& m_options;
    PhraseParts m_parts;
};

}  // namespace

PhraseParts find_phrase_parts(Token const* begin, Token const* end, PieceOptions const& options)
{
    return PartFinder{begin, end, options}.run();
}

}  // namespace almanac
