#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Values by the names that templates give them.
using Names = std::map<std::string, std::string, std::less<>>;

/// A part of a template: literal text, or a place for a value.
struct TemplatePiece {
    std::string text;          ///< literal; empty for a place
    std::string name;          ///< of the value; empty for literal text
    std::string rest;          ///< what follows the name: ".path", "[0]", " selector", ":%Y-%m"
    std::size_t position = 0;  ///< byte of the name in the template

    bool operator==(TemplatePiece const&) const = default;
};

/// "{name}, {city}" in pieces. A brace that starts no place (`{"a": 1}`) is literal, so that JSON bodies need no
/// escape.
[[nodiscard]] std::vector<TemplatePiece> parse_template(std::string_view text);

/// What follows the name of a repeated match, as a place on it: " .start" -> ".start" (html), ".start" -> "start"
/// (json).
[[nodiscard]] std::string_view part_of(TemplatePiece const& piece, bool is_path);

/// Whether there is a place in it.
[[nodiscard]] bool is_template(std::string_view text);

/// The text with its places filled; nothing when a place has no value.
[[nodiscard]] std::optional<std::string>
fill_template(std::string_view text, std::function<std::optional<std::string>(TemplatePiece const&)> const& value);

}  // namespace almanac
