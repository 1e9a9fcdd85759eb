#pragma once

#include "read/propose.hpp"

#include <string>
#include <vector>

namespace almanac {

/// Recipes for data: lists of objects that hold dates. `inside`: the selector of the scripts of a page that hold the
/// data, empty where the page is data itself. The names of members say what they are; each recipe reads the page once.
[[nodiscard]] std::vector<Proposal> propose_json(Page const& page, ReadContext const& context,
                                                 std::string const& inside);

}  // namespace almanac
