#pragma once

#include "command/command.hpp"

namespace almanac {

[[nodiscard]] Command lambda_command();

}  // namespace almanac
