#include "merge/title.hpp"

#include "merge/title_words.hpp"
#include "text/ascii.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>

namespace almanac {
namespace {

constexpr std::size_t max_words = 24;

bool is_year(std::string_view word)
{
    return word.size() == 4 && std::ranges::all_of(word, is_digit) &&
           (word.starts_with("19") || word.starts_with("20"));
}

/// "3rd" as "3"; "5k" stays.
std::string_view without_ordinal(std::string_view word)
{
    for (std::string_view const ending : {"st", "nd", "rd", "th"})
        if (word.size() > 2 && is_digit(word[word.size() - 3]) && word.ends_with(ending))
            return word.substr(0, word.size() - 2);
    return word;
}

/// Whether a single letter names something after this word: "Room A".
bool counts(std::string_view word)
{
    static constexpr std::array<std::string_view, 9> words{"group",  "level",   "part", "room", "section",
                                                           "series", "session", "team", "track"};
    return std::ranges::find(words, word) != words.end();
}

std::optional<TitleWord> read_word(std::string_view word, std::string_view before, std::string_view after)
{
    bool const last = after.empty();
    bool const lettered = word.size() == 1 && !is_digit(word.front()) && word != "s";
    if (lettered && (counts(before) || after == "team" || (last && !before.empty())))
        return TitleWord{std::string{word == "i" ? "1" : word}, WordKind::number};
    if (is_digit(word.front()) && (word != "101" || !last))
        return TitleWord{std::string{without_ordinal(word)}, WordKind::number};
    return know_word(word);
}

double weight(WordKind kind)
{
    switch (kind) {
    case WordKind::thing: return 1;
    case WordKind::activity:
    case WordKind::part: return 0.6;
    case WordKind::setting: return 0.2;
    default: return 0.3;
    }
}

/// Says nothing of what it is.
bool is_quiet(WordKind kind)
{
    return kind == WordKind::setting || kind == WordKind::mode;
}

/// "moon" and "moonlight".
bool are_akin(TitleWord const& a, TitleWord const& b)
{
    if (a.kind != b.kind)
        return false;
    constexpr std::size_t least = 4;
    auto const& shorter = a.text.size() < b.text.size() ? a.text : b.text;
    auto const& longer = a.text.size() < b.text.size() ? b.text : a.text;
    return a.text == b.text || (a.kind == WordKind::thing && shorter.size() >= least && longer.starts_with(shorter));
}

bool holds(std::vector<TitleWord> const& words, TitleWord const& word)
{
    return std::ranges::any_of(words, [&](auto const& other) { return are_akin(word, other); });
}

std::vector<TitleWord> of_kind(WordKind kind, Title const& title)
{
    std::vector<TitleWord> some;
    std::ranges::copy_if(title.words, std::back_inserter(some), [&](auto const& word) { return word.kind == kind; });
    return some;
}

/// "Youth" are the children of one page and the teenagers of another.
bool may_be_one_audience(TitleWord const& a, TitleWord const& b)
{
    auto const is_young = [](TitleWord const& word) { return word.text == "kid" || word.text == "teen"; };
    return a == b || (a.text == "youth" && is_young(b)) || (b.text == "youth" && is_young(a));
}

std::vector<TitleWord> sorted(std::vector<TitleWord> words)
{
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end());
    return words;
}

/// Both titles have words of this kind, and none in common.
bool differ_in(WordKind kind, Title const& a, Title const& b)
{
    auto const in_a = of_kind(kind, a);
    auto const in_b = of_kind(kind, b);
    return !in_a.empty() && !in_b.empty() && std::ranges::find_first_of(in_a, in_b, may_be_one_audience) == in_a.end();
}

bool are_opposed(Title const& a, Title const& b)
{
    auto const numbers_a = of_kind(WordKind::number, a);
    auto const numbers_b = of_kind(WordKind::number, b);
    // "First Aid, Day One" and "Day Two" share a number.
    if (!numbers_a.empty() && !numbers_b.empty() && numbers_a != numbers_b)
        return true;
    if (of_kind(WordKind::part, a) != of_kind(WordKind::part, b))
        return true;
    return std::ranges::any_of(
        std::array{WordKind::level, WordKind::audience, WordKind::language, WordKind::direction, WordKind::mode},
        [&](WordKind kind) { return differ_in(kind, a, b); });
}

/// What one title has of its own.
struct Share {
    double common = 0;
    double common_things = 0;
    double rest = 0;     ///< without what says little
    bool more = false;   ///< something of weight is not in the other
    bool whose = false;  ///< it says for whom or by whom, which the other does not
};

bool is_young(TitleWord const& word)
{
    constexpr std::array<std::string_view, 7> young{"baby", "family", "kid", "preschool", "teen", "toddler", "youth"};
    return std::ranges::find(young, word.text) != young.end();
}

/// Whom or whose it is, which the other does not say: "Parks Advisory Board", "Library Advisory Board"; "Art Cart for
/// Families", "Art Cart for Adults". Families come with those who are young.
bool says_whose(TitleWord const& word, Title const& other, std::vector<std::string> const& place)
{
    constexpr std::array<std::string_view, 8> whose{"author", "church", "family", "library",
                                                    "member", "park",   "school", "volunteer"};
    bool const says = word.kind == WordKind::audience ||
                      (word.kind == WordKind::setting && std::ranges::find(whose, word.text) != whose.end());
    return says && !std::ranges::binary_search(place, word.text) &&
           !(is_young(word) && std::ranges::any_of(other.words, is_young));
}

Share share_of(Title const& title, Title const& other, std::vector<std::string> const& place)
{
    Share share;
    for (auto const& word : title.words) {
        auto const is_place = word.kind == WordKind::thing && std::ranges::binary_search(place, word.text);
        auto const counted = is_place ? 0.2 : weight(word.kind);
        if (holds(other.words, word)) {
            share.common += counted;
            share.common_things += word.kind == WordKind::thing ? counted : 0;
        } else {
            share.rest += is_quiet(word.kind) ? 0 : counted;
            share.more = share.more || (!is_quiet(word.kind) && !is_place);
            share.whose = share.whose || says_whose(word, other, place);
        }
    }
    return share;
}

/// "Family Sunday" of "Family Sunday: Stamps from Space".
bool is_start_of(Title const& start, Title const& title)
{
    constexpr std::size_t enough_words = 2;
    return start.in_order.size() >= enough_words && start.in_order.size() < title.in_order.size() &&
           std::equal(start.in_order.begin(), start.in_order.end(), title.in_order.begin());
}

/// Both go on after the same two words or more, one with a number and the other without: "Bridge Game: 0-20 Points",
/// "Bridge Game: Open".
bool go_on_otherwise(Title const& a, Title const& b)
{
    constexpr std::ptrdiff_t enough_words = 2;
    auto const [rest, its] = std::ranges::mismatch(a.in_order, b.in_order);
    auto const counts_on = [](auto begin, auto end) {
        return std::any_of(begin, end, [](TitleWord const& word) { return word.kind == WordKind::number; });
    };
    return rest - a.in_order.begin() >= enough_words && rest != a.in_order.end() && its != b.in_order.end() &&
           counts_on(rest, a.in_order.end()) != counts_on(its, b.in_order.end());
}

/// Some of the words say what it is and are nowhere in the other title.
bool has_own(std::span<TitleWord const> words, Title const& other)
{
    return std::ranges::any_of(words, [&](auto const& word) {
        auto const says_what = !is_quiet(word.kind) && word.kind != WordKind::number;
        return says_what && std::ranges::none_of(other.words, [&](auto const& its) {
                   return are_akin(word, its) || may_be_one_audience(word, its);
               });
    });
}

/// "State of the County Address", "State of the Schools Address": one word for another within equal words.
bool differ_within(Title const& a, Title const& b)
{
    auto const& left = a.in_order;
    auto const& right = b.in_order;
    if (left.size() != right.size() || left.size() < 3)
        return false;
    auto const [first, its] = std::ranges::mismatch(left, right, are_akin);
    if (first == left.begin() || first == left.end() || std::next(first) == left.end() ||
        !std::equal(std::next(first), left.end(), std::next(its), are_akin))
        return false;
    return first->kind == WordKind::thing || its->kind == WordKind::thing;
}

/// Both begin or end alike and share nothing in between: "Ferns of Virginia", "Salamanders of Virginia"; "Film:
/// Casablanca", "Film: The Third Man". What two people call one event seldom falls into such a pattern.
bool share_a_frame(Title const& a, Title const& b, std::vector<std::string> const& place)
{
    auto const says_nothing = [&](TitleWord const& word) {
        return is_quiet(word.kind) || (word.kind == WordKind::thing && std::ranges::binary_search(place, word.text));
    };
    auto words_a = a.in_order;
    auto words_b = b.in_order;
    std::erase_if(words_a, says_nothing);
    std::erase_if(words_b, says_nothing);
    std::span rest_a{words_a};
    std::span rest_b{words_b};
    auto const both = [&] { return !rest_a.empty() && !rest_b.empty(); };
    for (; both() && are_akin(rest_a.front(), rest_b.front()); rest_a = rest_a.subspan(1))
        rest_b = rest_b.subspan(1);
    for (; both() && are_akin(rest_a.back(), rest_b.back()); rest_a = rest_a.first(rest_a.size() - 1))
        rest_b = rest_b.first(rest_b.size() - 1);
    bool const framed = rest_a.size() < words_a.size();
    return framed && both() && has_own(rest_a, b) && has_own(rest_b, a) &&
           std::ranges::find_first_of(rest_a, rest_b, are_akin) == rest_a.end();
}

/// The title with the two words that the other has for one of its own: "Seagull Century" beside "Sea Gull Century".
/// Nothing when there are none, which is nearly always.
std::optional<Title> split_as(Title const& other, Title const& title)
{
    auto const joint_of = [&](TitleWord const& word) { return std::ranges::find(other.joints, word.text); };
    if (std::ranges::all_of(title.in_order, [&](auto const& word) { return joint_of(word) == other.joints.end(); }))
        return std::nullopt;
    Title as;
    for (auto const& word : title.in_order) {
        auto const joint = joint_of(word);
        if (joint == other.joints.end()) {
            as.in_order.push_back(word);
            continue;
        }
        auto const first = other.in_order.begin() + (joint - other.joints.begin());
        as.in_order.insert(as.in_order.end(), first, first + 2);
    }
    as.words = sorted(as.in_order);
    return as;
}

TitleLikeness compare_words(Title const& a, Title const& b, std::vector<std::string> const& place)
{
    if (!a.words.empty() && a.words == b.words)
        return TitleLikeness::equal;
    if (are_opposed(a, b))
        return TitleLikeness::opposed;
    if (differ_within(a, b) || go_on_otherwise(a, b))
        return TitleLikeness::unlike;
    auto const of_a = share_of(a, b, place);
    auto const of_b = share_of(b, a, place);
    if (of_a.whose && of_b.whose)
        return TitleLikeness::unlike;
    auto const common = std::min(of_a.common, of_b.common);
    auto const things = std::min(of_a.common_things, of_b.common_things);
    constexpr std::size_t enough_words = 3;
    auto const& shorter = a.words.size() <= b.words.size() ? a : b;
    auto const& longer = &shorter == &a ? b : a;
    if (shorter.words.size() >= enough_words &&
        std::ranges::all_of(shorter.words, [&](auto const& word) { return holds(longer.words, word); }))
        return TitleLikeness::contained;
    if (differ_in(WordKind::activity, a, b))
        return things >= 3 && !share_a_frame(a, b, place) ? TitleLikeness::similar : TitleLikeness::unlike;
    if ((common >= 1 && things > 0 && (!of_a.more || !of_b.more)) || is_start_of(a, b) || is_start_of(b, a))
        return TitleLikeness::contained;
    // One shared thing may be chance ("Karate for ..."), two seldom are.
    // "Costume Swap & Mend", "Halloween Costume Swap": one thing is enough with what is done to it, and little else.
    bool const much = (things >= 2 && std::min(of_a.rest, of_b.rest) <= 2) ||
                      (things >= 1 && common >= 1.6 && std::max(of_a.rest, of_b.rest) <= 1);
    return much && !share_a_frame(a, b, place) ? TitleLikeness::similar : TitleLikeness::unlike;
}

}  // namespace

