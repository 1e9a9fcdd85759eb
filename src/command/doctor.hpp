#pragma once

#include "command/command.hpp"

namespace almanac {

/// `almanac doctor`: whether a run would find all that it needs, and what to do where not.
[[nodiscard]] Command doctor_command();

}  // namespace almanac
