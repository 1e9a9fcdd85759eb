#pragma once

#include "fetch/fetcher.hpp"

#include <string>

namespace almanac {

inline constexpr int max_redirects = 5;

/// True for the statuses that name another place (RFC 9110 section 15.4).
[[nodiscard]] bool is_redirect(int status);

/// Turns `request` into the one that the answer asks for: GET after 303, and after 301 and 302 of a POST as browsers
/// do. Headers of ours go only to the same origin, as they may be secrets. False when the answer names no web address.
[[nodiscard]] bool follow_redirect(Request& request, int status, Headers const& headers);

/// Scheme, host and port: "https://example.org", "http://127.0.0.1:8080".
[[nodiscard]] std::string origin_of(std::string_view url);

/// "https://example.org/x: more than 5 redirects, the last to https://example.org/y".
[[nodiscard]] std::string redirects_message(std::string_view url, std::string_view last);

/// "https://example.org/x answered 404", "... answered 503 three times".
[[nodiscard]] std::string status_message(std::string_view url, int status, int tries);

}  // namespace almanac
