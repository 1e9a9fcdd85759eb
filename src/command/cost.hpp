#pragma once

#include "command/command.hpp"

namespace almanac {

[[nodiscard]] Command cost_command();

}  // namespace almanac
