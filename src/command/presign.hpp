#pragma once

#include "command/command.hpp"

namespace almanac {

[[nodiscard]] Command presign_command();

}  // namespace almanac
