#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace almanac {

/// Whether read_xml gave a calendar in XML (RFC 6321).
[[nodiscard]] bool is_xcal(boost::json::value const& xml);

/// The iCalendar text that a calendar in XML stands for, as RFC 6321 section 3 has it: components, properties,
/// parameters and values one for one, rules too. What is no part of that format is left out. Depth is bounded.
[[nodiscard]] std::string xcal_to_ical(boost::json::value const& xml);

}  // namespace almanac
