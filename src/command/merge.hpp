#pragma once

#include "command/command.hpp"

namespace almanac {

[[nodiscard]] Command merge_command();

}  // namespace almanac
