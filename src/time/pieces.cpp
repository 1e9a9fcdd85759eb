#include "time/pieces.hpp"

#include "time/bare_hour.hpp"
#include "time/month.hpp"

#include <algorithm>

namespace almanac {
namespace {

/// Walks over the tokens once. What stands between two pieces is kept as the link of the second.
class Finder {
public:
    Finder(std::string_view text, Tokens const& tokens, PieceOptions const& options, Pieces& pieces)
        : m_text(text), m_at(tokens.begin()), m_end(tokens.end()), m_options(options), m_pieces(pieces)
    {
    }

    void run()
    {
        while (m_at < m_end && !m_pieces.full()) {
            auto n = find_date();
            if (n == 0)
                n = find_time();
            if (n == 0)
                n = find_other();
            if (n == 0)
                n = find_link();
            m_at += n != 0 ? n : skip_noise();
        }
        m_pieces.after_last_noise = m_noise;
    }

private:
    Piece& add(Piece::Kind kind)
    {
        auto& piece = m_pieces.items.emplace_back();
        piece.kind = kind;
        piece.begin = m_at->begin;
        piece.link = m_link;
        piece.after_noise = m_noise;
        m_link = Link::None;
        m_noise = false;
        return piece;
    }

    [[nodiscard]] bool last_is(Piece::Kind kind) const
    {
        return !m_pieces.items.empty() && m_pieces.items.back().kind == kind;
    }

    std::size_t find_date()
    {
        DateParts date;
        bool bad = false;
        auto n = read_date(m_at, m_options, date, bad);
        if (n == 0)
            n = read_part_of_range(date);
        if (n == 0)
            return 0;
        if (bad) {
            m_pieces.bad_date = m_text.substr(m_at->begin, m_at[n - 1].end - m_at->begin);
            m_noise = true;
            return n;
        }
        if (m_spare)
            return n;
        auto const of_name = date.holiday && date.year == 0 && is_noise(m_at[n]);  // "Christmas tree farm"
        auto const of_word = m_at[n].is_mark('-') && m_at[n].joined && m_at[n + 1].is(Word::For);  // "2-for-1"
        if (is_fraction(n) || of_name || of_word) {
            m_noise = true;
            return n;
        }
        auto const tonight = m_at->is(Word::Tonight);
        auto const named = m_at->is(Word::Weekday) && is_name(m_at[1]) && !m_at[-1].is(Word::On);
        auto& piece = add(Piece::Kind::Date);
        piece.date = date;
        piece.named = named;
        if (tonight && !m_pieces.full())
            add(Piece::Kind::DayPart).number = 1824;
        if (m_at[n].is(Word::T) && m_at[n].joined)
            return n + find_iso_time(n + 1);
        return n;
    }

    /// A word with a capital that means nothing in a date.
    [[nodiscard]] bool is_name(Token const& t) const
    {
        return t.is(Word::None) && m_text[t.begin] >= 'A' && m_text[t.begin] <= 'Z';
    }

    /// "1/2 cup", "2/3 of all"; "3/4 Book club" is a date, as is "Sat 3/4 with Ann".
    [[nodiscard]] bool is_fraction(std::size_t n) const
    {
        auto const* t = m_at;
        auto const under = t[2].value == 2 || t[2].value == 3 || t[2].value == 4 || t[2].value == 8;
        return n == 3 && t->is_number() && t[1].is_mark('/') && under && t->value < t[2].value &&
               (t[3].is(Word::None) || t[3].is(Word::Of)) && !is_name(t[3]) && !t[-1].is(Word::Weekday) &&
               !t[-1].is(Word::On);
    }

