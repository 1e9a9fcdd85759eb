#include "time/occasion.hpp"

#include <algorithm>
#include <span>

namespace almanac {
namespace {

class Combiner {
public:
    explicit Combiner(std::vector<std::string>& assumptions) : m_assumptions(assumptions) {}

    std::vector<Occasion> run(Pieces const& pieces)
    {
        for (std::size_t i = 0; i < pieces.items.size(); ++i) {
            auto const& piece = pieces.items[i];
            auto const* next = i + 1 < pieces.items.size() ? &pieces.items[i + 1] : nullptr;
            if (begins_another(std::span{pieces.items}.subspan(i))) {
                m_occasions.emplace_back();
                m_has_date = m_at_end = false;
            }
            switch (piece.kind) {
            case Piece::Kind::Date: add_date(piece, next); break;
            case Piece::Kind::Time: add_time(piece); break;
            case Piece::Kind::AllDay: now().all_day = true; break;
            case Piece::Kind::DayPart: now().day_part = now().day_part < 0 ? piece.number : now().day_part; break;
            case Piece::Kind::Length: now().length = now().length == 0 ? piece.number : now().length; break;
            default: break;
            }
            m_last = piece.kind;
        }
        share_times();
        share_dates();
        share_meridiems();
        return std::move(m_occasions);
    }

private:
    Occasion& now()
    {
        if (m_occasions.empty())
            m_occasions.emplace_back();
        return m_occasions.back();
    }

    /// "noon today and 5pm tomorrow": the second time stands before its date, as the first did.
    [[nodiscard]] bool begins_another(std::span<Piece const> rest)
    {
        if (rest.front().kind != Piece::Kind::Time || rest.front().link >= Link::Dash || !m_has_date ||
            !m_time_came_first || !now().has_time || m_occasions.size() == max_occasions)
            return false;
        auto const end = std::ranges::find_if(
            rest.subspan(1), [](Piece const& p) { return p.kind != Piece::Kind::Time || p.link < Link::Dash; });
        return end != rest.subspan(1).end() && is_date(*end) && end->link == Link::None && !end->after_noise &&
               !rest.front().after_noise && end->date != now().start;
    }

    void add_date(Piece const& piece, Piece const* next)
    {
        auto& current = now();
        if (!m_has_date) {
            current.start = piece.date;
            m_has_date = true;
            return;
        }
        if (piece.date == current.start) {  // stated again: "05/17/2022 9:00 AM 05/17/2022 10:00 AM"
            m_at_end = piece.link >= Link::Dash && current.has_time;
            return;
        }
        auto const months = piece.date.is_only_month() && current.start.is_only_month();  // "June/July"
        auto const range = piece.link >= Link::Dash || (piece.link == Link::Slash && (piece.date.iso || months));
        // "10:00 AM Mar 5 - 2:00 PM Mar 6"
        auto const of_end_time = m_last == Piece::Kind::Time && current.has_end_time && piece.link == Link::None &&
                                 !piece.after_noise && m_time_came_first && (next == nullptr || !is_plain_time(*next));
        if ((range || of_end_time) && !current.has_end_date) {
            current.end = piece.date;
            current.has_end_date = true;
            m_at_end = true;
            return;
        }
        if (current.has_end_date && piece.date == current.end)
            return;
        if (piece.after_noise || m_occasions.size() == max_occasions) {
            say_left_out("another date");
            // "Posted March 1. Event: March 23, 10am": the date with the time is the event's.
            auto const better = !current.has_time && next != nullptr && is_plain_time(*next) && !next->after_noise;
            if (better)
                current.start = piece.date;
            m_skip_times = !better;
            return;
        }
        Occasion another;
        another.start = piece.date;
        another.same_list = m_last == Piece::Kind::Date;
        m_occasions.push_back(another);
        m_at_end = false;
    }

    static bool is_plain_time(Piece const& piece) { return piece.kind == Piece::Kind::Time && piece.link < Link::Dash; }

    void add_time(Piece const& piece)
    {
        if (m_skip_times)
            return;
        auto& current = now();
        auto const& zone = piece.time.zone;
        auto const is_place = [](ZoneMark const& mark) { return mark.kind == ZoneMark::Kind::Place; };
        if (current.has_time && piece.link <= Link::Slash && is_place(zone) && is_place(current.start_time.zone) &&
            zone != current.start_time.zone)
            return;  // "6pm ET / 3pm PT": told again for another zone
        if (!current.has_time) {
            current.start_time = piece.time;
            current.has_time = true;
            m_time_came_first = !m_has_date;
            return;
        }
        if ((m_at_end || piece.link >= Link::Dash || piece.link == Link::Slash) && !current.has_end_time &&
            (piece.link != Link::Slash || m_at_end)) {
            current.end_time = piece.time;
            current.has_end_time = true;
            m_at_end = false;
            return;
        }
        if (piece.time == current.start_time || (current.has_end_time && piece.time == current.end_time))
            return;
        if (piece.after_noise || !m_has_date || current.has_end_date || m_occasions.size() == max_occasions) {
            say_left_out("another time");
            return;
        }
        Occasion another;  // "Saturday 10am and 2pm"
        another.start = current.start;
        another.start_time = piece.time;
        another.has_time = true;
        m_occasions.push_back(another);
    }

