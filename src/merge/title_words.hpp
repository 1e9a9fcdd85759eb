#pragma once

#include "merge/title.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// A word without the endings that tell nothing: "walks", "walking" and "walk" are one. Cruder than a dictionary, which
/// is enough to compare words with each other.
[[nodiscard]] std::string without_ending(std::string_view word);

/// The first of a word's synonyms, and its kind; a word that is not known is a thing. Nothing for words that tell
/// nothing at all ("the", "annual", "free").
[[nodiscard]] std::optional<TitleWord> know_word(std::string_view word);

/// Whether many calendars use the word for many events: "music", "coffee". Two that share it may have done so by
/// chance.
[[nodiscard]] bool is_everyday(std::string_view stem);

}  // namespace almanac
