#include "read/propose_texts.hpp"

#include "text/text.hpp"

#include <algorithm>
#include <cctype>

namespace almanac {
namespace {

constexpr std::size_t max_date_text = 120;  ///< a date stands in few words
constexpr std::size_t max_clock_text = 40;

bool is_month(When const& when)
{
    auto const next = absl::CivilMonth(when.start) + 1;
    return when.all_day && when.start.day() == 1 && absl::CivilDay(when.end) == absl::CivilDay(next) - 1;
}

}  // namespace

Said SaidTimes::of(std::string const& text)
{
    if (text.size() < 3 || text.size() > max_date_text || text.find_first_of("0123456789") == std::string::npos)
        return Said::nothing;
    auto const [place, is_new] = m_said.try_emplace(text, Said::nothing);
    if (is_new) {
        auto on_a_day = m_options;
        on_a_day.day_of_now = true;
        auto const times = read_when(text, m_options).times;
        if (!times.empty())
            place->second = is_month(times.front()) ? Said::nothing : Said::day;
        else if (text.size() <= max_clock_text && !read_when(text, on_a_day).times.empty())
            place->second = Said::clock;
    }
    return place->second;
}

bool SaidTimes::is_moment(std::string const& text) const
{
    auto const times = read_when(text, m_options).times;
    return !times.empty() && !times.front().all_day;
}

bool has_letters(std::string_view text)
{
    return std::ranges::count_if(text, [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; }) >= 3;
}

bool says_where(std::string_view place)
{
    return has_word(place, {"loc", "venue", "place", "address"});
}

bool says_what_to_do(std::string_view text)
{
    constexpr std::string_view words[] = {
        "add to calendar", "agenda",       "buy tickets", "details",   "download",    "event details",
        "get tickets",     "info",         "learn more",  "minutes",   "more",        "more info",
        "notice",          "packet",       "pdf",         "read more", "register",    "rsvp",
        "share",           "tickets",      "video",       "view",      "view agenda", "view details",
        "view event",      "view minutes", "watch"};
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
    auto const low = lower_ascii(text);
    auto const first = low.find_first_of(letters);
    auto const last = low.find_last_of(letters);
    return first != std::string::npos &&
           std::ranges::find(words, std::string_view{low}.substr(first, last + 1 - first)) != std::end(words);
}

bool has_word(std::string_view text, std::initializer_list<std::string_view> words)
{
    auto const low = lower_ascii(text);
    return std::ranges::any_of(words, [&](auto word) { return low.find(word) != std::string::npos; });
}

}  // namespace almanac
