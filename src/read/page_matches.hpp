#pragma once

#include "html/document.hpp"
#include "html/selector.hpp"

#include <map>
#include <string>
#include <vector>

namespace almanac {

/// What selectors find on one whole page, each searched for once: "before h2" asks for every item, and a search each
/// time would take the square of the page's size.
class PageMatches {
public:
    /// The last match that begins before the element in the order of the page: a heading above it, or what is around
    /// it. Empty when there is none. `text`: what `selector` was compiled from.
    [[nodiscard]] Element last_before(Element element, std::string const& text, Selector const& selector);

private:
    std::map<std::string, std::vector<Element>> m_found;  ///< by the selector's text
};

}  // namespace almanac
