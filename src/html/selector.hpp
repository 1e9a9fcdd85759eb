#pragma once

#include "html/document.hpp"
#include "html/selector_parts.hpp"

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
///
/// type * #id .class [attr] [attr op "value" i] with = ~= |= ^= $= *=; combinators: space > + ~; :is :where :not :has
/// (relative, "> p"), :nth-child(an+b) :nth-last-child :nth-of-type :nth-last-of-type, :first- :last- :only-child and
/// -of-type, :empty :root :scope, :contains("text") on the text as it stands, :icontains regardless of ASCII case.
/// `table > tr` also sees through a <tbody> that the page did not write but HTML puts there.
class Selector {
public:
    [[nodiscard]] SelectorList const& chains() const { return m_chains; }

private:
    friend Selector compile_selector(std::string_view text);
    SelectorList m_chains;
};

/// Throws SelectorError. Texts longer than 4096 bytes or nested deeper than 8 parentheses are errors too.
[[nodiscard]] Selector compile_selector(std::string_view text);

/// All descendants of `scope` that match, in document order. `:scope` and a leading combinator ("> li") refer to scope.
/// The work is bounded: a search that takes more than 10 million steps (0.1 s) ends with what it has found.
[[nodiscard]] std::vector<Element> select(Element scope, Selector const& selector);
[[nodiscard]] Element select_first(Element scope, Selector const& selector);
[[nodiscard]] bool matches(Element element, Selector const& selector);

}  // namespace almanac
