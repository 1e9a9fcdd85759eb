#include "merge/listing.hpp"
#include "time/zone.hpp"

#include <absl/time/time.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace almanac {
namespace {

constexpr int near_minutes = 15;

enum class Times { different, same_day, near, equal };

/// Of two events of the same zone the wall clocks are compared, of others the instants.
struct TimeLikeness {
    Times times = Times::different;
    long minutes = 0;  ///< between the starts
};

TimeLikeness compare_times(When const& a, When const& b)
{
    if (a.all_day != b.all_day)
        return {absl::CivilDay{a.start} == absl::CivilDay{b.start} ? Times::same_day : Times::different, 0};
    auto const there = a.zone == b.zone ? b.start : to_wall(b.start, b.zone, a.zone);
    if (a.all_day)
        return {a.start == b.start && (a.end == b.end || !a.has_end || !b.has_end) ? Times::equal : Times::different,
                0};
    auto const minutes = std::labs((there - a.start) / 60);
    if (minutes > near_minutes)
        return {Times::different, minutes};
    return {minutes == 0 ? Times::equal : Times::near, minutes};
}

bool both_end(When const& a, When const& b)
{
    return a.has_end && b.has_end && !a.all_day && !b.all_day && a.zone == b.zone;
}

/// One begins when the other is over: two sessions, not one that was moved.
bool follow_each_other(When const& a, When const& b)
{
    return both_end(a, b) && (a.end <= b.start || b.end <= a.start);
}

/// One of them is only a part of the other's day.
bool differ_in_length(When const& a, When const& b)
{
    constexpr long two_hours = 2L * 3600;
    return both_end(a, b) && std::labs(a.end - b.end) > two_hours;
}

bool say_the_same(Listing const& a, Listing const& b)
{
    constexpr std::size_t least = 8;  // runs of words; shorter texts are alike by chance
    auto const size = std::min(a.text.size(), b.text.size());
    if (size < least)
        return false;
    std::vector<std::uint64_t> common;
    std::ranges::set_intersection(a.text, b.text, std::back_inserter(common));
    return common.size() * 5 >= size * 3;
}

/// All that two listings have to do with each other.
struct Pair {
    Listing const& a;
    Listing const& b;
    TimeLikeness time;
    PlaceLikeness place = PlaceLikeness::different;
    TitleLikeness title = TitleLikeness::opposed;
    bool same_page = false;

    [[nodiscard]] bool at(Times times) const { return time.times == times; }
    [[nodiscard]] bool is_at_one_place() const { return place >= PlaceLikeness::alike; }
    [[nodiscard]] std::string apart() const { return fmt::format("{} minutes apart", time.minutes); }
};

std::string when_of(Pair const& pair)
{
    return pair.at(Times::equal) ? "start" : pair.at(Times::near) ? "day, " + pair.apart() : "day";
}

std::optional<Match> match_within(Pair const& pair)
{
    auto const& [a, b] = std::pair<Event const&, Event const&>{*pair.a.event, *pair.b.event};
    bool const same_uid = !a.uid.empty() && a.uid == b.uid;
    bool const other_uid = !a.uid.empty() && !b.uid.empty() && !same_uid;
    if (!same_uid && !pair.same_page)
        return std::nullopt;
    if (pair.title == TitleLikeness::unlike && !(same_uid && pair.at(Times::equal)))
        return std::nullopt;
    if (other_uid && (pair.title != TitleLikeness::equal || !pair.at(Times::equal)))
        return std::nullopt;
    // Without a UID, two starts on one page are two sessions unless they overlap.
    if (pair.at(Times::near) && !same_uid && !both_end(a.when, b.when))
        return std::nullopt;
    return Match{pair.title == TitleLikeness::equal ? 3 : 2,
                 fmt::format("same {} and {}", same_uid ? "UID" : "page", when_of(pair))};
}

/// Equal names at two sources.
std::optional<Match> match_named(Pair const& pair)
{
    constexpr double enough = 2.5;
    if (pair.is_at_one_place()) {
        if (pair.at(Times::equal))
            return pair.place == PlaceLikeness::same ? Match{5, "same name, start and venue"}
                                                     : Match{3, "same name and start, venue spelled otherwise"};
        if (pair.at(Times::near))
            return Match{3, "same name and venue, " + pair.apart()};
        return Match{3, "same name, day and venue, one without a time"};
    }
    bool const tells = telling(pair.a.title) >= enough || say_the_same(pair.a, pair.b);
    if (pair.at(Times::equal) && tells && !differ_in_length(pair.a.event->when, pair.b.event->when))
        return Match{3, "same name and start, one names no venue"};
    return std::nullopt;
}

std::optional<Match> match_across(Pair const& pair)
{
    constexpr std::size_t long_uid = 8;  // short ones are numbers of one calendar
    auto const& [a, b] = std::pair<Event const&, Event const&>{*pair.a.event, *pair.b.event};
    bool const same_uid = a.uid.size() >= long_uid && a.uid == b.uid;
    if (same_uid || pair.same_page) {
        bool const own = same_uid || pair.a.own_page || pair.b.own_page;
        if (pair.title >= TitleLikeness::similar || (pair.at(Times::equal) && own))
            return Match{4, fmt::format("same {} and {}", same_uid ? "UID" : "page", when_of(pair))};
    }
    if (pair.title == TitleLikeness::equal)
        return match_named(pair);
    if (pair.at(Times::same_day) || differ_in_length(a.when, b.when))
        return std::nullopt;
    if (pair.is_at_one_place() && pair.title == TitleLikeness::contained && pair.at(Times::near))
        return Match{2, "same venue, nearly the same name, " + pair.apart()};
    if (!pair.at(Times::equal))
        return std::nullopt;
    if (pair.is_at_one_place() && pair.title >= TitleLikeness::similar)
        return Match{2, "same start and venue, nearly the same name"};
    // What every meeting of a city hall says is no description.
    if ((pair.is_at_one_place() || pair.title >= TitleLikeness::similar) && say_the_same(pair.a, pair.b) &&
        !name_other_activities(pair.a.title, pair.b.title))
        return Match{1, "same start and description"};
    return std::nullopt;
}

/// Nothing when something speaks against it.
std::optional<Pair> compare(Listing const& a, Listing const& b)
{
    auto const time = compare_times(a.event->when, b.event->when);
    if (time.times == Times::different ||
        (time.times == Times::near && follow_each_other(a.event->when, b.event->when)))
        return std::nullopt;
    auto const place = compare_places(a.place, b.place);
    bool const same_page = !a.page.empty() && a.page == b.page;
    // The event's own page says more than the names that two sources have for its place.
    bool const one_page =
        same_page && a.event->source != b.event->source && (a.own_page || b.own_page) && time.times == Times::equal;
    if (place == PlaceLikeness::different && !one_page)
        return std::nullopt;
    // The words of both venues.
    auto words = a.place_words;
    words.insert(words.end(), b.place_words.begin(), b.place_words.end());
    std::ranges::sort(words);
    auto const title = compare_titles(a.title, b.title, words);
    if (title == TitleLikeness::opposed || (place == PlaceLikeness::different && title < TitleLikeness::similar))
        return std::nullopt;
    return Pair{a, b, time, place, title, same_page};
}

}  // namespace

std::optional<Match> match(Listing const& a, Listing const& b)
{
    auto const pair = compare(a, b);
    if (!pair)
        return std::nullopt;
    return a.event->source == b.event->source ? match_within(*pair) : match_across(*pair);
}

bool may_be_one(Listing const& a, Listing const& b)
{
    return compare(a, b).has_value();
}

}  // namespace almanac
