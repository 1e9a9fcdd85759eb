#pragma once

#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// One page of a list of objects. The paths are whole keys.
struct S3Listing {
    std::vector<StoredEntry> objects;
    std::string next;     ///< asks for the page after it; empty on the last one
    std::string problem;  ///< why it is none: "line 3: ..."; else empty
};

/// Reads the answer to ListObjectsV2, its keys encoded as `encoding-type=url` asks or not.
[[nodiscard]] S3Listing read_s3_listing(std::string_view xml);

}  // namespace almanac
