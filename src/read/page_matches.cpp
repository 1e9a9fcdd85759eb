#include "read/page_matches.hpp"

#include <algorithm>
#include <iterator>

namespace almanac {

Element PageMatches::last_before(Element element, std::string const& text, Selector const& selector)
{
    auto const [place, added] = m_found.try_emplace(text);
    if (added)
        place->second = select(whole(*element.document), selector);
    auto const& found = place->second;
    auto const after = std::ranges::lower_bound(found, element.id, {}, &Element::id);
    return after == found.begin() ? Element{} : *std::prev(after);
}

}  // namespace almanac
