#pragma once

#include <absl/time/time.h>

#include <cstddef>
#include <string>

namespace almanac {

/// What a command printed, or why that is of no use.
struct Printed {
    std::string out;
    std::string problem;  ///< "did not end within 30 s"; else empty
};

/// Runs the command by the shell and takes what it prints. It reads nothing, its errors go where ours do. When it takes
/// longer than `limit` or prints more than `most_bytes` it is ended, with all that it has started. Does not throw.
[[nodiscard]] Printed run_command(std::string const& command, absl::Duration limit, std::size_t most_bytes);

}  // namespace almanac