Title read_title(std::string_view name)
{
    auto const folded = fold(name);
    auto const parts = split(folded, ' ');
    Title title;
    std::string_view before;
    for (std::size_t i = 0; i < parts.size() && title.in_order.size() < max_words; ++i) {
        if (parts[i].empty() || is_year(parts[i]))
            continue;
        // "5th annual" counts years, "5th grade" does not.
        auto const after = i + 1 < parts.size() ? parts[i + 1] : std::string_view{};
        // "Doors 7" is no name.
        if ((parts[i] == "doors" || parts[i] == "gates") && !after.empty() && is_digit(after.front())) {
            ++i;
            continue;
        }
        bool const annual = after == "annual";
        auto word = read_word(parts[i], before, after);
        if (word && (!annual || word->kind != WordKind::number)) {
            title.joined += word->text;
            title.spelled += parts[i];
            title.in_order.push_back(std::move(*word));
        }
        before = parts[i];
    }
    for (std::size_t i = 0; i + 1 < title.in_order.size(); ++i)
        title.joints.push_back(title.in_order[i].text + title.in_order[i + 1].text);
    title.words = sorted(title.in_order);
    return title;
}

double telling_in_common(Title const& a, Title const& b)
{
    auto const told = [](Title const& title, Title const& other) {
        double sum = 0;
        for (auto const& word : title.words)
            sum += !holds(other.words, word)                                ? 0
                   : word.kind == WordKind::thing && is_everyday(word.text) ? 0.5
                                                                            : weight(word.kind);
        return sum;
    };
    return std::min(told(a, b), told(b, a));
}

