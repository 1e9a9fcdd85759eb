#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// Where in which bucket: "s3://bucket/some/prefix".
struct S3Place {
    std::string bucket;
    std::string prefix;  ///< without a slash at either end; may be empty

    bool operator==(S3Place const&) const = default;
};

/// Whether a place is meant to be a bucket.
[[nodiscard]] bool is_s3(std::string_view place);

/// Nothing for a folder. Throws StoreError for a bucket or prefix that cannot be one (S3 user guide, "General purpose
/// bucket naming rules").
[[nodiscard]] std::optional<S3Place> read_s3_place(std::string_view place);

/// The key of a path of the store.
[[nodiscard]] std::string key_of(S3Place const& place, std::string_view path);

/// "s3://bucket/prefix/path".
[[nodiscard]] std::string to_text(S3Place const& place, std::string_view path = {});

}  // namespace almanac
