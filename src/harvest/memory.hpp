#pragma once

#include "catalog/catalog.hpp"
#include "harvest/edition.hpp"
#include "harvest/harvest.hpp"

#include <absl/time/time.h>

#include <map>
#include <string>
#include <vector>

namespace almanac {

/// What the catalog knows of each source, by id. Throws CatalogError, as all functions here do.
[[nodiscard]] std::map<std::string, Past> recall(Catalog& catalog, std::vector<Source> const& sources);

/// Gives every event its venue and organizer spelled as they are published (Catalog::publish_venue). It comes before
/// conclude(), so that a spelling which differs from run to run is no change of the event. Of the venue only the name
/// is taken: an address that another source adds is no change of the event either.
void publish_names(std::vector<SourceResult>& results, Catalog& catalog);

/// Saves what is to be known from now on. Between Catalog::begin() and commit().
void remember(Edition const& edition, Catalog& catalog);

/// What the writers render: the edition with the venues and organizers of all harvests.
[[nodiscard]] Calendar to_calendar(Edition edition, Catalog& catalog, Config const& config, Standings standings,
                                   absl::Time now);

}  // namespace almanac
