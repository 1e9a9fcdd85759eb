#pragma once

#include "command/fetching.hpp"
#include "command/plan.hpp"
#include "command/shell.hpp"

#include <functional>
#include <string>

namespace almanac {

/// A source file that does not exist yet.
struct NewSource {
    std::string id;
    std::string toml;    ///< without the lines of the capture
    std::string folder;  ///< of the sources
};

/// Throws ConfigError unless the id can be one, is free, and its file can be written: before anything is fetched.
void check_new_source(std::string const& id, std::string const& folder);

/// Reads the new source with what `connect` connects to (it is given the capture to write), keeps the capture with the
/// events that come of it, and last writes the file that names both. Says what was written. Returns the exit code.
[[nodiscard]] int write_new_source(NewSource const& given, Plan const& plan, Shell& shell,
                                   std::function<Fetching(std::string const& capture)> const& connect);

}  // namespace almanac
