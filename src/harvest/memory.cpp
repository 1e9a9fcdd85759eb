#include "harvest/memory.hpp"

#include "event/names.hpp"
#include "time/zone.hpp"

#include <utility>

namespace almanac {

std::map<std::string, Past> recall(Catalog& catalog, std::vector<Source> const& sources)
{
    std::map<std::string, Past> past;
    for (auto const& source : sources)
        past[source.id] = {catalog.known_events(source.id), catalog.history(source.id)};
    return past;
}

void publish_names(std::vector<SourceResult>& results, Catalog& catalog)
{
    for (auto& result : results) {
        auto const& source = *result.source;
        for (auto& event : result.reading.events) {
            event.place.name = catalog.publish_venue(event.place).name;
            Organizer organizer{.name = event.organizer, .url = {}, .email = {}, .phone = {}};
            if (name_key(event.organizer) == name_key(source.name))
                organizer.url = source.homepage;
            event.organizer = catalog.publish_organizer(std::move(organizer)).name;
        }
    }
}

void remember(Edition const& edition, Catalog& catalog)
{
    for (auto const& [source, known] : edition.known)
        catalog.save_known_events(source, known);
    for (auto const& run : edition.runs)
        catalog.save_run(run);
}

Calendar to_calendar(Edition edition, Catalog& catalog, Config const& config, Standings standings, absl::Time now)
{
    auto const zone = find_zone(config.timezone).value_or(absl::UTCTimeZone());
    Calendar calendar;
    calendar.date = absl::ToCivilDay(now, zone);
    calendar.file_prefix = config.file_prefix;
    calendar.timezone = config.timezone;
    calendar.events = std::move(edition.events);
    calendar.venues = catalog.venues();
    calendar.organizers = catalog.organizers();
    calendar.changes = std::move(edition.changes);
    calendar.reports = std::move(edition.reports);
    calendar.log = std::move(edition.log);
    calendar.standings = std::move(standings);
    return calendar;
}

}  // namespace almanac
