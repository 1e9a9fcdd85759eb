#pragma once

#include "aws/http.hpp"
#include "store/s3_place.hpp"

#include <string>
#include <string_view>

namespace almanac {

/// What failed, for the sentence about it.
struct S3Call {
    std::string_view tried;     ///< "write", "read", "list"
    std::string_view what;      ///< "s3://bucket/prefix/latest/events.csv"
    std::string_view action;    ///< the permission it takes: "s3:PutObject"
    std::string_view endpoint;  ///< "https://s3.us-east-1.amazonaws.com"
    std::string_view region;
    std::string_view origin;  ///< of the credentials: "environment variables"
};

/// Throws StoreError: what was tried, where, what the service says, and the cure.
[[noreturn]] void throw_s3_error(S3Call const& call, HttpResponse const& response);

/// Throws StoreError for a store that knows no conditional writes, or does not keep to them.
[[noreturn]] void throw_unconditional(S3Place const& place);

/// The region that a bucket is in, as an answer from elsewhere tells it; empty when it does not.
[[nodiscard]] std::string hinted_region(HttpResponse const& response);

}  // namespace almanac
