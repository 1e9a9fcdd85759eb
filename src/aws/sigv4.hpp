#pragma once

#include "aws/http.hpp"

#include <absl/time/time.h>

#include <string>
#include <string_view>

namespace almanac {

/// Who calls. Never shown, never logged.
struct Credentials {
    std::string access_key_id;
    std::string secret_access_key;
    std::string session_token;  ///< of temporary ones; else empty
    absl::Time expiration = absl::InfiniteFuture();

    /// Temporary ones that do not tell when they end, such as those of a Lambda function.
    [[nodiscard]] bool end_is_unknown() const { return !session_token.empty() && expiration == absl::InfiniteFuture(); }
};

/// What a signature holds for.
struct SigningScope {
    std::string region;   ///< "us-east-1"
    std::string service;  ///< "s3", "ses" ...
};

/// The longest that a presigned link may live (Amazon S3 API, "Authenticating requests: using query parameters").
inline constexpr absl::Duration longest_presign = absl::Hours(7 * 24);

/// The headers that make a request a signed one (AWS Signature Version 4): X-Amz-Date, Authorization, and where they
/// apply X-Amz-Security-Token and X-Amz-Content-Sha256. All headers of the request are signed but those that proxies
/// change. The request may bring its own X-Amz-Content-Sha256 ("UNSIGNED-PAYLOAD", or the hash where it is known).
[[nodiscard]] Headers sign(HttpRequest const& request, Credentials const& credentials, SigningScope const& scope,
                           absl::Time now);

/// The URL with a signature in its query, which anyone may use until `now + expires` (whole seconds) or until the
/// credentials expire, whichever is first. Throws std::invalid_argument unless 1 s <= expires <= longest_presign.
[[nodiscard]] std::string presign(std::string_view method, std::string_view url, Credentials const& credentials,
                                  SigningScope const& scope, absl::Time now, absl::Duration expires);

}  // namespace almanac
