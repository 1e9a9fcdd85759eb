#pragma once

#include "command/command.hpp"

namespace almanac {

/// `almanac record`: the pages of one source as a capture.
[[nodiscard]] Command record_command();

}  // namespace almanac
