#pragma once

#include "html/document.hpp"
#include "html/selector.hpp"

#include <map>
#include <vector>

namespace almanac {

/// What selectors find on one whole page, each searched for once: "before h2" asks for every item, and a search each
/// time would take the square of the page's size. The selectors live as long as this.
class PageMatches {
public:
    /// The last match that begins before the element in the order of the page: a heading above it, or what is around
    /// it. Empty when there is none.
    [[nodiscard]] Element last_before(Element element, Selector const& selector);

private:
    std::map<Selector const*, std::vector<Element>> m_found;
};

}  // namespace almanac
