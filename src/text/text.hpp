#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// ASCII letters lowered; all other bytes kept.
[[nodiscard]] std::string lower_ascii(std::string_view text);
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

/// Without white space at both ends; Unicode spaces and zero-width characters count as white space.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Trimmed, every run of white space (Unicode too) one space.
[[nodiscard]] std::string collapse_spaces(std::string_view text);

/// The step of collapse_spaces, for text that comes in pieces: appends `piece`; white space becomes one space before
/// the next word, never at the start of `out`. `pending` says that such a space is due and carries it to the next
/// piece.
void append_collapsed(std::string& out, std::string_view piece, bool& pending);

/// Between separators; "" gives one empty part.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(std::span<std::string const> parts, std::string_view separator);
[[nodiscard]] std::string replace_all(std::string text, std::string_view what, std::string_view by);

/// For comparing names: lower case, accents and punctuation gone, "&" as "and", spaces collapsed. Never shown.
/// Latin, Greek and Cyrillic letters are lowered; other scripts are kept as they are. Apostrophes and full stops vanish
/// ("St. John's" = "st johns"), other punctuation and symbols separate words ("Bird-Walk" = "bird walk").
[[nodiscard]] std::string fold(std::string_view text);

/// At most `max_bytes` of UTF-8, cut before a word that does not fit and ended with "…" when something was cut. A
/// single word that is too long is cut inside.
[[nodiscard]] std::string cut_at_word(std::string_view text, std::size_t max_bytes);

/// The choice with the smallest edit distance (Damerau), case ignored, if it is near enough to be a misspelling: at
/// most a third of the longer word changed. The first of equals; empty when none is near.
[[nodiscard]] std::string nearest(std::string_view word, std::span<std::string_view const> choices);

/// " (did you mean 'X'?)" or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<std::string_view const> choices);

}  // namespace almanac
