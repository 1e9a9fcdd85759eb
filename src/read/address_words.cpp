#include "read/address_words.hpp"

#include "text/ascii.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace almanac {

bool is_postal_code(std::string_view text)
{
    auto const digits = [&](std::size_t from, std::size_t count) {
        return text.size() >= from + count && std::ranges::all_of(text.substr(from, count), is_digit);
    };
    if (text.size() == 5 || text.size() == 10)
        return digits(0, 5) && (text.size() == 5 || (text[5] == '-' && digits(6, 4)));
    if (text.size() == 7 && text[3] == ' ')
        return is_postal_code(std::string{text.substr(0, 3)} + std::string{text.substr(4)});
    return text.size() == 6 && is_letter(text[0]) && is_digit(text[1]) && is_letter(text[2]) && is_digit(text[3]) &&
           is_letter(text[4]) && is_digit(text[5]);
}

bool is_street_word(std::string_view word)
{
    constexpr std::array<std::string_view, 43> words{
        "st",    "street", "ave", "avenue",  "av",    "rd",       "road",  "blvd", "boulevard", "dr",     "drive",
        "ln",    "lane",   "way", "pkwy",    "hwy",   "parkway",  "pike",  "ct",   "court",     "pl",     "place",
        "cir",   "circle", "ter", "terrace", "hwy",   "highway",  "route", "rte",  "sq",        "square", "loop",
        "trail", "trl",    "plz", "plaza",   "alley", "broadway", "mews",  "row",  "turnpike",  "landing"};
    auto const low = lower_ascii(word.ends_with('.') || word.ends_with(',') ? word.substr(0, word.size() - 1) : word);
    return std::ranges::find(words, low) != words.end();
}

bool looks_like_street(std::string_view part, bool sure)
{
    if (equal_ignoring_case(part.substr(0, 6), "po box") || equal_ignoring_case(part.substr(0, 8), "p.o. box"))
        return true;
    auto const words = split(part, ' ');
    if (words[0].empty())
        return false;
    bool const street_word = std::ranges::any_of(words.begin() + 1, words.end(), is_street_word);
    bool const number =
        words.size() > 1 && is_digit(words[0][0]) && std::ranges::none_of(words[0].substr(1), [](char c) {
            return is_letter(c) && c != 'A' && c != 'B' && c != 'C';  // "3rd floor", but "12B Main"
        });
    return (number && (street_word || !sure)) || (street_word && !sure);
}

bool is_room(std::string_view part)
{
    auto const word = lower_ascii(split(part, ' ')[0]);
    constexpr std::array<std::string_view, 12> rooms{"suite", "ste",  "ste.",     "unit",  "room",     "floor",
                                                     "apt",   "bldg", "building", "level", "entrance", "gate"};
    return part.starts_with('#') || std::ranges::find(rooms, word) != rooms.end();
}

}  // namespace almanac
