#include "time/occasion.hpp"

#include <algorithm>
#include <array>

namespace almanac {
namespace {

enum Label { unlabelled, doors, show };

bool is_only_weekday(Piece const& piece)
{
    return is_date(piece) && !piece.date.names_a_day() && piece.date.month == 0 && piece.date.weekday >= 0;
}

bool is_day(Piece const& piece)
{
    return is_date(piece) && piece.date.names_a_day();
}

/// Takes out the pieces that `unwanted` picks; what follows one keeps the stronger of both links.
template <class Unwanted>
void take_out(Pieces& pieces, Unwanted unwanted)
{
    std::size_t kept = 0;
    auto link = Link::None;
    auto noise = false;
    for (std::size_t i = 0; i < pieces.items.size(); ++i) {
        auto& piece = pieces.items[i];
        if (unwanted(i)) {
            link = std::max(link, piece.link);
            noise = noise || piece.after_noise;
            continue;
        }
        piece.link = std::max(piece.link, link);
        piece.after_noise = piece.after_noise || noise;
        link = Link::None;
        noise = false;
        pieces.items[kept++] = piece;
    }
    pieces.items.resize(kept);
}

/// A month without a day is a date only in a text that says no clearer one; a bare month ("may", "march") only in a
/// text that says nothing else, and a short weekday ("sun", "sat") only beside a time or in such a text.
void drop_weak_dates(Pieces& pieces)
{
    auto const& all = pieces.items;
    auto const strong = std::ranges::any_of(all, [](Piece const& p) { return is_date(p) && !p.date.weak; });
    auto const other_day =
        std::ranges::any_of(all, [](Piece const& p) { return is_date(p) && !p.date.weak && !is_only_weekday(p); });
    auto const clocked = std::ranges::any_of(
        all, [](Piece const& p) { return p.kind == Piece::Kind::Time || p.kind == Piece::Kind::DayPart || is_day(p); });
    auto const silent = !pieces.after_last_noise && std::ranges::none_of(all, &Piece::after_noise);
    auto const one_weekday = std::ranges::count_if(all, is_only_weekday) == 1;
    take_out(pieces, [&](std::size_t i) {
        auto const& p = pieces.items[i];
        if (is_only_weekday(p))
            return !clocked && ((p.date.weak && !silent) || (p.named && one_weekday));
        if (!is_date(p) || !p.date.weak)
            return false;
        auto const bare = (p.date.day == 0 && p.date.year == 0) || p.date.days > 1;
        return (p.date.day != 0 ? other_day : strong) || (bare && !silent);  // "Tues 3/3": the weekday confirms it
    });
}

/// A weekday beside a day of a month only confirms it: "Sat, March 2", "Sat & Sun, March 2-3", "May 21 Tue". So does
/// the same weekday later in the text: "Thursday, April 6: Maundy Thursday service".
void merge_weekdays(Pieces& pieces)
{
    auto const first_day = static_cast<std::size_t>(std::ranges::find_if(pieces.items, is_day) - pieces.items.begin());
    if (first_day == pieces.items.size())
        return;
    auto const beside = [](Piece const& p) { return p.link <= Link::Comma && !p.after_noise; };
    std::array<bool, Pieces::max> merged{};
    for (std::size_t i = 0; i < pieces.items.size(); ++i) {
        auto const& piece = pieces.items[i];
        if (!is_only_weekday(piece))
            continue;
        auto next = i + 1;
        while (next < pieces.items.size() && is_only_weekday(pieces.items[next]))
            ++next;
        Piece* day = nullptr;
        if (next < pieces.items.size() && is_day(pieces.items[next]) && beside(pieces.items[next]))
            day = &pieces.items[next];
        else if (i > 0 && is_day(pieces.items[i - 1]) && beside(piece))
            day = &pieces.items[i - 1];
        if (day != nullptr && day->date.weekday < 0 && day->date.nth == 0)
            day->date.weekday = piece.date.weekday;
        auto const again =
            std::ranges::any_of(pieces.items.begin(), pieces.items.begin() + static_cast<long>(i), [&](Piece const& p) {
                return is_day(p) && p.date.nth == 0 && p.date.weekday == piece.date.weekday;
            });
        merged[i] = day != nullptr || i < first_day || again;
    }
    take_out(pieces, [&](std::size_t i) { return merged[i]; });
}

/// "doors 7pm / show 8pm", "7pm doors, 8pm show": the event begins with the show.
void apply_labels(Pieces& pieces, std::vector<std::string>& assumptions)
{
    auto const& all = pieces.items;
    auto const is_label = [](Piece const& p) { return p.kind == Piece::Kind::Doors || p.kind == Piece::Kind::Show; };
    auto const is_time = [](Piece const& p) { return p.kind == Piece::Kind::Time; };
    auto const first_label = std::ranges::find_if(all, is_label);
    if (first_label == all.end())
        return;
    // "7pm doors, 8pm show"; of "8pm show, doors 7pm" and "7:30 to 10pm. Doors open at 6pm" the last label leads.
    auto const last_label = std::ranges::find_if(all.rbegin(), all.rend(), is_label).base();
    auto const leads = last_label != all.end() && is_time(*last_label);
    auto const behind = std::ranges::find_if(all, is_time) < first_label && !leads;
    for (std::size_t i = 0; i < pieces.items.size(); ++i) {
        if (!is_label(pieces.items[i]))
            continue;
        auto const mark = pieces.items[i].kind == Piece::Kind::Doors ? doors : show;
        if (behind && i > 0 && is_time(pieces.items[i - 1]))
            pieces.items[i - 1].number = mark;
        else if (!behind && i + 1 < pieces.items.size() && is_time(pieces.items[i + 1]))
            pieces.items[i + 1].number = mark;
    }
    auto const has_show = std::ranges::any_of(all, [&](Piece const& p) { return is_time(p) && p.number != doors; });
    auto const drop_doors =
        has_show && std::ranges::any_of(all, [&](Piece const& p) { return is_time(p) && p.number == doors; });
    if (drop_doors)
        assumptions.emplace_back("the time of the doors is left out");
    take_out(pieces, [&](std::size_t i) {
        auto const& p = pieces.items[i];
        return is_label(p) || (drop_doors && is_time(p) && p.number == doors);
    });
}

/// A holiday is a date in a text that states no other and is all of it, or has a clock time or its year: "Thanksgiving
/// Day, 8am", but not "closed for Memorial Day". A weekday beside it confirms it. One end of a range stays: "Nov. 27
/// through New Year's Day".
void drop_holidays(Pieces& pieces)
{
    auto const& all = pieces.items;
    auto const is_holiday = [](Piece const& p) { return is_date(p) && p.date.holiday; };
    if (std::ranges::none_of(all, is_holiday))
        return;
    auto const silent = !pieces.after_last_noise && std::ranges::none_of(all, &Piece::after_noise);
    auto const clocked = std::ranges::any_of(
        all, [](Piece const& p) { return p.kind == Piece::Kind::Time || p.kind == Piece::Kind::DayPart; });
    auto const confirms = [](Piece const& p) { return is_only_weekday(p) && !p.after_noise; };
    auto const stated =
        std::ranges::any_of(all, [&](Piece const& p) { return is_date(p) && !is_holiday(p) && !confirms(p); });
    take_out(pieces, [&](std::size_t i) {
        auto const& p = all[i];
        auto const begins_range = i + 1 < all.size() && is_date(all[i + 1]) && all[i + 1].link >= Link::Dash;
        if (!is_holiday(p) || p.link >= Link::Dash || begins_range)
            return false;
        auto const believed = silent || clocked || p.date.year != 0;
        return stated || !believed;
    });
}

}  // namespace

void weigh(Pieces& pieces, std::vector<std::string>& assumptions)
{
    drop_holidays(pieces);
    drop_weak_dates(pieces);
    merge_weekdays(pieces);
    apply_labels(pieces, assumptions);
}

}  // namespace almanac
