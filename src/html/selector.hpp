#pragma once

#include "html/document.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// A selector that does not compile: what and where (0-based byte in the selector's text).
struct SelectorError : std::runtime_error {
    SelectorError(std::string const& what, std::size_t where) : std::runtime_error(what), position(where) {}
    std::size_t position;
};

/// A compiled list of CSS selectors (Selectors Level 4 subset: docs/recipes.md). Copyable, immutable.
class Selector;

/// Throws SelectorError.
[[nodiscard]] Selector compile_selector(std::string_view text);

/// All descendants of `scope` that match, in document order. `:scope` and a leading combinator ("> li") refer to scope.
[[nodiscard]] std::vector<Element> select(Element scope, Selector const& selector);
[[nodiscard]] Element select_first(Element scope, Selector const& selector);
[[nodiscard]] bool matches(Element element, Selector const& selector);

}  // namespace almanac
