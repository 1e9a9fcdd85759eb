#include "fetch/redact.hpp"
#include "fetch/url.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <array>

namespace almanac {
namespace {

constexpr std::string_view redacted = "REDACTED";

bool is_any_of(std::string_view name, std::span<std::string_view const> names)
{
    return std::ranges::any_of(names, [&](std::string_view n) { return equal_ignoring_case(n, name); });
}

constexpr std::array<std::string_view, 13> open_request_headers = {
    "Accept",         "Accept-Encoding", "Accept-Language", "Cache-Control",     "Connection",
    "Content-Length", "Content-Type",    "If-None-Match",   "If-Modified-Since", "Host",
    "Range",          "User-Agent",      "X-Requested-With"};

constexpr std::array<std::string_view, 3> address_headers = {"Location", "Content-Location", "Link"};

constexpr std::array<std::string_view, 8> secret_response_headers = {
    "Set-Cookie",         "Set-Cookie2", "Authorization", "Authentication-Info",
    "Proxy-Authenticate", "X-Api-Key",   "X-Auth-Token",  "X-CSRF-Token"};

}  // namespace

Headers redact_request_headers(Headers headers)
{
    for (auto& [name, value] : headers) {
        if (!is_any_of(name, open_request_headers))
            value = redacted;
    }
    return headers;
}

Headers redact_response_headers(Headers headers)
{
    for (auto& [name, value] : headers) {
        if (is_any_of(name, secret_response_headers))
            value = redacted;
        else if (is_any_of(name, address_headers))
            value = redact_url(value);
    }
    return headers;
}

std::string redact_secrets(std::string text, std::span<std::string const> secrets)
{
    constexpr std::size_t shortest = 6;
    for (auto const& secret : secrets) {
        if (secret.size() < shortest)
            continue;
        for (auto const& spelling : {secret, encode_url_part(secret)}) {
            if (text.find(spelling) != text.npos)
                text = replace_all(std::move(text), spelling, redacted);
        }
    }
    return text;
}

}  // namespace almanac
