#pragma once

#include "command/command.hpp"

namespace almanac {

/// `almanac version`: the version, the libraries, their licences.
[[nodiscard]] Command version_command();

}  // namespace almanac
