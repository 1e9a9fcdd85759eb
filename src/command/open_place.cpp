#include "command/open_place.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace almanac {
namespace {

constexpr std::string_view catalog_name = "almanac.db";
constexpr absl::Duration longest_publishing = absl::Minutes(10);

}  // namespace

OpenPlace open_place(std::string name, Config const& config, Shell const& shell)
{
    auto store = make_store(name, config.s3, shell.environment);
    auto file = store->working_file(catalog_name);
    return {std::move(name), std::move(store), std::move(file), nullptr};
}

Catalog& look(OpenPlace& place, Config const& config)
{
    if (!place.catalog)
        place.catalog = std::make_unique<Catalog>(place.file->path(), config.venue_aliases, config.organizer_aliases,
                                                  fmt::format("{}/{}", place.name, catalog_name));
    return *place.catalog;
}

absl::Time reading_end(Config const& config, Shell const& shell)
{
    return std::min(absl::Now() + absl::FromChrono(config.fetch.deadline), shell.deadline);
}

Catalog& begin(OpenPlace& place, Config const& config, std::string_view run, Shell const& shell)
{
    place.file->claim(run, reading_end(config, shell) + longest_publishing);
    auto& catalog = look(place, config);
    catalog.begin();
    return catalog;
}

void keep(OpenPlace& place)
{
    place.file->renew(absl::Now() + longest_publishing);
}

void commit(OpenPlace& place, absl::Time now)
{
    place.catalog->commit(now);
    place.file->save();
}

}  // namespace almanac
