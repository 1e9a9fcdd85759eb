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

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(std::span<std::string const> parts, std::string_view separator);
[[nodiscard]] std::string replace_all(std::string text, std::string_view what, std::string_view by);

/// For comparing names: lower case, accents and punctuation gone, "&" as "and", spaces collapsed. Never shown.
[[nodiscard]] std::string fold(std::string_view text);

/// At most `max_bytes` of UTF-8, cut before a word that does not fit and ended with "…" when something was cut.
[[nodiscard]] std::string cut_at_word(std::string_view text, std::size_t max_bytes);

/// The choice with the smallest edit distance (Damerau), if it is near enough to be a misspelling; else empty.
[[nodiscard]] std::string nearest(std::string_view word, std::span<std::string_view const> choices);

/// " (did you mean 'X'?)" or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<std::string_view const> choices);

}  // namespace almanac
