#pragma once

#include "store/store.hpp"
#include "write/output.hpp"

#include <absl/time/time.h>

#include <cstdint>
#include <map>
#include <span>
#include <string>

namespace almanac {

/// What a run says of itself in its manifest.
struct RunSummary {
    absl::Time time;                             ///< the clock of the run
    std::string program;                         ///< "almanac 0.1.0"
    std::map<std::string, std::int64_t> counts;  ///< "events": 412, "venues": 96, "sources": 25 ...
};

/// "2026-11-23T18-00-00Z": a run's name, in UTC, fit for a file name.
[[nodiscard]] std::string run_name(absl::Time time);

/// "run-2026-11-23T18-00-00Z.json": where the manifest of a run is stored.
[[nodiscard]] std::string manifest_path(std::string_view run);

/// The manifest of the run that is published last.
inline constexpr std::string_view latest_manifest = "latest/run.json";

/// The dated paths that a manifest names; none when it cannot be read.
[[nodiscard]] std::vector<std::string> files_of_manifest(std::string_view manifest);

/// The name of the run that `latest/` holds; empty when none is published. Throws StoreError.
[[nodiscard]] std::string published_run(Store& store);

/// The manifest: which files belong together, with size and SHA-256 of each. JSON, ends with a line feed.
[[nodiscard]] std::string to_manifest(RunSummary const& summary, std::span<Output const> outputs);

/// Stores the outputs of a run as one set: dated files first, then those of `latest/`, the manifest
/// `run-2026-11-23T18-00-00Z.json` and its copy `latest/run.json` last. Files of `latest/` that this run did not make
/// go; so do manifests of runs whose dated files it replaces, as they would no longer tell the truth. Throws
/// StoreError, after which what was published before is as it was.
void publish(Store& store, std::span<Output const> outputs, RunSummary const& summary);

}  // namespace almanac
