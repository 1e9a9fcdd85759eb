#pragma once

#include <string>
#include <vector>

namespace almanac {

/// An event the editor does not want: a pattern (RE2, unanchored, case ignored) on one field.
struct SkipRule {
    std::string field;  ///< "name", "venue", "description", "category", "url"
    std::string pattern;
    std::string reason;  ///< shown in the report; default "filtered by rule N"
};

// The owner of the recipe engine (read/) extends this: see docs/recipes.md.
/// Where things are on a page: [html] with CSS selectors or [json] with paths.
struct Recipe {};

}  // namespace almanac
