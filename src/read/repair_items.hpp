#pragma once

#include "read/known_events.hpp"
#include "read/reader.hpp"
#include "read/sheet.hpp"

#include <string>
#include <vector>

namespace almanac {

/// What may be the items of today's page, without repeats, likely ones first: as the recipe of the context's source
/// says, what stands around events that are known, and structures that hold dates. `now` has today's page.
[[nodiscard]] std::vector<std::string> items_to_try(Sheet const& now, KnownEvents const& known, Page const& page,
                                                    ReadContext const& context);

}  // namespace almanac
