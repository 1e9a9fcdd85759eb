#pragma once

#include "command/command.hpp"

namespace almanac {

[[nodiscard]] Command mail_command();

}  // namespace almanac
