#pragma once

#include "command/command.hpp"

namespace almanac {

[[nodiscard]] Command store_command();

}  // namespace almanac
