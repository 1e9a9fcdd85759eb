#pragma once

#include <string>
#include <vector>

namespace almanac {

struct Library {
    std::string name;
    std::string version;
};

/// The libraries in the program with the versions that are really linked.
[[nodiscard]] std::vector<Library> linked_libraries();

}  // namespace almanac
