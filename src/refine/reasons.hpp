#pragma once

#include <string_view>

/// Why an event was dropped: all reasons there are after reading, so that the report can count them. Skip rules add
/// their own ("filtered by rule 2", or what the rule says).
namespace almanac::reason {

inline constexpr std::string_view no_name = "no name";
inline constexpr std::string_view no_date = "no readable date";
inline constexpr std::string_view absurd_year = "year out of range";
inline constexpr std::string_view ends_before_start = "ends before it starts";
inline constexpr std::string_view over = "over";
inline constexpr std::string_view outside_window = "outside the window";
inline constexpr std::string_view too_many = "too many occurrences";
inline constexpr std::string_view duplicate = "duplicate";

}  // namespace almanac::reason
