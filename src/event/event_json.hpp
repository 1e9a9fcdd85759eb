#pragma once

#include "event/event.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace almanac {

/// An event as one line of schema.org/Event JSON (no line feed at the end). Times are ISO 8601 with the offset of their
/// zone, all-day events have plain dates, endDate is the last day, inclusive. Empty members are left out. What
/// schema.org has no word for stands in a member "almanac". Text that is no UTF-8 is mended by to_utf8(); everything
/// else comes back from read_event_json() as it was.
[[nodiscard]] std::string to_json_line(Event const& event);

/// The inverse of to_json_line(); for events that Almanac wrote, not for pages. Throws JsonError when the text is none.
[[nodiscard]] Event read_event_json(std::string_view text);
/// The same of JSON that is parsed.
[[nodiscard]] Event read_event(boost::json::value const& value);

}  // namespace almanac
