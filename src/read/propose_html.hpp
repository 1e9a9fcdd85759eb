#pragma once

#include "html/document.hpp"
#include "read/propose.hpp"

#include <vector>

namespace almanac {

/// Recipes for elements of a page that repeat and hold dates, each read on trial. `document` is the page's tree.
[[nodiscard]] std::vector<Proposal> propose_html(Document const& document, Page const& page,
                                                 ReadContext const& context);

}  // namespace almanac