    /// Days that stand for themselves only beside another date: "10 - 22 August", "March 3 - 5, 2019", "Tue the 19th".
    std::size_t read_part_of_range(DateParts& date)
    {
        auto const* t = m_at;
        if (!t->is_number(1, 2) || t->value < 1 || t->value > 31)
            return 0;
        auto const suffix = t[1].is(Word::Suffix) && t[1].joined;
        std::size_t n = suffix ? 2 : 1;
        date = {};
        date.day = static_cast<int>(t->value);
        if (is_range_link(t[n], false) || t[n].is(Word::And) || t[n].is_mark('&')) {
            DateParts other;
            bool bad = false;
            auto const* next = t + n + 1;
            if (next->is(Word::The))  // "from the 13th to the 15th of July"
                ++next;
            if (next->is_number(1, 2) && read_date(next, m_options, other, bad) != 0 && !bad && other.month != 0 &&
                !other.iso && !is_slashed(next))
                return n;
        }
        auto const follows_date = last_is(Piece::Kind::Date) && !m_noise;
        if (!follows_date)
            return 0;
        auto const& before = m_pieces.items.back().date;
        auto const after_weekday = suffix && before.weekday >= 0 && before.day == 0 && m_link <= Link::Comma;
        auto const after_day =
            before.day != 0 && !before.iso && !is_hour(t, n) && (m_link >= Link::And || is_in_list(t, n));
        if (!after_weekday && !after_day)
            return 0;
        if (t[n].is_mark(',') && t[n + 1].is_number(4, 4) && exists(0, 1, date.day) && t[n + 1].value >= 1900) {
            date.year = static_cast<int>(t[n + 1].value);
            n += 2;
        } else if (t[n].is_number(4, 4) && t[n].value >= 1900 && t[n].value < 2200) {
            date.year = static_cast<int>(t[n].value);
            n += 1;
        }
        return n;
    }

    /// The number at `t`, `n` tokens long, is one more day behind a comma: "March 3, 10 and 17". Numbers of a list
    /// rise, and of "March 3, 12 Elm St" the 12 is none.
    [[nodiscard]] bool is_in_list(Token const* t, std::size_t n) const
    {
        auto const& before = m_pieces.items.back().date;
        if (m_link != Link::Comma && m_link != Link::Slash)
            return false;
        auto const& next = t[n];
        auto const in_list = before.month == 0 && m_pieces.items.back().link < Link::Dash;  // a day of it stands before
        auto const goes_on = next.is_mark(',') || next.is_mark('&') || next.is(Word::And) || next.is_mark('/') ||
                             next.is(Word::At) || (n == 2 && next.kind == Kind::End);
        return t->value > before.day && (goes_on || in_list) && !next.is(Word::Unit) && !is_range_link(next, false);
    }

    static bool is_slashed(Token const* t) { return t[1].is_mark('/'); }

    /// The number at `t`, `n` tokens long, rather begins a time: "March 3 - 5pm", "March 3 - 5:30", "March 3 - 5 pm".
    static bool is_hour(Token const* t, std::size_t n)
    {
        TimeParts time;
        return n == 1 && (read_clock(t, time) != 0 ||
                          (is_range_link(t[1], false) && t[2].is_number(1, 2) && read_clock(t + 2, time) != 0) ||
                          t[1].is(Word::Unit));
    }

    std::size_t find_iso_time(std::size_t n)
    {
        TimeParts time;
        auto const more = read_iso_time(m_at + n, time);
        if (more == 0 || m_pieces.full())
            return n;
        n += more;
        n += read_zone(m_at + n, true, time.zone);
        add(Piece::Kind::Time).time = time;
        return n;
    }

    [[nodiscard]] HourContext hour_context() const
    {
        auto const after = [&](Piece::Kind kind) { return last_is(kind) && !m_noise; };
        return {m_link, m_between, after(Piece::Kind::Time),
                after(Piece::Kind::Date) && m_pieces.items.back().date.day != 0,
                after(Piece::Kind::Date) && m_pieces.items.back().date.month != 0};
    }

    std::size_t find_time()
    {
        TimeParts time;
        auto n = read_clock(m_at, time);
        if (n == 0)
            n = read_bare_hour(m_at, hour_context(), time);
        if (n == 0)
            return 0;
        // "2019-03-23 10:00:00-05:00": with seconds a dash right behind cannot be a range.
        auto const strict = n >= 5 && m_at[n].joined && last_is(Piece::Kind::Date) && m_pieces.items.back().date.iso;
        n += read_zone(m_at + n, strict, time.zone);
        m_spare = false;
        add(Piece::Kind::Time).time = time;
        return n;
    }

