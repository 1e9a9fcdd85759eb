#include "time/read_when.hpp"

#include "text/text.hpp"
#include "time/occasion.hpp"
#include "time/phrase.hpp"

#include <absl/time/time.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>

namespace almanac {
namespace {

/// "1553353200", "1553353200000", "/Date(1553353200000-0500)/": seconds or milliseconds since 1970, alone in the text.
std::optional<absl::Time> read_epoch(std::string_view text)
{
    if (text.starts_with("/Date(") && text.ends_with(")/")) {
        text = text.substr(6, text.size() - 8);
        text = text.substr(0, text.find_first_of("+-", 1));
    }
    if (text.size() != 10 && text.size() != 13)
        return std::nullopt;
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0)
        return std::nullopt;
    return text.size() == 10 ? absl::FromUnixSeconds(number) : absl::FromUnixMillis(number);
}

ZoneMark utc()
{
    return {ZoneMark::Kind::Offset, 0, {}};
}

Occasion occasion_of(absl::Time instant)
{
    auto const wall = absl::ToCivilSecond(instant, absl::UTCTimeZone());
    Occasion occasion;
    occasion.start.year = static_cast<int>(wall.year());
    occasion.start.month = wall.month();
    occasion.start.day = wall.day();
    occasion.start_time = {wall.hour(), wall.minute(), wall.second(), Meridiem::None, true, utc()};
    occasion.has_time = true;
    return occasion;
}

std::string shown(std::string_view text)
{
    return cut_at_word(collapse_spaces(text.substr(0, 200)), 60);
}

PieceOptions piece_options(WhenOptions const& options)
{
    return {absl::CivilDay(options.now), options.day_first};
}

void resolve_all(std::vector<Occasion> const& occasions, WhenOptions const& options, WhenReading& reading)
{
    for (auto const& occasion : occasions) {
        resolve(occasion, options, reading);
        if (!reading.problem.empty()) {
            reading.times.clear();
            reading.recurrences.clear();
            return;
        }
        if (occasion.recurrence)
            reading.recurrences.push_back(*occasion.recurrence);
        // "Saturday 3/7 and every Saturday after": the same day twice
        else if (std::ranges::count(reading.times, reading.times.back()) > 1)
            reading.times.pop_back();
    }
}

/// The times of a series, on its first day: those of the text from the phrase on to `end`.
std::vector<Occasion> times_of_series(Pieces pieces, Phrase phrase, std::uint32_t end, WhenReading& reading)
{
    std::erase_if(pieces.items, [&](Piece const& p) {
        return p.begin < phrase.begin || p.begin >= end || p.kind == Piece::Kind::Date ||
               (p.kind == Piece::Kind::Length && p.number >= day_seconds);
    });
    Piece day;
    day.date = phrase.first;
    pieces.items.insert(pieces.items.begin(), day);
    for (auto& text : phrase.said)
        say_once(reading.assumptions, std::move(text));
    auto occasions = combine(pieces, reading.assumptions, reading.problem);
    for (auto& occasion : occasions)
        occasion.recurrence = phrase.recurrence;
    return occasions;
}

/// Each phrase with its own times.
std::vector<Occasion> times_of_series(Pieces const& pieces, std::vector<Phrase> phrases, WhenReading& reading)
{
    std::vector<Occasion> occasions;
    for (std::size_t i = 0; i < phrases.size(); ++i) {
        auto const end = i + 1 < phrases.size() ? phrases[i + 1].begin : std::numeric_limits<std::uint32_t>::max();
        std::ranges::move(times_of_series(pieces, std::move(phrases[i]), end, reading), std::back_inserter(occasions));
    }
    return occasions;
}

/// Clock times that are all the text says get the day of `now`.
void add_day_of_now(Pieces& pieces, WhenOptions const& options, WhenReading& reading)
{
    auto const& all = pieces.items;
    auto const is_time = [](Piece const& p) { return p.kind == Piece::Kind::Time; };
    auto const silent = !pieces.after_last_noise && std::ranges::none_of(all, &Piece::after_noise);
    if (!options.day_of_now || !silent || !pieces.bad_date.empty() || all.empty() || !std::ranges::all_of(all, is_time))
        return;
    absl::CivilDay const today{options.now};
    Piece day;
    day.date.year = static_cast<int>(today.year());
    day.date.month = today.month();
    day.date.day = today.day();
    pieces.items.insert(pieces.items.begin(), day);
    reading.assumptions.push_back(fmt::format("no date: {}, the day of now", absl::FormatCivilTime(today)));
}

/// The first occasion of a text, or none; `reading` is told what was left out.
std::vector<Occasion> read_occasions(std::string_view text, WhenOptions const& options, WhenReading& reading)
{
    if (auto const instant = read_epoch(text))
        return {occasion_of(*instant)};
    Tokens const tokens{text};
    if (tokens.cut())
        reading.assumptions.push_back(fmt::format("only the first {} bytes are read", Tokens::max_bytes));
    auto pieces = find_pieces(text, tokens, piece_options(options));
    if (auto phrases = read_phrases(tokens, pieces.items, options); !phrases.empty())
        return times_of_series(pieces, std::move(phrases), reading);
    add_day_of_now(pieces, options, reading);
    auto occasions = combine(pieces, reading.assumptions, reading.problem);
    if (!reading.problem.empty())
        reading.problem += fmt::format(" in '{}'", shown(text));
    return occasions;
}

/// The times of a text that stands beside a date: "9:00 AM", "10am - 2pm", "all day", with a date of its own or not.
Occasion read_times(std::string_view text, WhenOptions const& options)
{
    Tokens const tokens{text};
    auto const pieces = find_pieces(text, tokens, piece_options(options));
    Occasion found;
    for (auto const& piece : pieces.items) {
        if (piece.kind == Piece::Kind::AllDay)
            found.all_day = true;
        if (piece.kind == Piece::Kind::DayPart && found.day_part < 0)
            found.day_part = piece.number;
        if (piece.kind != Piece::Kind::Time)
            continue;
        if (!found.has_time) {
            found.start_time = piece.time;
            found.has_time = true;
        } else if (!found.has_end_time && piece.link >= Link::Dash) {
            found.end_time = piece.time;
            found.has_end_time = true;
        }
    }
    return found;
}

/// The end that a page states apart.
void add_end(std::string_view date, std::string_view time, WhenOptions const& options, Occasion& occasion,
             WhenReading& reading)
{
    if (!date.empty()) {
        WhenReading of_end;
        auto const ends = read_occasions(date, options, of_end);
        if (ends.empty()) {
            reading.assumptions.push_back(of_end.problem + ": the end date is left out");
        } else {
            auto const& end = ends.front();
            occasion.end = end.has_end_date ? end.end : end.start;
            occasion.has_end_date = true;
            if (end.has_time) {
                occasion.end_time = end.has_end_time ? end.end_time : end.start_time;
                occasion.has_end_time = true;
            }
        }
    }
    if (time.empty())
        return;
    auto const end = read_times(time, options);
    if (end.has_time) {
        occasion.end_time = end.has_end_time ? end.end_time : end.start_time;
        occasion.has_end_time = true;
    } else if (!end.all_day) {
        reading.assumptions.push_back(fmt::format("no time in '{}'", shown(time)));
    }
}

}  // namespace

