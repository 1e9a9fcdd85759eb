#pragma once

#include "read/propose.hpp"

#include <vector>

namespace almanac {

/// Recipes for elements of a page that repeat and hold dates, each read on trial.
[[nodiscard]] std::vector<Proposal> propose_html(Page const& page, ReadContext const& context);

}  // namespace almanac
