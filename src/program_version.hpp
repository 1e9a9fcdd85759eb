#pragma once

#include <string_view>

namespace almanac {

/// The version of the program, as CMakeLists.txt states it: the one place.
inline constexpr std::string_view program_version = ALMANAC_VERSION;

}  // namespace almanac