WhenReading read_when(std::string_view text, WhenOptions const& options)
{
    WhenReading reading;
    resolve_all(read_occasions(trim(text), options, reading), options, reading);
    return reading;
}

WhenReading read_when(std::string_view start_date, std::string_view start_time, std::string_view end_date,
                      std::string_view end_time, WhenOptions const& options)
{
    WhenReading reading;
    start_date = trim(start_date);
    start_time = trim(start_time);
    if (start_date.empty())
        std::swap(start_date, start_time);
    auto occasions = read_occasions(start_date, options, reading);
    if (occasions.empty())
        return reading;
    auto& occasion = occasions.front();
    if (!start_time.empty()) {
        auto const stated = read_times(start_time, options);
        if (stated.has_time) {
            occasion.start_time = stated.start_time;
            occasion.has_time = true;
            occasion.has_end_time = stated.has_end_time;
            occasion.end_time = stated.end_time;
        } else if (stated.all_day) {
            occasion.all_day = true;
        } else {
            reading.assumptions.push_back(fmt::format("no time in '{}'", shown(start_time)));
        }
        occasion.day_part = std::max(occasion.day_part, stated.day_part);
    }
    add_end(trim(end_date), trim(end_time), options, occasion, reading);
    if (occasion.has_end_time && !occasion.has_time) {
        occasion.has_end_time = false;
        reading.assumptions.emplace_back("a time of the end, but none of the start: all day");
    }
    occasions.resize(1);
    resolve_all(occasions, options, reading);
    return reading;
}

}  // namespace almanac
