#pragma once

#include "command/fetching.hpp"
#include "command/plan.hpp"
#include "command/shell.hpp"

#include <string>

namespace almanac {

struct RepairOptions {
    PlanOptions plan;
    FetchingOptions fetching;  ///< where today's page comes from
    std::string source;
    std::string capture;  ///< of the time when it worked; empty: the one beside the source
    bool write = false;
};

/// almanac probe --repair: compares the last good capture of a source with today's page and proposes what to change in
/// its file, as a diff; with `write` changes it and records the capture anew. Returns the exit code.
[[nodiscard]] int repair_source(RepairOptions const& options, Shell& shell);

}  // namespace almanac
