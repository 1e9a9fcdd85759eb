#pragma once

#include <span>
#include <string>
#include <string_view>

namespace almanac {

/// `reference` against `base` (RFC 3986 section 5), normalised; spaces and non-ASCII percent-encoded. Empty when it is
/// no http(s) URL ("javascript:", "mailto:", nonsense).
[[nodiscard]] std::string resolve_url(std::string_view base, std::string_view reference);

/// Lower-case host without port; empty when there is none.
[[nodiscard]] std::string host_of(std::string_view url);

/// Percent-encodes all but unreserved characters (RFC 3986 section 2.3).
[[nodiscard]] std::string encode_url_part(std::string_view text);

/// The one place that makes URLs showable: user info, and the values of query parameters that carry secrets (api_key,
/// key, token, access_token, signature, X-Amz-*, password ...) become "REDACTED".
[[nodiscard]] std::string redact_url(std::string_view url);

/// For matching a request with a capture: without secrets and fragment, query parameters sorted, host lower-case,
/// default port and empty parameters ("?&a=1") gone.
[[nodiscard]] std::string capture_key(std::string_view method, std::string_view url);

}  // namespace almanac
