#pragma once

#include "command/command.hpp"

namespace almanac {

/// `almanac explain`: what was found for a source, what was dropped, and why.
[[nodiscard]] Command explain_command();

}  // namespace almanac