    std::size_t find_other()
    {
        auto const* t = m_at;
        // The dates behind "rain date" and "except" are not the event's, the times again are.
        if ((t->is(Word::Except) && t->value == 0) ||
            (t->is(Word::Spare) && (t[1].is(Word::The) || t->end - t->begin > 4))) {
            m_spare = true;
            return 1;
        }
        if (t->is(Word::All)) {
            auto const dash = t[1].is_mark('-') ? 1U : 0U;
            if (t->value == 0 && !t[1 + dash].is(Word::Unit))
                return 0;
            add(Piece::Kind::AllDay);
            return t->value != 0 ? 1 : 2 + dash;
        }
        if (t->is(Word::DayPart) || t->is(Word::DayParts)) {
            add(Piece::Kind::DayPart).number = static_cast<int>(t->value);
            return 1;
        }
        if (t->is_number(1, 2) && t[1].is(Word::Unit) && t->value > 0) {
            auto const stated = t[-1].is(Word::For) || t[-1].is_mark(',') || t[-1].is_mark('(') || m_link == Link::None;
            if (!stated || m_noise)
                return 0;
            add(Piece::Kind::Length).number = static_cast<int>(t->value * t[1].value);
            return 2;
        }
        if (t->is_number(4, 4) && last_is(Piece::Kind::Time) && !m_noise && m_link == Link::None)
            return late_year(t->value);
        if (t->is(Word::Doors) || t->is(Word::Show)) {
            add(t->is(Word::Doors) ? Piece::Kind::Doors : Piece::Kind::Show);
            return 1;
        }
        return 0;
    }

    /// "Mon Mar 4 10:00:00 EST 2019"
    std::size_t late_year(std::int64_t year)
    {
        auto const date = std::ranges::find_if(m_pieces.items.rbegin(), m_pieces.items.rend(),
                                               [](Piece const& p) { return p.kind == Piece::Kind::Date; });
        if (year < 1900 || year > 2199 || date == m_pieces.items.rend() || date->date.year != 0 || date->date.day == 0)
            return 0;
        date->date.year = static_cast<int>(year);
        return 1;
    }

    std::size_t find_link()
    {
        auto const* t = m_at;
        auto link = Link::None;
        if (t->is(Word::To))
            link = Link::To;
        else if (t->is(Word::And) || t->is_mark('&'))
            link = m_between ? Link::To : Link::And;
        else if (t->is_mark('-') || t->is_mark('~'))
            link = Link::Dash;
        else if (t->is_mark('/'))
            link = Link::Slash;
        else if (t->is_mark(',') || t->is_mark(';') || t->is_mark('|'))
            link = Link::Comma;
        else if (t->is(Word::Between))
            m_between = true;
        else if (!is_neutral(*t))
            return 0;
        if (link >= Link::Dash)  // "from 11 to 4 and Sunday": this "and" ends no range
            m_between = false;
        m_link = std::max(m_link, link);
        return 1;
    }

    static bool is_neutral(Token const& t)
    {
        if (t.kind == Kind::Mark)
            return t.is_mark('(') || t.is_mark(')') || t.is_mark('[') || t.is_mark(']') || t.is_mark('"') ||
                   t.is_mark('@') || t.is_mark('\'') || t.is_mark(':') || t.is_mark('.') || t.is_mark('*') ||
                   t.is_mark('+');
        return t.is(Word::The) || t.is(Word::At) || t.is(Word::On) || t.is(Word::Of) || t.is(Word::For) ||
               t.is(Word::T) || t.is(Word::Start) || t.is(Word::Finish);
    }

    /// A word without meaning, or a number with all that hangs on it: of "$12.50" or "555-12-3456" no part is a date.
    std::size_t skip_noise()
    {
        m_noise = true;
        std::size_t n = 1;
        if (m_at->kind == Kind::Word)
            return n;
        if (m_at->kind == Kind::Mark && !(m_at[1].is_number() && m_at[1].joined))
            return n;
        while (m_at[n].joined && (m_at[n].is_number() || (m_at[n].kind == Kind::Mark && m_at[n + 1].is_number() &&
                                                          m_at[n + 1].joined && !m_at[n].is_mark(','))))
            ++n;
        return n;
    }

    std::string_view m_text;
    Token const* m_at;
    Token const* m_end;
    PieceOptions const& m_options;
    Pieces& m_pieces;
    Link m_link = Link::None;
    bool m_noise = false;
    bool m_between = false;
    bool m_spare = false;  ///< behind "rain date"
};

}  // namespace

Pieces find_pieces(std::string_view text, Tokens const& tokens, PieceOptions const& options)
{
    Pieces pieces;
    pieces.items.reserve(8);
    Finder{text, tokens, options, pieces}.run();
    return pieces;
}

}  // namespace almanac
