#pragma once

#include "time/tokens.hpp"

#include <absl/time/civil_time.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace almanac {

/// A date as far as a text states it: 0 (-1 for the weekday) where it does not.
struct DateParts {
    int year = 0;
    int month = 0;
    int day = 0;
    int weekday = -1;      ///< 0 is Monday
    int nth = 0;           ///< with `weekday`: the nth of the month, -1 the last; without: its last day
    int days = 1;          ///< how many, from the named one on: a weekend has two, a week seven
    int part = 0;          ///< of a month without a day: 1 for its first ten days, 2 the next ten, 3 the others
    bool next = false;     ///< "next Tuesday": in the coming week; "next March": not one that is over
    bool repeats = false;  ///< "Saturdays", "every Saturday"
    bool swapped = false;  ///< "27/5/1979": not in the order that was asked for
    bool weak = false;     ///< a month without a day, "8/25", "sat": believed when nothing speaks against it
    bool iso = false;      ///< year first
    bool holiday = false;  ///< gives way to any date that is stated
    bool easter = false;   ///< Easter Sunday
    int shift = 0;         ///< the day so many days after the named one: "day after Thanksgiving"

    bool operator==(DateParts const&) const = default;

    [[nodiscard]] bool is_only_month() const { return month != 0 && !names_a_day() && weekday < 0; }
    [[nodiscard]] bool names_a_day() const { return day != 0 || nth != 0 || easter; }
};

/// Where a clock stands, as far as the text says so.
struct ZoneMark {
    enum class Kind : std::uint8_t { None, Offset, Place };
    Kind kind = Kind::None;
    int minutes = 0;        ///< east of Greenwich
    std::string_view iana;  ///< for Place

    bool operator==(ZoneMark const&) const = default;
};

enum class Meridiem : std::uint8_t { None, Am, Pm };

struct TimeParts {
    int hour = 0;
    int minute = 0;
    int second = 0;
    Meridiem meridiem = Meridiem::None;
    bool sure = false;  ///< the hour counts from midnight: "19h", "15:00", "08:00:00", noon
    ZoneMark zone;

    bool operator==(TimeParts const&) const = default;
};

/// What stands between two pieces, the strongest last.
enum class Link : std::uint8_t { None, Comma, Slash, And, Dash, To };

struct Piece {
    enum class Kind : std::uint8_t { Date, Time, DayPart, AllDay, Length, Doors, Show };
    Kind kind = Kind::Date;
    Link link = Link::None;    ///< to the piece before
    bool after_noise = false;  ///< words of no meaning stand between this piece and the one before
    bool named = false;        ///< a weekday before a capital: "Friday Harbor"
    std::uint32_t begin = 0;   ///< byte offset in the text
    DateParts date;
    TimeParts time;
    int number = 0;  ///< DayPart: first hour * 100 + last hour; Length: seconds
};

struct Pieces {
    static constexpr std::size_t max = 40;
    std::vector<Piece> items;
    bool after_last_noise = false;  ///< something without meaning follows the last piece
    std::string_view bad_date;      ///< a date that does not exist: "32 August"

    [[nodiscard]] bool full() const { return items.size() >= max; }
};

struct PieceOptions {
    absl::CivilDay today;
    bool day_first = false;
};

/// The dates and times of a text, in its order.
[[nodiscard]] Pieces find_pieces(std::string_view text, Tokens const& tokens, PieceOptions const& options);

// Readers of one piece: they look at the tokens from `t` on, and return how many belong to the piece, 0 for none.

/// A date with at least a day or a month. `bad` is set when it is one in form, but no calendar has it.
[[nodiscard]] std::size_t read_date(Token const* t, PieceOptions const& options, DateParts& date, bool& bad);

/// A date that is reckoned from today: "tomorrow", "in 3 days", "this weekend", "Tuesday of next week". Weak, but for
/// "today" and the days beside it.
[[nodiscard]] std::size_t read_relative(Token const* t, absl::CivilDay today, DateParts& date);

/// "this month", "next month", "last month"
[[nodiscard]] std::size_t read_near_month(Token const* t, absl::CivilDay today, DateParts& date);

/// A clock time that is one by itself: "10:00", "7pm", "19h30", "noon",
/// "half past seven".
[[nodiscard]] std::size_t read_clock(Token const* t, TimeParts& time);

/// The time behind the "T" of ISO 8601: "10:00:00.5", "1000", and EventON's "08-08-00-00", where the first number is
/// its zone's hour.
[[nodiscard]] std::size_t read_iso_time(Token const* t, TimeParts& time);

/// "Z", "-05:00", "EST", "(GMT+2)" behind a time. `strict` says that a dash means an offset, not a range.
[[nodiscard]] std::size_t read_zone(Token const* t, bool strict, ZoneMark& zone);

}  // namespace almanac
