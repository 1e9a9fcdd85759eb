#pragma once

#include "command/open_place.hpp"
#include "command/shell.hpp"
#include "config/config.hpp"
#include "harvest/harvest.hpp"

#include <string>
#include <vector>

namespace almanac {

class Parser;

/// Where and how a harvest is published: options that `run` and `merge` share.
struct PublishingOptions {
    std::string out;
    bool dry_run = false;
    bool quiet = false;
};

void declare_publishing(Parser& parser, PublishingOptions& options);

/// --out, else the `output` of almanac.toml.
[[nodiscard]] std::string place_of(PublishingOptions const& options, Plan const& plan);

/// Whether the run is published there already, and then says so unless `quiet`. Throws StoreError for a run that is
/// older than the published one.
[[nodiscard]] bool run_is_published(Store& store, std::string_view run, std::string const& place, bool quiet,
                                    Shell& shell);

/// Holds the harvest against the catalog, publishes it and prints the report, of the sources in `only` if there are
/// any. In a dry run it only prints; else the place has begun, and is committed, also when nothing could be read: then
/// nothing is published, but it is remembered and mailed. Returns 0, 3 when some source needs attention, 1 when there
/// was nothing to publish.
[[nodiscard]] int publish_harvest(Harvest harvest, Plan const& plan, OpenPlace& place, PublishingOptions const& options,
                                  std::vector<std::string> const& only, Shell& shell);

}  // namespace almanac
