#pragma once

#include "read/propose.hpp"
#include "read/repair.hpp"
#include "read/rungs.hpp"

#include <string>
#include <string_view>

namespace almanac {

/// The text of a source's file with the places that a repair found. Comments and all else stay. Throws ConfigError when
/// the file does not hold what is to be changed.
[[nodiscard]] std::string with_repair(std::string text, std::string const& file, Repair const& repair);

/// The text with another reader pinned instead of what it has: the tables of a recipe's list go.
[[nodiscard]] std::string with_reader(std::string const& given, std::string const& file, Rung const& rung);

/// The text with a proposed recipe instead of what it has.
[[nodiscard]] std::string with_recipe(std::string const& text, std::string const& file, Proposal const& proposal);

/// The text with a key of the top table set: its value replaced, or a line added behind `url`.
[[nodiscard]] std::string with_key(std::string text, std::string const& file, std::string const& key,
                                   std::string_view value);

}  // namespace almanac
