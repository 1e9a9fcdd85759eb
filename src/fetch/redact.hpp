#pragma once

#include "fetch/fetcher.hpp"

#include <span>
#include <string>
#include <string_view>

namespace almanac {

/// Percent-decoded once; what is no valid escape stays.
[[nodiscard]] std::string decode_url_part(std::string_view text);

/// A form body ("a=1&api_key=2") with the values of secret names redacted, as redact_url does for a query.
[[nodiscard]] std::string redact_form(std::string_view form);

/// A form or query for comparing: parameters sorted, empty ones gone, one spelling of escapes.
[[nodiscard]] std::string form_key(std::string_view form);

/// Request headers as they may be stored: only those that never carry a secret keep their value.
[[nodiscard]] Headers redact_request_headers(Headers headers);

/// Response headers as they may be stored: cookies and credentials redacted, addresses as redact_url shows them.
[[nodiscard]] Headers redact_response_headers(Headers headers);

/// The text without each of these secrets, plain or percent-encoded. Secrets of less than 6 bytes are left: they would
/// hit innocent text.
[[nodiscard]] std::string redact_secrets(std::string text, std::span<std::string const> secrets);

}  // namespace almanac
