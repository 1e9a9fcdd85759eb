#pragma once

#include "read/platform.hpp"

#include <string_view>
#include <vector>

namespace almanac {

/// The platforms in a text where each begins with a line "# platform: FILE". Throws ConfigError with all mistakes.
[[nodiscard]] std::vector<Platform> read_platforms(std::string_view text);

/// The ids of those embedded into the program, without reading them.
[[nodiscard]] std::vector<std::string_view> platform_ids();

/// Every reader that a source may name: those of formats (config/source.hpp) first, then the platforms.
[[nodiscard]] std::vector<std::string_view> all_readers();

/// Those embedded into the program, best first: by file name. Read once, when first asked for; never changed.
[[nodiscard]] std::vector<Platform> const& platforms();

}  // namespace almanac
