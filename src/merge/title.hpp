#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// What a word of a title does: `thing` tells one event from another ("warblers"), `activity` says what is done there
/// ("walk"), `setting` says little ("spring", "community"), `mode` whether one is there ("virtual", "in person").
/// Events with different numbers, levels, audiences, languages, directions or modes are different events, whatever else
/// their titles share; so are a `part` ("preview", "half") and the whole.
enum class WordKind { thing, activity, setting, number, level, audience, language, direction, mode, part };

struct TitleWord {
    std::string text;  ///< folded, without its ending; the first of its synonyms ("hike" is "walk")
    WordKind kind = WordKind::thing;

    auto operator<=>(TitleWord const&) const = default;
};

/// A name as it is compared with others.
struct Title {
    std::vector<TitleWord> words;     ///< sorted, each once, without "the", "annual", years ...; at most 24
    std::vector<TitleWord> in_order;  ///< the same as they stand
    std::string joined;               ///< the same without spaces: "bee keeping" is "beekeeping"
    std::string spelled;              ///< the same with their endings: "work-shop" is "workshop"
    std::vector<std::string> joints;  ///< each word with the next, as `in_order`: "sea gull" as "seagull"
};

[[nodiscard]] Title read_title(std::string_view name);

/// From "cannot be one event" to "the same words". `contained`: what one says, the other says too.
enum class TitleLikeness { opposed, unlike, similar, contained, equal };

/// `place` holds words of the venue (folded_words): they tell nothing in a title of an event that is held there.
[[nodiscard]] TitleLikeness compare_titles(Title const& a, Title const& b, std::vector<std::string> const& place);

/// They begin or end alike and say something else in between, as names of two events do: "Ferns of Virginia",
/// "Salamanders of Virginia".
[[nodiscard]] bool are_rivals(Title const& a, Title const& b, std::vector<std::string> const& place);

/// Both say what is done, each something else, and they have no thing in common: "Design Review Board", "Ethics
/// Commission".
[[nodiscard]] bool name_other_activities(Title const& a, Title const& b);

/// The title says something of weight that the other does not: "Soil Conference Field Tour", "Soil Conference".
[[nodiscard]] bool tells_more(Title const& title, Title const& other, std::vector<std::string> const& place);

/// How much both titles tell: 1 for each thing that both name, less for other words. "Annual Meeting" tells 0.6 with
/// itself.
[[nodiscard]] double telling_in_common(Title const& a, Title const& b);

/// The words of a text as they stand in titles, sorted.
[[nodiscard]] std::vector<std::string> title_words(std::string_view text);

}  // namespace almanac
