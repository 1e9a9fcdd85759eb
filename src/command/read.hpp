#pragma once

#include "command/command.hpp"

namespace almanac {

/// `almanac read`: events of one file or page, to standard output.
[[nodiscard]] Command read_command();

}  // namespace almanac
