#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace almanac {

/// What a word means in a date. A number may belong to it.
enum class Word : std::uint8_t {
    None,      ///< no word of a date
    Month,     ///< 1 to 12
    Weekday,   ///< 0 (Monday) to 6
    Weekdays,  ///< the same in plural: "Saturdays"
    Meridiem,  ///< 0 for am, 12 for pm
    Suffix,    ///< st, nd, rd, th
    Ordinal,   ///< "first": 1
    Tens,      ///< "twenty" of "twenty-third": 20
    Count,     ///< "three": 3
    Last,
    DayOffset,  ///< today: 0, tomorrow: 1, yesterday: -1
    Tonight,
    DayPart,   ///< morning, evening ...: first hour * 100 + last hour
    DayParts,  ///< the same in plural: "Friday nights"
    Clock,     ///< noon: 12, midnight: 0
    OClock,
    To,  ///< to, through, until
    And,
    Between,  ///< between, from: a range follows
    At,
    On,
    Of,   ///< of: 0; in, during: 1
    The,  ///< and other words without weight
    All,
    Unit,  ///< of time; seconds
    Next,
    This,
    Every,       ///< every, each
    Other,       ///< "every other": 0; alternate: 1; bi: 2
    Often,       ///< daily, weekly, monthly, yearly: the step in seconds
    Times,       ///< times, occurrences, x
    Once,        ///< once: 1, twice: 2
    Except,      ///< but: 1, an exception only before a day
    No,          ///< no, not: exceptions may follow
    DayLetter,   ///< "M" of "M/W/F": a bit of the week, 1 for Monday; "T" and "Th" have other meanings too
    DayLetters,  ///< "MWF": the bits of its days
    WorkDays,    ///< weekdays: 1, weekday: 0
    Weekend,     ///< weekends: 1, weekend: 0
    Start,       ///< starting, begins
    Finish,      ///< "end" of "the end of the month"
    PartOf,      ///< early: 1, mid: 2, late: 3
    Ago,         ///< ago, back: -1; hence: 1
    Now,
    After,  ///< after: 1, before: -1
    Past,   ///< "half past seven"
    Half,
    For,
    Doors,
    Show,
    Spare,    ///< rain, snow: "rain date"
    Holiday,  ///< a word of its name: HolidayWord
    Zone,     ///< an abbreviation: index for zone_name
    T,        ///< between the date and the time of ISO 8601
    H,        ///< "19h30"
};

inline constexpr std::string_view curly_apostrophe = "\xE2\x80\x99";

/// The words that names of holidays have.
enum class HolidayWord : std::uint8_t {
    Nothing,
    New,
    Years,
    Eve,
    Mlk,
    Martin,
    Luther,
    King,
    Jr,
    Groundhog,
    Valentines,
    Presidents,
    Saint,
    Patricks,
    Earth,
    Mothers,
    Memorial,
    Fathers,
    Juneteenth,
    Independence,
    Labor,
    Columbus,
    Indigenous,
    Peoples,
    Halloween,
    Election,
    Veterans,
    Thanksgiving,
    Black,
    Cyber,
    Christmas,
    Ash,
    Palm,
    Maundy,
    Good,
    Easter,
};

struct WordMeaning {
    Word word = Word::None;
    int value = 0;
};

/// In any case; ASCII only, but for the apostrophe, which the names of holidays may have or not.
[[nodiscard]] WordMeaning find_word(std::string_view text);

/// What a zone's abbreviation stands for: a place's clock, or minutes east of Greenwich when `iana` is empty.
struct ZoneName {
    std::string_view iana;
    int minutes = 0;
};

[[nodiscard]] ZoneName zone_name(std::size_t index);

}  // namespace almanac
