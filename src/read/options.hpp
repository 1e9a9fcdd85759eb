#pragma once

#include <absl/time/civil_time.h>

namespace almanac {

/// What reading a page may need to know beside the page and its source.
struct ReadOptions {
    absl::CivilSecond now;   ///< wall clock in the source's zone; resolves what a text leaves open
    absl::CivilDay to;       ///< the last day that matters; bounds what would go on for ever
    bool as_stated = false;  ///< also old versions of an event, as the file holds them
};

}  // namespace almanac
