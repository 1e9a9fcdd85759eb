#pragma once

#include "command/command.hpp"

namespace almanac {

/// almanac probe: what can be read of a page, and the source file that reads it.
[[nodiscard]] Command probe_command();

}  // namespace almanac
