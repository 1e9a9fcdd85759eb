#pragma once

#include "html/selector.hpp"

#include <string_view>

namespace almanac {

/// A selector as recipes mean it: `:contains` ignores case, as what a page shows in capitals is a matter of its style.
/// Throws SelectorError with the position in `text`.
[[nodiscard]] Selector compile_recipe_selector(std::string_view text);

}  // namespace almanac
