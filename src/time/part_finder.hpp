#pragma once

#include "time/phrase_parts.hpp"

namespace almanac {

/// Goes over the tokens of a phrase. Each `find_...` takes what stands at the present token, or says that it is not
/// there. phrase_parts.cpp has what says how often, from when and how long; phrase_days.cpp which days.
class PartFinder {
public:
    PartFinder(Token const* begin, Token const* end, PieceOptions const& options, std::span<Piece const> pieces)
        : m_at(begin), m_end(end), m_options(options), m_pieces(pieces)
    {
    }

    PhraseParts run();

private:
    bool find_step();
    bool find_exception();
    bool find_bound();
    bool find_length();
    bool find_count();
    bool find_ordinals();
    bool find_weekdays();
    bool find_near_month();
    bool find_holiday();
    bool find_numbered();
    bool find_month();
    bool find_time_or_date();

    void set_step(std::int64_t step, std::int64_t interval);
    void add_day(RuleDay day);
    void add_days(int first, int last);
    [[nodiscard]] bool is_time_at(Token const& t) const;
    void note_time();
    void close_groups();
    std::size_t read_day_letters();
    std::size_t read_day(Token const* t, DateParts& date) const;
    [[nodiscard]] bool is_end(Token const& t) const { return &t >= m_end || t.is_mark('.') || t.is_mark(','); }

    bool taken(std::size_t n)
    {
        m_at += n;
        return n != 0;
    }

    Token const* m_at;
    Token const* m_end;
    PieceOptions const& m_options;
    std::span<Piece const> m_pieces;
    Token const* m_clock = nullptr;  ///< the first clock time behind the last days
    bool m_time_first = false;       ///< a clock time stands before all days
    PhraseParts m_parts;
};

// What both files look at.

inline bool is_weekday(Token const& t)
{
    return t.is(Word::Weekday) || t.is(Word::Weekdays);
}

inline bool is_range(Token const& t)
{
    return t.is_mark('-') || t.is(Word::To);
}

inline bool is_and(Token const& t)
{
    return t.is_mark(',') || t.is(Word::And) || t.is_mark('&');
}

/// Words without weight before what they lead to: "on the", "in", "of".
[[nodiscard]] Token const* after_small_words(Token const* t);

/// The frequency of a step in seconds; nothing for less than a day.
[[nodiscard]] std::optional<Frequency> frequency_of(std::int64_t step);

[[nodiscard]] bool is_unit(Token const& t, Frequency frequency);

/// "quarter": three months. A quarter of an hour is no step of a series.
[[nodiscard]] bool is_quarter(Token const& t);

}  // namespace almanac