    /// "March 2, March 9 and March 16, 10am - 12pm": the time belongs to all of them.
    void share_times()
    {
        for (auto i = m_occasions.size(); i-- > 1;) {
            auto& before = m_occasions[i - 1];
            auto const& after = m_occasions[i];
            if (!after.same_list || before.has_time || before.all_day || !after.has_time)
                continue;
            before.start_time = after.start_time;
            before.end_time = after.end_time;
            before.has_time = true;
            before.has_end_time = after.has_end_time;
        }
        // "10am - 12pm, March 2 and March 9"
        for (std::size_t i = 1; i < m_occasions.size() && m_time_came_first; ++i) {
            auto const& before = m_occasions[i - 1];
            auto& after = m_occasions[i];
            if (!after.same_list || after.has_time || !before.has_time)
                continue;
            after.start_time = before.start_time;
            after.end_time = before.end_time;
            after.has_time = true;
            after.has_end_time = before.has_end_time;
        }
    }

    /// "March 30, April 2, 9 and 16, 2019": a day without a month has that of the one before, or else of the one
    /// behind.
    void share_dates()
    {
        auto const take_month = [](DateParts& to, DateParts const& from) {
            if (to.month == 0 && to.day != 0)
                to.month = from.month;
        };
        for (std::size_t i = 1; i < m_occasions.size(); ++i)
            take_month(m_occasions[i].start, m_occasions[i - 1].start);
        for (auto i = m_occasions.size(); i-- > 1;) {
            auto& before = m_occasions[i - 1];
            auto const& after = m_occasions[i];
            if (!after.same_list)
                continue;
            take_month(before.start, after.start);
            if (before.start.year == 0)
                before.start.year = after.start.year;
        }
        for (std::size_t i = 1; i < m_occasions.size(); ++i) {
            if (m_occasions[i].start.year == 0)
                m_occasions[i].start.year = m_occasions[i - 1].start.year;
        }
    }

    /// "7 & 9 pm", "11 and 1 pm": the hour before it without am or pm is the nearer one.
    void share_meridiems()
    {
        for (auto i = m_occasions.size(); i-- > 1;) {
            auto& before = m_occasions[i - 1];
            auto const& after = m_occasions[i].start_time;
            if (before.start != m_occasions[i].start || before.has_end_time || before.start_time.sure ||
                before.start_time.meridiem != Meridiem::None || after.meridiem == Meridiem::None)
                continue;
            auto const same_half = before.start_time.hour % 12 < after.hour % 12;
            before.start_time.meridiem = same_half == (after.meridiem == Meridiem::Pm) ? Meridiem::Pm : Meridiem::Am;
        }
    }

    void say_left_out(std::string_view what)
    {
        say_once(m_assumptions, std::string{what} + " in the text is left out");
    }

    static constexpr std::size_t max_occasions = 12;
    std::vector<std::string>& m_assumptions;
    std::vector<Occasion> m_occasions;
    Piece::Kind m_last = Piece::Kind::Date;
    bool m_has_date = false;
    bool m_time_came_first = false;
    bool m_at_end = false;
    bool m_skip_times = false;  ///< they belong to a date that was left out
};

}  // namespace

void say_once(std::vector<std::string>& assumptions, std::string text)
{
    if (std::ranges::find(assumptions, text) == assumptions.end())
        assumptions.push_back(std::move(text));
}

std::vector<Occasion> combine(Pieces& pieces, std::vector<std::string>& assumptions, std::string& problem)
{
    weigh(pieces, assumptions);
    if (std::ranges::none_of(pieces.items, is_date)) {
        if (!pieces.bad_date.empty())
            problem = "there is no " + std::string{pieces.bad_date};
        else if (std::ranges::any_of(pieces.items, [](Piece const& p) { return p.kind == Piece::Kind::Time; }))
            problem = "a time, but no date";
        else
            problem = "no date";
        return {};
    }
    return Combiner{assumptions}.run(pieces);
}

}  // namespace almanac
