#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// The parts of a URL that are signed.
struct SignedUrl {
    std::string host;  ///< as the Host header has it: with the port unless it is the scheme's own
    std::string path;  ///< "/" where the URL has none
    std::string query;
};

[[nodiscard]] SignedUrl split_for_signing(std::string_view url);

/// The path as it is signed. S3 signs what a key is, encoded once; all other services sign the path without dot
/// segments and double slashes, and encode what is on the wire once more (AWS General Reference, "Create a canonical
/// request").
[[nodiscard]] std::string canonical_path(std::string_view path, bool of_s3);

/// Parameters encoded, then sorted by name and then by value; one without a value gets an empty one.
[[nodiscard]] std::string canonical_query(std::string_view query);

}  // namespace almanac
