#pragma once

#include <string>
#include <vector>

namespace almanac::bench {

/// All bytes of a file. Throws std::runtime_error naming it when it cannot be read.
[[nodiscard]] std::string read_file(std::string const& path);

/// The lines of a file, empty ones left out.
[[nodiscard]] std::vector<std::string> read_lines(std::string const& path);

/// CPU seconds of this process so far, user and system, all threads.
[[nodiscard]] double cpu_seconds();

/// Peak resident memory of this process so far, in MB of 10^6 bytes.
[[nodiscard]] double peak_megabytes();

}  // namespace almanac::bench
