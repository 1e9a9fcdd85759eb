#pragma once

#include "command/shell.hpp"
#include "config/config.hpp"
#include "fetch/fetch_options.hpp"
#include "fetch/fetcher.hpp"
#include "fetch/warc_writer.hpp"
#include "harvest/harvest.hpp"
#include "time/clock.hpp"

#include <absl/time/time.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

class Parser;

/// Where pages come from: options that several commands share.
struct FetchingOptions {
    std::vector<std::string> replay;  ///< captures to answer from; empty: the network
    std::string record;               ///< capture to write
    std::string stand_in;             ///< "http://127.0.0.1:8000": a server that answers for every host
    std::string now;
    std::string run;                ///< name of the run: a time, at which the clock goes on
    std::vector<std::string> only;  ///< ids of the sources that are read; empty: all
    std::function<std::optional<CachedPage>(std::string_view)> find_cached;
    std::function<void(std::string_view, CachedPage const&)> store_cached;
};

void declare_days(Parser& parser, int& days);
void declare_now(Parser& parser, FetchingOptions& options);
void declare_run(Parser& parser, FetchingOptions& options);
void declare_replay(Parser& parser, FetchingOptions& options);  ///< --replay and --now
void declare_record(Parser& parser, FetchingOptions& options);

/// A fetcher with all that belongs to it, to be ended with finish().
struct Fetching {
    absl::Time now;  ///< --now or --run; else the capture's time; else the machine's
    bool replay = false;
    std::vector<std::string> notes;       ///< about a damaged capture
    std::map<std::string, Token> tokens;  ///< of the sources that are read
    std::vector<std::string> only;        ///< as in the options
    std::unique_ptr<Clock>
        clock;  ///< stands still at `now` when that is given, so that the same run gives the same bytes
    std::unique_ptr<WarcWriter> writer;
    std::unique_ptr<Fetcher> fetcher;
};

/// Throws ConfigError for captures that cannot be read, or options that contradict each other.
[[nodiscard]] Fetching make_fetching(FetchingOptions const& options, Plan const& plan, Shell const& shell);

/// How to harvest with it: `days` ahead, or those of the configuration when 0.
[[nodiscard]] HarvestOptions harvest_options(Fetching const& fetching, Plan const& plan, int days);

/// Ends all transfers and completes the recording. Empty, or a sentence saying what went wrong.
[[nodiscard]] std::string finish(Fetching& fetching);

}  // namespace almanac
