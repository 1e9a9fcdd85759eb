#pragma once

#include "event/money.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

// The columns of the files that The Events Calendar imports. Its admin page remembers columns by position after the
// first import, so their order never changes.
inline constexpr std::array<std::string_view, 26> event_columns = {
    "Event Name",       "Event Description", "Event Excerpt",       "Event Start Date",      "Event Start Time",
    "Event End Date",   "Event End Time",    "Event Timezone",      "Event All Day",         "Event Hide",
    "Event Sticky",     "Feature Event",     "Event Venue Name",    "Event Organizer Name",  "Event Show Map Link",
    "Event Show Map",   "Event Cost",        "Event Currency Code", "Event Currency Symbol", "Event Currency Position",
    "Event Category",   "Event Tags",        "Event Website",       "Featured Image",        "Event Comment Status",
    "Event Ping Status"};
inline constexpr std::array<std::string_view, 11> venue_columns = {
    "Venue Name",  "Venue Description", "Venue Country", "Venue Address", "Venue Address2", "Venue City",
    "Venue State", "Venue Zip",         "Venue Phone",   "Venue URL",     "Featured Image"};
inline constexpr std::array<std::string_view, 6> organizer_columns = {"Organizer Name",  "Organizer Description",
                                                                      "Organizer Email", "Organizer Website",
                                                                      "Organizer Phone", "Featured Image"};

/// Plain text for a cell that WordPress reads as HTML: valid UTF-8, no control characters, no backslash (the importer
/// and WordPress eat them), white space collapsed, "<" escaped, so that text like "<3" is not taken for a tag. "&"
/// stays as it is unless it would begin an entity. Cut at a word to `max_bytes` of text.
[[nodiscard]] std::string to_text_cell(std::string_view text, std::size_t max_bytes = 2000);

/// An event's title. Never empty.
[[nodiscard]] std::string to_title_cell(std::string_view name);

/// A venue's name; empty when it is none (is_venue_name). A number gets "No. " before it, as WordPress would take it
/// for a post's id.
[[nodiscard]] std::string to_venue_cell(std::string_view name);

/// An organizer's name. Commas become spaces, as the importer splits the cell at them.
[[nodiscard]] std::string to_organizer_cell(std::string_view name);

/// Categories or tags: a comma within a name becomes " /", numbers get "No. ", repeated names go.
[[nodiscard]] std::string to_list_cell(std::span<std::string const> names);

/// Sanitised HTML: as it is, without control characters and line breaks (WordPress would make <br> of them; in <pre>
/// they stay), backslashes as entities, a "<" that begins no tag escaped.
[[nodiscard]] std::string to_html_cell(std::string_view html);

/// An http(s) address; empty when it is none.
[[nodiscard]] std::string to_url_cell(std::string_view url);

/// "$" for "USD" and for none; the code itself where no symbol is customary.
[[nodiscard]] std::string_view currency_symbol(std::string_view code);

/// "United States" for "US": The Events Calendar knows countries by name.
[[nodiscard]] std::string to_country_cell(std::string_view country);

}  // namespace almanac
