#pragma once

#include "read/recipe.hpp"

#include <string>
#include <vector>

namespace almanac {

/// A system that many calendars run on: how its pages are known, and the recipe that reads them. One file
/// platforms/NAME.toml, embedded into the program.
struct Platform {
    std::string id;                ///< the file's name without ".toml"
    std::string name;              ///< as people know it
    Format page = Format::none;    ///< of the page that the signs are on
    std::vector<Condition> signs;  ///< all hold on a page of this platform
    Recipe recipe;                 ///< with a lookup, the page only leads to where the events are
};

}  // namespace almanac
