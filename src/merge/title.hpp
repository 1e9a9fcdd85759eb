#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// What a word of a title does: `thing` tells one event from another ("warblers"), `activity` says what is done there
/// ("walk"), `setting` says little ("spring", "community"). Events with different numbers, levels, audiences, languages
/// or directions are different events, whatever else their titles share.
enum class WordKind { thing, activity, setting, number, level, audience, language, direction, part };

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
};

[[nodiscard]] Title read_title(std::string_view name);

/// From "cannot be one event" to "the same words". `contained`: what one says, the other says too.
enum class TitleLikeness { opposed, unlike, similar, contained, equal };

/// `place` holds words of the venue (folded_words): they tell nothing in a title of an event that is held there.
[[nodiscard]] TitleLikeness compare_titles(Title const& a, Title const& b, std::vector<std::string> const& place);

/// Both say what is done, each something else, and they have no thing in common: "Design Review Board", "Ethics
/// Commission".
[[nodiscard]] bool name_other_activities(Title const& a, Title const& b);

/// How much a title tells: 1 for each thing, less for other words. "Annual Meeting" is 0.6.
[[nodiscard]] double telling(Title const& title);

/// The words of a text as they stand in titles, sorted.
[[nodiscard]] std::vector<std::string> title_words(std::string_view text);

}  // namespace almanac
