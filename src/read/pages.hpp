#pragma once

#include "read/reader.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace almanac {

/// "iso-8859-1" of `text/html; charset="ISO-8859-1"`; empty when it names none.
[[nodiscard]] std::string charset_of(std::string_view content_type);

/// The type alone, lower case: "text/html".
[[nodiscard]] std::string media_type_of(std::string_view content_type);

/// Fetches pages and joins what `read` finds on each. A page that cannot be had is a note; the others go on.
[[nodiscard]] Reading read_requests(ReadContext const& context, std::span<Request const> requests,
                                    std::function<Reading(Page const&)> const& read);

/// The same for all pages of the source's list (read/page_walk.hpp), and for events' own pages where [html.detail] or
/// [json.detail] says what they hold.
[[nodiscard]] Reading read_pages(ReadContext const& context, std::function<Reading(Page const&)> const& read);

/// Adds what another page gave.
void append(Reading& reading, Reading more);

}  // namespace almanac
