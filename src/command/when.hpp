#pragma once

#include "command/command.hpp"

namespace almanac {

/// `almanac when`: how a date is understood.
[[nodiscard]] Command when_command();

}  // namespace almanac
