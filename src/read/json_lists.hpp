#pragma once

#include "read/page_parts.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <vector>

namespace almanac {

/// The objects of each list in the page's data, by the path that finds them ("data.events[]"). Bounded: 40 lists, 8
/// levels. They live as long as the page.
[[nodiscard]] std::map<std::string, std::vector<boost::json::value const*>> lists_of(PageParts const& parts);

}  // namespace almanac
