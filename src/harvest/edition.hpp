#pragma once

#include "catalog/catalog.hpp"
#include "harvest/harvest.hpp"
#include "merge/changes.hpp"
#include "merge/standing.hpp"
#include "write/report.hpp"
#include "write/writer.hpp"

#include <absl/time/time.h>

#include <map>
#include <string>
#include <vector>

namespace almanac {

/// What is remembered of a source from earlier harvests.
struct Past {
    std::vector<KnownEvent> known;
    SourceHistory history;
};

/// What a harvest comes to: all that is published, and all that is remembered from now on.
struct Edition {
    std::vector<Event> events;          ///< of all sources, merged; those kept from before too
    std::vector<EventChange> changes;   ///< of every event that was read, and of those that are gone
    std::vector<SourceReport> reports;  ///< worst first
    std::vector<LogLine> log;
    std::map<std::string, std::vector<KnownEvent>> known;  ///< of the sources that were read, by id
    std::vector<SourceRun> runs;                           ///< of the sources that were asked for
};

/// Holds each source's events against what is known of it, keeps the known ones of a source that could not be read (or
/// was not asked), and merges the same event of several sources (merge_across). `past` may lack
/// sources that are new. Pure.
[[nodiscard]] Edition conclude(std::vector<SourceResult> results, std::map<std::string, Past> const& past,
                               absl::Time now, int window_days, Standings const& standings);

}  // namespace almanac
