#include "merge/listing.hpp"
#include "merge/time_likeness.hpp"
#include "text/text.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

namespace almanac {
namespace {

bool say_the_same(Listing const& a, Listing const& b)
{
    constexpr std::size_t least = 8;  // runs of words; shorter texts are alike by chance
    constexpr std::size_t least_of_equal = 3;
    auto const size = std::min(a.text.size(), b.text.size());
    if (size < least)
        return size >= least_of_equal && a.text == b.text;
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
    std::vector<std::string> place_words;  ///< of both venues
    bool same_page = false;
    bool same_text = false;

    [[nodiscard]] bool at(Times times) const { return time.times == times; }
    [[nodiscard]] bool is_at_one_place() const { return place >= PlaceLikeness::alike; }
    [[nodiscard]] bool is_named_alike() const { return title == TitleLikeness::equal; }
};

std::string apart(Pair const& pair)
{
    if (pair.at(Times::same_day))
        return "one without a time";
    return pair.a.event->when.all_day ? "days overlap" : fmt::format("{} minutes apart", pair.time.minutes);
}

std::string when_of(Pair const& pair)
{
    return pair.at(Times::equal) ? "start" : pair.at(Times::same_day) ? "day" : "day, " + apart(pair);
}

std::optional<Match> match_within(Pair const& pair)
{
    auto const& [a, b] = std::pair<Event const&, Event const&>{*pair.a.event, *pair.b.event};
    bool const same_uid = !a.uid.empty() && a.uid == b.uid;
    bool const other_uid = !a.uid.empty() && !b.uid.empty() && !same_uid;
    if (!same_uid && !pair.same_page)
        return std::nullopt;
    if (pair.time.times < Times::same_day)
        return std::nullopt;
    if (pair.title == TitleLikeness::unlike && !(same_uid && pair.at(Times::equal)))
        return std::nullopt;
    if (other_uid && (!pair.is_named_alike() || !pair.at(Times::equal)))
        return std::nullopt;
    // Without a UID, two starts on one page are two sessions unless they overlap.
    if (pair.at(Times::near) && !same_uid && !both_end(a.when, b.when))
        return std::nullopt;
    return Match{pair.is_named_alike() ? 3 : 2,
                 fmt::format("same {} and {}", same_uid ? "UID" : "page", when_of(pair))};
}

/// What the title says more than that of the other is in the description of the other: "Iftar with Our Neighbors",
/// "Interfaith Iftar | Break the fast with our neighbors".
bool is_told_by(Listing const& titled, Listing const& other)
{
    std::vector<std::string> more;
    for (auto const& word : titled.title.words)
        if (word.kind != WordKind::setting &&
            std::ranges::find(other.title.words, word.text, &TitleWord::text) == other.title.words.end())
            more.push_back(word.text);
    return !more.empty() &&
           std::ranges::all_of(more, [&](auto const& word) { return std::ranges::binary_search(other.told, word); });
}

/// How much the two names tell, and how far they agree in it.
double points_of_title(Pair const& pair)
{
    auto const& [a, b] = std::pair<Title const&, Title const&>{pair.a.title, pair.b.title};
    switch (pair.title) {
    case TitleLikeness::equal: return std::min(telling_in_common(a, a), telling_in_common(b, b)) + 1.5;
    case TitleLikeness::contained: return telling_in_common(a, b) + 1.4;
    case TitleLikeness::similar: return telling_in_common(a, b) - 0.5;
    default: return -2;
    }
}

double points_of_time(Pair const& pair)
{
    switch (pair.time.times) {
    case Times::equal: return 2;
    case Times::near:
    case Times::same_day: return 1.5;
    case Times::shifted: return 0;
    case Times::guessed: return -1.5;
    default: return -3;
    }
}

/// What speaks for one event: names that tell much and agree, the time, the place, the description. A name that tells
/// little ("Board Meeting", 1.2) needs the same place; one that tells 2 needs none when all else agrees. The figures
/// are those with which the labelled pairs of tests/merge are told apart.
double points(Pair const& pair)
{
    bool const both_online = pair.a.place.online && pair.b.place.online;
    double const place = pair.is_at_one_place()                   ? 3
                         : pair.place == PlaceLikeness::different ? -1.5
                         : both_online                            ? 1
                                                                  : 0.5;
    return points_of_title(pair) + points_of_time(pair) + place + (pair.same_text ? 3 : 0);
}

/// "same name and start, venue spelled otherwise".
std::string why(Pair const& pair)
{
    std::vector<std::string> same;
    std::string remarks;
    if (pair.is_named_alike())
        same.emplace_back("name");
    else if (pair.title >= TitleLikeness::contained || !pair.same_text)
        remarks += ", nearly the same name";
    if (pair.at(Times::equal) || pair.at(Times::same_day))
        same.emplace_back(pair.at(Times::equal) ? "start" : "day");
    if (pair.place == PlaceLikeness::same || (pair.is_at_one_place() && !pair.at(Times::equal)))
        same.emplace_back("venue");
    else
        remarks += pair.is_at_one_place()                 ? ", venue spelled otherwise"
                   : pair.place == PlaceLikeness::unknown ? ", one names no venue"
                                                          : ", venues of similar names";
    if (pair.same_text)
        same.emplace_back("description");
    if (!pair.at(Times::equal))
        remarks += ", " + apart(pair);
    if (same.empty())
        return remarks.substr(2);
    auto const last = same.back();
    same.pop_back();
    return fmt::format("same {}{}{}{}", join(same, ", "), same.empty() ? "" : " and ", last, remarks);
}

int strength(Pair const& pair)
{
    if (pair.is_named_alike())
        return pair.place == PlaceLikeness::same && pair.at(Times::equal) ? 5
               : pair.time.times >= Times::same_day                       ? 3
                                                                          : 1;
    return pair.title >= TitleLikeness::similar && pair.time.times >= Times::same_day ? 2 : 1;
}

/// What has an hour and says more than the event of the whole day may be a part of it: the reception of a conference.
/// What has none and names an activity more is another thing of that day: "Registration".
bool is_part_of_day(Pair const& pair)
{
    constexpr long most_of_a_day = 5L * 3600;
    bool const b_is_day = pair.b.event->when.all_day;
    auto const& when = (b_is_day ? pair.a : pair.b).event->when;
    if (when.has_end && when.end - when.start >= most_of_a_day)
        return false;
    auto const& timed = (b_is_day ? pair.a : pair.b).title;
    auto const& day = (b_is_day ? pair.b : pair.a).title;
    auto const more = [&](TitleWord const& word) {
        return word.kind == WordKind::activity && !std::ranges::binary_search(timed.words, word);
    };
    return tells_more(timed, day, pair.place_words) || std::ranges::any_of(day.words, more);
}

/// What begins within another and says more may be a part of it: the puppet show of a fair.
bool is_part_of_hours(Pair const& pair)
{
    auto const& [a, b] = std::pair<When const&, When const&>{pair.a.event->when, pair.b.event->when};
    bool const b_is_later = a.start < to_wall(b.start, b.zone, a.zone);
    auto const& later = (b_is_later ? pair.b : pair.a).title;
    auto const& earlier = (b_is_later ? pair.a : pair.b).title;
    return tells_more(later, earlier, pair.place_words);
}

std::optional<Match> match_across(Pair const& pair)
{
    constexpr std::size_t long_uid = 8;  // short ones are numbers of one calendar
    constexpr double enough = 6;
    auto const& [a, b] = std::pair<Event const&, Event const&>{*pair.a.event, *pair.b.event};
    bool const same_uid = a.uid.size() >= long_uid && a.uid == b.uid;
    if ((same_uid || pair.same_page) && pair.time.times >= Times::same_day) {
        bool const own = same_uid || pair.a.own_page || pair.b.own_page;
        if (pair.title >= TitleLikeness::similar || (pair.at(Times::equal) && own))
            return Match{4, fmt::format("same {} and {}", same_uid ? "UID" : "page", when_of(pair))};
    }
    bool const one_name_and_place = pair.is_named_alike() && pair.is_at_one_place();
    if (!one_name_and_place && !pair.at(Times::other_clock) && differ_in_length(a.when, b.when))
        return std::nullopt;
    bool const is_part = pair.at(Times::same_day)                             ? is_part_of_day(pair)
                         : pair.at(Times::shifted) || pair.at(Times::guessed) ? is_part_of_hours(pair)
                                                                              : false;
    if (is_part && !pair.is_named_alike())
        return std::nullopt;
    // What every meeting of a city hall says is no description.
    if (pair.title == TitleLikeness::unlike && name_other_activities(pair.a.title, pair.b.title))
        return std::nullopt;
    return points(pair) >= enough ? std::optional{Match{strength(pair), why(pair)}} : std::nullopt;
}

/// One names no venue, and has that of the other in its title: "Shindig on the Lawn - Court Square Park".
bool is_named_in_title(Listing const& venue, Listing const& titled)
{
    constexpr std::size_t enough_words = 2;
    auto const& words = titled.title.words;
    return titled.place_words.empty() && venue.place_words.size() >= enough_words &&
           std::ranges::all_of(venue.place_words, [&](auto const& word) {
               return std::ranges::find(words, word, &TitleWord::text) != words.end();
           });
}

PlaceLikeness compare_venues(Listing const& a, Listing const& b)
{
    auto const place = compare_places(a.place, b.place);
    bool const titled = is_named_in_title(a, b) || is_named_in_title(b, a);
    return place == PlaceLikeness::unknown && titled ? PlaceLikeness::alike : place;
}

/// Nothing when something speaks against it.
std::optional<Pair> compare(Listing const& a, Listing const& b)
{
    auto const time = compare_times(a.event->when, b.event->when);
    if (time.times == Times::different ||
        (time.times == Times::near && follow_each_other(a.event->when, b.event->when)))
        return std::nullopt;
    auto const place = compare_venues(a, b);
    bool const same_page = !a.page.empty() && a.page == b.page;
    // The event's own page says more than the names that two sources have for its place.
    bool const one_page =
        same_page && a.event->source != b.event->source && (a.own_page || b.own_page) && time.times == Times::equal;
    bool const related = a.event->source != b.event->source && are_related(a.place, b.place);
    if (place == PlaceLikeness::different && !one_page && !related)
        return std::nullopt;
    auto words = a.place_words;
    words.insert(words.end(), b.place_words.begin(), b.place_words.end());
    std::ranges::sort(words);
    auto title = compare_titles(a.title, b.title, words);
    bool const one_start_and_place = time.times == Times::equal && place >= PlaceLikeness::alike;
    if (one_start_and_place && title >= TitleLikeness::unlike && title < TitleLikeness::contained &&
        telling_in_common(a.title, b.title) >= 1 && (is_told_by(a, b) || is_told_by(b, a)) &&
        !are_rivals(a.title, b.title, words))
        title = TitleLikeness::contained;
    if (title == TitleLikeness::opposed || (place == PlaceLikeness::different && title < TitleLikeness::similar))
        return std::nullopt;
    return Pair{a, b, time, place, title, std::move(words), same_page, say_the_same(a, b)};
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
