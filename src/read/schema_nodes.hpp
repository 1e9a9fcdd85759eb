#pragma once

#include "read/options.hpp"
#include "read/reader.hpp"

#include <boost/json/value.hpp>

#include <string_view>
#include <vector>

namespace almanac {

/// The schema.org events anywhere in the nodes of one page (JSON-LD blocks, or what microdata, RDFa and microformats
/// say, as such nodes). They may refer to each other by "@id". An event without a readable date is a drop.
[[nodiscard]] Reading read_schema_nodes(std::vector<boost::json::value> const& nodes, Source const& source,
                                        std::string_view page_url, ReadOptions const& options);

}  // namespace almanac
