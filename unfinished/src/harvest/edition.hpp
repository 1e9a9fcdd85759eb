#pragma once

#include "harvest/harvest.hpp"
#include "merge/changes.hpp"
#include "write/report.hpp"

#include <absl/time/time.h>

#include <map>
#include <string>
#include <vector>

namespace almanac {

/// What is remembered of a source from earlier harvests.
struct Past {
    std::vector<KnownEvent> known;
    double usual = 0;       ///< median of the events of its good harvests
    int good_runs = 0;      ///< how many harvests that median is of
    int unread_before = 0;  ///< harvests just before this one in which it could not be read at all
};

/// What a harvest comes to: all that is published, and all that is remembered from now on.
struct Edition {
    std::vector<Event> events;                             ///< published, of all sources, merged
    std::vector<EventChange> changes;                      ///< all but "same"
    std::vector<SourceReport> reports;                     ///< worst first
    std::vector<Drop> drops;
    std::vector<Note> notes;
    std::map<std::string, std::vector<KnownEvent>> known;  ///< of the sources that were read, by id
};

/// Holds each source's events against what is known of it, keeps the known ones of a source that could not be read (or
/// was not asked), and merges the same event of several sources. `past` may lack sources that are new. Pure.
[[nodiscard]] Edition conclude(std::vector<SourceResult> results, std::map<std::string, Past> const& past,
                               absl::Time now, int window_days);

}  // namespace almanac
