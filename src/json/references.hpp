#pragma once

#include <boost/json/value.hpp>

namespace almanac {

/// Pages of Apollo and Next.js hold objects once, as members "TYPE:ID" of a cache, and name them elsewhere:
/// {"__ref": "Venue:9"}. Puts what is named in the place of such names, one step deep; a bounded number of them.
void put_references(boost::json::value& document);

}  // namespace almanac
