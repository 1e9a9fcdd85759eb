#pragma once

#include "config/table.hpp"
#include "read/recipe.hpp"

namespace almanac {

/// The recipe of a source file: reads the key "each" and the tables "html" and "json" of `source`, the file's top
/// table. Adds a finding with its place for everything wrong, such as a selector that does not compile
/// (`Table::inside`), and returns what could be read. Unknown keys are found by the caller.
[[nodiscard]] Recipe read_recipe(Table& source, Findings& findings);

}  // namespace almanac
