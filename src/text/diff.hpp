#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// What changes between two texts, line by line, as a unified diff with three lines around each change ("--- name",
/// "+++ name", "@@ -1,4 +1,4 @@"); empty when they are equal. Texts of more than 5000 lines count as wholly changed.
[[nodiscard]] std::string unified_diff(std::string_view name, std::string_view before, std::string_view after);

}  // namespace almanac
