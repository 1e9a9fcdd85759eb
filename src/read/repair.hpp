#pragma once

#include "read/reader.hpp"
#include "read/recipe.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace almanac {

/// A place of a recipe that another one replaces.
struct Mended {
    std::string name;     ///< "items", or the field
    std::size_t way = 0;  ///< which of the field's ways
    Finder was;
    Finder is;
    std::size_t known = 0;  ///< events of the old page that stand on the new one too, and have the field
    std::size_t equal = 0;  ///< of them, those for which the new place says what the old one said
};

/// What mends a recipe.
struct Repair {
    bool is_broken = false;  ///< the recipe does not read the new page as it read the old one
    std::size_t before = 0;  ///< events on the old page
    std::size_t now = 0;     ///< events that the unchanged recipe finds on the new page
    Recipe recipe;
    std::vector<Mended> mended;         ///< empty: no repair was found
    std::vector<std::string> unsolved;  ///< broken fields for which no place was found
    Reading trial;                      ///< what the mended recipe reads on the new page
    std::string problem;                ///< why there is none, a full sentence; empty when fine
};

/// Compares a page of the time when the recipe worked with today's, and finds where what it named stands now: by events
/// that both pages hold (their link or name), else by the kind of what stands there (dates, links, names). A mended
/// recipe reads the new page on trial and is taken only when it finds at least half as many events as before. Fields
/// that still work stay as they are. Each context has the clock of its page.
[[nodiscard]] Repair repair(Page const& old_page, ReadContext const& then, Page const& new_page,
                            ReadContext const& today);

}  // namespace almanac
