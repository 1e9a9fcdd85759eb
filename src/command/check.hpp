#pragma once

#include "command/command.hpp"

namespace almanac {

/// `almanac check`: the configuration, the sources and their captures, or a CSV file.
[[nodiscard]] Command check_command();

}  // namespace almanac
