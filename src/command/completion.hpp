#pragma once

#include "command/command.hpp"

namespace almanac {

/// `almanac completion`: a script that completes commands and options.
[[nodiscard]] Command completion_command();

}  // namespace almanac
