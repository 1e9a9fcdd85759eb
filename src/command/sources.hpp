#pragma once

#include "command/command.hpp"

namespace almanac {

/// `almanac sources`: the sources and how they fared.
[[nodiscard]] Command sources_command();

}  // namespace almanac
