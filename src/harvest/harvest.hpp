#pragma once

#include "config/config.hpp"
#include "config/secrets.hpp"
#include "harvest/counting_fetcher.hpp"
#include "read/reader.hpp"
#include "time/clock.hpp"

#include <absl/time/time.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// How far a source came.
enum class Outcome {
    read,        ///< its pages were asked for; some or all may have failed
    skipped,     ///< its token is missing
    not_asked,   ///< the run was for other sources only
    not_reached  ///< the run's time was over before its turn, or before its first page
};

/// What one source gave, refined.
struct SourceResult {
    Source const* source = nullptr;
    Outcome outcome = Outcome::read;
    std::string message;  ///< why it was skipped, or what failed first; one sentence
    Reading reading;
    Traffic traffic;
    absl::Time finished;
    absl::Duration took;
};

/// What a run, or a shard of it, has read: all that publishing needs.
struct Harvest {
    absl::Time now;
    int window_days = 0;
    std::vector<std::string> notes;  ///< warnings about the run as a whole
    std::vector<SourceResult> results;
    absl::Duration took{};  ///< reading all of them; zero where no clock ran: in a replay, and of shards
};

struct HarvestOptions {
    absl::Time now;                       ///< decides what "today" is
    Clock const* clock;                   ///< measures how long a source took; that of a replay stands still
    int window_days = 90;                 ///< today and so many days ahead
    std::vector<std::string> only;        ///< ids of the sources to be read; empty: all
    std::size_t workers = 8;              ///< sources at a time; the fetcher bounds what each host sees
    std::map<std::string, Token> tokens;  ///< of sources that need one; none in a replay: captures hold no secrets
    std::function<bool()> over;           ///< true when no further source may start: interrupted, or past the deadline
    std::function<void(SourceResult const&)> done;  ///< called after each source, one at a time
};

/// Reads and refines every source, several at a time. A source that fails is a result like any other; this function
/// does not throw for what a source does. The results are in the order of the sources.
[[nodiscard]] std::vector<SourceResult> harvest(std::vector<Source> const& sources, Config const& config,
                                                Fetcher& fetcher, HarvestOptions const& options);

}  // namespace almanac