std::vector<std::string> title_words(std::string_view text)
{
    std::vector<std::string> words;
    for (auto& word : read_title(text).words)
        words.push_back(std::move(word.text));
    std::ranges::sort(words);
    return words;
}

bool are_rivals(Title const& a, Title const& b, std::vector<std::string> const& place)
{
    return differ_within(a, b) || go_on_otherwise(a, b) || share_a_frame(a, b, place);
}

bool tells_more(Title const& title, Title const& other, std::vector<std::string> const& place)
{
    return share_of(title, other, place).more;
}

bool name_other_activities(Title const& a, Title const& b)
{
    auto const is_common_thing = [&](TitleWord const& word) {
        return word.kind == WordKind::thing && holds(b.words, word);
    };
    return differ_in(WordKind::activity, a, b) && std::ranges::none_of(a.words, is_common_thing);
}

TitleLikeness compare_titles(Title const& a, Title const& b, std::vector<std::string> const& place)
{
    if (!a.words.empty() && (a.joined == b.joined || a.spelled == b.spelled))
        return TitleLikeness::equal;
    auto const as_in_b = split_as(b, a);
    auto const as_in_a = split_as(a, b);
    return compare_words(as_in_b ? *as_in_b : a, as_in_a ? *as_in_a : b, place);
}

}  // namespace almanac
