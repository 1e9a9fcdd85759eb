#include "time/words.hpp"

#include <algorithm>
#include <array>

namespace almanac {
namespace {

struct Entry {
    std::string_view text;
    Word word;
    int value = 0;
};

constexpr int minute = 60, hour = 60 * minute, day = 24 * hour;

/// Sorted by text.
constexpr auto words = std::to_array<Entry>({
    {"aedt", Word::Zone, 14},
    {"aest", Word::Zone, 13},
    {"afternoon", Word::DayPart, 1218},
    {"akdt", Word::Zone, 4},
    {"akst", Word::Zone, 4},
    {"all", Word::All},
    {"am", Word::Meridiem, 0},
    {"and", Word::And},
    {"apr", Word::Month, 4},
    {"april", Word::Month, 4},
    {"ast", Word::Zone, 6},
    {"at", Word::At},
    {"aug", Word::Month, 8},
    {"august", Word::Month, 8},
    {"begin", Word::The},
    {"beginning", Word::The},
    {"begins", Word::The},
    {"between", Word::Between},
    {"bst", Word::Zone, 8},
    {"by", Word::The},
    {"cdt", Word::Zone, 1},
    {"central", Word::Zone, 1},
    {"cest", Word::Zone, 10},
    {"cet", Word::Zone, 9},
    {"cst", Word::Zone, 1},
    {"ct", Word::Zone, 1},
    {"date", Word::The},
    {"day", Word::Unit, day},
    {"daylight", Word::The},
    {"days", Word::Unit, day},
    {"dec", Word::Month, 12},
    {"december", Word::Month, 12},
    {"door", Word::Doors},
    {"doors", Word::Doors},
    {"during", Word::Of},
    {"eastern", Word::Zone, 0},
    {"edt", Word::Zone, 0},
    {"eighth", Word::Ordinal, 8},
    {"end", Word::The},
    {"ending", Word::The},
    {"ends", Word::The},
    {"est", Word::Zone, 0},
    {"et", Word::Zone, 0},
    {"evening", Word::DayPart, 1824},
    {"every", Word::Every},
    {"feb", Word::Month, 2},
    {"february", Word::Month, 2},
    {"fifth", Word::Ordinal, 5},
    {"first", Word::Ordinal, 1},
    {"for", Word::For},
    {"fourth", Word::Ordinal, 4},
    {"fri", Word::Weekday, 4},
    {"friday", Word::Weekday, 4},
    {"fridays", Word::Weekdays, 4},
    {"from", Word::Between},
    {"gmt", Word::Zone, 7},
    {"h", Word::H},
    {"hour", Word::Unit, hour},
    {"hours", Word::Unit, hour},
    {"hr", Word::Unit, hour},
    {"hrs", Word::Unit, hour},
    {"hst", Word::Zone, 5},
    {"ides", Word::Ordinal, 15},
    {"in", Word::Of},
    {"ist", Word::Zone, 11},
    {"jan", Word::Month, 1},
    {"january", Word::Month, 1},
    {"jst", Word::Zone, 12},
    {"jul", Word::Month, 7},
    {"july", Word::Month, 7},
    {"jun", Word::Month, 6},
    {"june", Word::Month, 6},
    {"lunch", Word::DayPart, 1214},
    {"mar", Word::Month, 3},
    {"march", Word::Month, 3},
    {"may", Word::Month, 5},
    {"mdt", Word::Zone, 2},
    {"midnight", Word::Clock, 0},
    {"min", Word::Unit, minute},
    {"mins", Word::Unit, minute},
    {"minute", Word::Unit, minute},
    {"minutes", Word::Unit, minute},
    {"mon", Word::Weekday, 0},
    {"monday", Word::Weekday, 0},
    {"mondays", Word::Weekdays, 0},
    {"month", Word::Unit, 30 * day},
    {"months", Word::Unit, 30 * day},
    {"morning", Word::DayPart, 12},
    {"mountain", Word::Zone, 2},
    {"mst", Word::Zone, 2},
    {"mt", Word::Zone, 2},
    {"nd", Word::Suffix},
    {"next", Word::Next},
    {"night", Word::DayPart, 1824},
    {"ninth", Word::Ordinal, 9},
    {"noon", Word::Clock, 12},
    {"nov", Word::Month, 11},
    {"november", Word::Month, 11},
    {"o'clock", Word::OClock},
    {"oct", Word::Month, 10},
    {"october", Word::Month, 10},
    {"of", Word::Of},
    {"on", Word::On},
    {"or", Word::And},
    {"pacific", Word::Zone, 3},
    {"pdt", Word::Zone, 3},
    {"pm", Word::Meridiem, 12},
    {"pst", Word::Zone, 3},
    {"pt", Word::Zone, 3},
    {"rd", Word::Suffix},
    {"sat", Word::Weekday, 5},
    {"saturday", Word::Weekday, 5},
    {"saturdays", Word::Weekdays, 5},
    {"second", Word::Ordinal, 2},
    {"sep", Word::Month, 9},
    {"sept", Word::Month, 9},
    {"september", Word::Month, 9},
    {"seventh", Word::Ordinal, 7},
    {"show", Word::Show},
    {"sixth", Word::Ordinal, 6},
    {"st", Word::Suffix},
    {"standard", Word::The},
    {"start", Word::The},
    {"starting", Word::The},
    {"starts", Word::The},
    {"sun", Word::Weekday, 6},
    {"sunday", Word::Weekday, 6},
    {"sundays", Word::Weekdays, 6},
    {"t", Word::T},
    {"tenth", Word::Ordinal, 10},
    {"th", Word::Suffix},
    {"the", Word::The},
    {"third", Word::Ordinal, 3},
    {"this", Word::This},
    {"through", Word::To},
    {"thru", Word::To},
    {"thu", Word::Weekday, 3},
    {"thur", Word::Weekday, 3},
    {"thurs", Word::Weekday, 3},
    {"thursday", Word::Weekday, 3},
    {"thursdays", Word::Weekdays, 3},
    {"til", Word::To},
    {"till", Word::To},
    {"time", Word::The},
    {"to", Word::To},
    {"today", Word::DayOffset, 0},
    {"tomorrow", Word::DayOffset, 1},
    {"tomorrows", Word::DayOffset, 1},
    {"tonight", Word::Tonight},
    {"tue", Word::Weekday, 1},
    {"tues", Word::Weekday, 1},
    {"tuesday", Word::Weekday, 1},
    {"tuesdays", Word::Weekdays, 1},
    {"until", Word::To},
    {"utc", Word::Zone, 7},
    {"wed", Word::Weekday, 2},
    {"wednesday", Word::Weekday, 2},
    {"wednesdays", Word::Weekdays, 2},
    {"weds", Word::Weekday, 2},
    {"week", Word::Unit, 7 * day},
    {"weeks", Word::Unit, 7 * day},
    {"when", Word::The},
    {"year", Word::Unit, 365 * day},
    {"years", Word::Unit, 365 * day},
    {"yesterday", Word::DayOffset, -1},
    {"z", Word::Zone, 7},
});
static_assert(std::ranges::is_sorted(words, {}, &Entry::text));
constexpr std::size_t longest_word = 10;

/// American names mean the clock of a place, whatever the season ("7pm EST" in July is 7pm in New York); the others
/// are distances. "IST" is India's, by far the largest of its three countries.
constexpr auto zones = std::to_array<ZoneName>({
    {"America/New_York", 0},
    {"America/Chicago", 0},
    {"America/Denver", 0},
    {"America/Los_Angeles", 0},
    {"America/Anchorage", 0},
    {"Pacific/Honolulu", 0},
    {"America/Halifax", 0},
    {"", 0},
    {"", 60},
    {"", 60},
    {"", 120},
    {"", 330},
    {"", 540},
    {"", 600},
    {"", 660},
});

}  // namespace

WordMeaning find_word(std::string_view text)
{
    std::array<char, longest_word> low;
    if (text.size() > low.size())
        return {};
    std::ranges::transform(text, low.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    std::string_view const key{low.data(), text.size()};
    auto const found = std::ranges::lower_bound(words, key, {}, &Entry::text);
    if (found == words.end() || found->text != key)
        return {};
    return {found->word, found->value};
}

ZoneName zone_name(std::size_t index)
{
    return zones[index];
}

}  // namespace almanac
