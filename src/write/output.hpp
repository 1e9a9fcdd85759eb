#pragma once

#include <string>

namespace almanac {

/// One rendered file.
struct Output {
    std::string path;    ///< with the date: "data/events-2026-11-23.csv"
    std::string latest;  ///< the same under a name that never changes: "latest/events.csv"
    std::string content_type;
    std::string bytes;
};

}  // namespace almanac
