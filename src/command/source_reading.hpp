#pragma once

#include "command/plan.hpp"
#include "fetch/fetcher.hpp"
#include "read/reader.hpp"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <string>
#include <vector>

namespace almanac {

/// A source as it was read at one time: the pages it was read from, and what came of them.
struct SourceReading {
    absl::CivilSecond now;  ///< in the source's zone
    std::vector<Page> pages;
    Reading reading;
};

/// What a reader of the source works with at that time, in the window of the configuration.
[[nodiscard]] ReadContext context_of(Source const& source, Fetcher& fetcher, absl::CivilSecond now, Plan const& plan);

/// Reads the source as a run would. The first 50 pages are kept.
[[nodiscard]] SourceReading read_source_at(Source const& source, Fetcher& fetcher, absl::Time now, Plan const& plan,
                                           std::string const& token);

/// The page of the source's list: the one on which its recipe finds most. nullptr when no page was had.
[[nodiscard]] Page const* list_page(SourceReading const& read, Source const& source, Plan const& plan);

/// The page at the same address at another time, else the first that was had; nullptr when none was.
[[nodiscard]] Page const* same_page(SourceReading const& read, Page const& page);

}  // namespace almanac
