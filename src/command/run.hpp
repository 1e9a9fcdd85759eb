#pragma once

#include "command/command.hpp"

namespace almanac {

/// `almanac run`: harvests every source and publishes the calendar.
[[nodiscard]] Command run_command();

}  // namespace almanac
