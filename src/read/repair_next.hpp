#pragma once

#include "read/reader.hpp"
#include "read/repair.hpp"

namespace almanac {

/// Mends `next` of the recipe where it led on from the old page and finds nothing on today's: takes the link (in JSON,
/// the value) that leads where the old one led, says what it said, or is called like it, and that leads to a page on
/// which the recipe finds other events. Where nothing does, that is a doubt: today there may be one page only. So it is
/// with `total`. `recipe` reads the items of today's page.
[[nodiscard]] Changes mend_next(Recipe& recipe, Page const& old_page, Page const& new_page, ReadContext const& today);

}  // namespace almanac
