#pragma once

#include "html/document.hpp"
#include "read/propose.hpp"

#include <string>
#include <vector>

namespace almanac {

/// Adds to a recipe for elements that repeat what these say beside name, time and place: description, image, cost.
void add_extras(Proposal& proposal, std::vector<Element> const& items);

/// Reads the page on trial and takes out description, image and cost where they are not what they seemed: fewer than
/// three of ten events have them, or all have the same.
void keep_what_fills(Proposal& proposal, Page const& page, ReadContext const& context);

/// Whether the dates among texts are written day first beyond doubt: "25/4/2031" is there, and none like "4/25/2031".
[[nodiscard]] bool proves_day_first(std::vector<std::string> const& texts);

}  // namespace almanac
