#include "write/csv_writer.hpp"

#include "event/names.hpp"
#include "write/csv.hpp"
#include "write/published_events.hpp"
#include "write/tec_cells.hpp"

#include <algorithm>
#include <map>

namespace almanac {
namespace {

using Row = std::vector<std::string>;

/// The rows of a file that others refer to by name. The first row of a name gives its spelling.
template <class T>
using NamedRows = std::map<std::string, T>;

constexpr std::string_view csv_type = "text/csv; charset=utf-8";

std::string yes(bool value)
{
    return value ? "TRUE" : "FALSE";
}

/// Adds a venue or organizer; what is known of its name already comes first. Returns the row's name, empty for none.
template <class T>
std::string add(NamedRows<T>& rows, std::string const& cell, T const& value)
{
    if (cell.empty())
        return {};
    auto const [row, is_new] = rows.emplace(name_key(cell), value);
    if (is_new)
        row->second.name = cell;
    return row->second.name;
}

template <std::size_t N>
std::string start_file(std::array<std::string_view, N> const& columns)
{
    std::string csv;
    Row const header{columns.begin(), columns.end()};
    append_csv_row(csv, header);
    return csv;
}

std::string time_cell(absl::CivilMinute time)
{
    return absl::FormatCivilTime(time).substr(11);
}

Row event_row(PublishedEvent const& published, Place const* venue, std::string const& organizer,
              std::string const& default_zone)
{
    auto const& event = *published.event;
    auto const& when = event.when;
    auto const end = std::max(published.start, absl::CivilMinute{when.end});
    auto const clock = [&](absl::CivilMinute time) { return when.all_day ? std::string{} : time_cell(time); };
    bool const has_address = venue != nullptr && !venue->street.empty();
    auto const currency = event.cost && !event.cost->currency.empty() ? event.cost->currency : std::string{"USD"};
    return {published.title,
            to_html_cell(event.description),
            to_text_cell(event.excerpt),
            absl::FormatCivilTime(absl::CivilDay{published.start}),
            clock(published.start),
            absl::FormatCivilTime(absl::CivilDay{end}),
            clock(end),
            when.zone.empty() ? default_zone : when.zone,
            yes(when.all_day),
            yes(false),
            yes(false),
            yes(false),
            venue != nullptr ? venue->name : std::string{no_venue},
            organizer,
            yes(has_address),
            yes(has_address),
            event.cost ? to_cost_cell(*event.cost) : std::string{},
            currency,
            std::string{currency_symbol(currency)},
            "prefix",
            to_list_cell(event.categories),
            to_list_cell(event.tags),
            to_url_cell(event.url),
            to_url_cell(event.image),
            "closed",
            "closed"};
}

Row venue_row(Place const& venue)
{
    return {venue.name,
            "",
            to_country_cell(venue.country),
            to_text_cell(venue.street),
            "",
            to_text_cell(venue.city),
            to_text_cell(venue.state),
            to_text_cell(venue.postal_code),
            to_text_cell(venue.phone),
            to_url_cell(venue.url),
            ""};
}

Row organizer_row(Organizer const& organizer)
{
    return {organizer.name,
            "",
            to_text_cell(organizer.email),
            to_url_cell(organizer.url),
            to_text_cell(organizer.phone),
            ""};
}

}  // namespace

std::vector<Output> CsvWriter::render(Calendar const& calendar) const
{
    NamedRows<Place> venues;
    NamedRows<Organizer> organizers;
    for (auto const& venue : calendar.venues)
        add(venues, to_venue_cell(venue.name), venue);
    for (auto const& organizer : calendar.organizers)
        add(organizers, to_organizer_cell(organizer.name), organizer);

    auto events_csv = start_file(event_columns);
    for (auto const& published : publish_events(calendar.events)) {
        auto const& event = *published.event;
        // An event links to names that the other two files have, in the same spelling.
        auto const venue = add(venues, to_venue_cell(event.place.name), event.place);
        auto const organizer =
            add(organizers, to_organizer_cell(event.organizer), Organizer{event.organizer, "", "", ""});
        auto const* place = venue.empty() ? nullptr : &venues.at(name_key(venue));
        append_csv_row(events_csv, event_row(published, place, organizer, calendar.timezone));
    }
    auto venues_csv = start_file(venue_columns);
    for (auto const& [key, venue] : venues)
        append_csv_row(venues_csv, venue_row(venue));
    auto organizers_csv = start_file(organizer_columns);
    for (auto const& [key, organizer] : organizers)
        append_csv_row(organizers_csv, organizer_row(organizer));

    return {make_output(calendar, "data", "events", "csv", csv_type, std::move(events_csv)),
            make_output(calendar, "data", "venues", "csv", csv_type, std::move(venues_csv)),
            make_output(calendar, "data", "organizers", "csv", csv_type, std::move(organizers_csv))};
}

}  // namespace almanac
