#pragma once

#include "command/command.hpp"

namespace almanac {

/// `almanac man`: the manual page of a command.
[[nodiscard]] Command man_command();

}  // namespace almanac
