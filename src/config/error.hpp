#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace almanac {

/// Where a value stands: "sources/vnps.toml:3:12". Line and column are 1-based, 0 when unknown.
struct Position {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;
};

[[nodiscard]] std::string to_string(Position const& position);

/// A command or configuration that cannot be worked with; ends the program with exit 2. The text holds every finding,
/// one per line, each "file:line:column: sentence".
struct ConfigError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace almanac
