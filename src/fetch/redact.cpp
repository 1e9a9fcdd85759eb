#include "fetch/redact.hpp"

#include "fetch/url.hpp"
#include "text/ascii.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace almanac {
namespace {

constexpr std::string_view redacted = "REDACTED";

/// Names of parameters and fields that carry secrets, lower case without "_", "-" and ".". Paging tokens
/// ("page_token", "continuation") are none: replays tell pages apart by them.
constexpr std::array<std::string_view, 39> secret_names = {"accesskey",
                                                           "accesskeyid",
                                                           "accesstoken",
                                                           "apikey",
                                                           "apisecret",
                                                           "apitoken",
                                                           "appkey",
                                                           "appsecret",
                                                           "auth",
                                                           "authkey",
                                                           "authorization",
                                                           "authtoken",
                                                           "awsaccesskeyid",
                                                           "bearer",
                                                           "bearertoken",
                                                           "clientsecret",
                                                           "consumersecret",
                                                           "credential",
                                                           "hmac",
                                                           "idtoken",
                                                           "jwt",
                                                           "key",
                                                           "oauthtoken",
                                                           "pass",
                                                           "passphrase",
                                                           "passwd",
                                                           "password",
                                                           "privatekey",
                                                           "pwd",
                                                           "refreshtoken",
                                                           "secret",
                                                           "secretkey",
                                                           "securitytoken",
                                                           "sessiontoken",
                                                           "sig",
                                                           "signature",
                                                           "subscriptionkey",
                                                           "token",
                                                           "userkey"};
static_assert(std::ranges::is_sorted(secret_names));

int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// Percent-decoded once; what is no valid escape stays.
std::string decode(std::string_view text, bool plus_is_space)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && text.size() - i > 2 && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

bool is_secret_name(std::string_view written)
{
    auto name = decode(written, false);
    std::erase_if(name, [](char c) { return c == '_' || c == '-' || c == '.'; });
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (std::string_view const vendor : {"xamz", "xgoog"}) {  // presigned links: every part of them is secret
        if (name.starts_with(vendor))
            return true;
    }
    if (name.starts_with("x") && std::ranges::binary_search(secret_names, std::string_view{name}.substr(1)))
        return true;
    return std::ranges::binary_search(secret_names, name);
}

std::string redact(std::string_view url, int depth);

/// A proxy's parameter may hold a whole address ("?url=https%3A%2F%2F...%3Fkey%3D...").
std::string redact_value(std::string_view value, int depth)
{
    constexpr int max_depth = 3;
    if (depth >= max_depth || value.find('%') == value.npos)
        return std::string{value};
    auto const decoded = decode(value, false);
    if (decoded.find("://") == decoded.npos)
        return std::string{value};
    auto const shown = redact(decoded, depth + 1);
    return shown == decoded ? std::string{value} : encode_url_part(shown);
}

/// "a=1&key=2" with the values of secret names redacted.
std::string redact_parameters(std::string_view query, int depth)
{
    std::string out;
    out.reserve(query.size());
    while (true) {
        auto const end = std::min(query.find_first_of("&;?"), query.size());
        auto const parameter = query.substr(0, end);
        auto const equals = parameter.find('=');
        if (equals == parameter.npos) {
            out += parameter;
        } else {
            auto const name = parameter.substr(0, equals);
            auto const value = parameter.substr(equals + 1);
            out += name;
            out += '=';
            out += is_secret_name(name) && !value.empty() ? std::string{redacted} : redact_value(value, depth);
        }
        if (end == query.size())
            return out;
        out += query[end];
        query.remove_prefix(end + 1);
    }
}

std::string redact(std::string_view url, int depth)
{
    std::string out;
    auto const fragment_at = std::min(url.find('#'), url.size());
    auto const query_at = std::min(url.substr(0, fragment_at).find('?'), fragment_at);
    auto head = url.substr(0, query_at);
    if (auto const scheme = head.find("://"); scheme != head.npos) {
        auto const end = std::min(head.find_first_of("/\\", scheme + 3), head.size());
        auto const at = head.substr(0, end).rfind('@');
        if (at != head.npos && at >= scheme + 3) {
            out += head.substr(0, scheme + 3);
            out += redacted;
            head.remove_prefix(at);
        }
    }
    out += head;
    if (query_at < fragment_at) {
        out += '?';
        out += redact_parameters(url.substr(query_at + 1, fragment_at - query_at - 1), depth);
    }
    if (fragment_at < url.size()) {
        out += '#';
        out += redact_parameters(url.substr(fragment_at + 1), depth);
    }
    return out;
}

/// One spelling for the same bytes, however another tool escaped them.
std::string one_spelling(std::string_view text, bool plus_is_space)
{
    return encode_url_part(decode(text, plus_is_space));
}

/// A request may carry in a header what its capture carried in the address, or have no secret at hand in a replay.
std::string without_secrets(std::string_view query)
{
    std::vector<std::string> kept;
    for (auto const parameter : split(query, '&'))
        if (!is_secret_name(parameter.substr(0, parameter.find('='))))
            kept.emplace_back(parameter);
    return join(kept, "&");
}

}  // namespace

std::string decode_url_part(std::string_view text)
{
    return decode(text, false);
}

std::string redact_form(std::string_view form)
{
    return redact_parameters(form, 0);
}

std::string form_key(std::string_view form)
{
    std::vector<std::string> parameters;
    while (!form.empty()) {
        auto const end = std::min(form.find('&'), form.size());
        auto const parameter = form.substr(0, end);
        auto const equals = std::min(parameter.find('='), parameter.size());
        if (!parameter.empty()) {
            parameters.push_back(one_spelling(parameter.substr(0, equals), true) + '=' +
                                 one_spelling(parameter.substr(std::min(equals + 1, parameter.size())), true));
        }
        form.remove_prefix(std::min(end + 1, form.size()));
    }
    std::ranges::sort(parameters);
    return join(parameters, "&");
}

std::string redact_url(std::string_view url)
{
    return redact(url, 0);
}

std::string capture_key(std::string_view method, std::string_view url)
{
    auto resolved = resolve_url({}, url);
    if (resolved.empty())
        resolved = url;  // matches only itself
    auto const shown = redact_url(resolved);
    auto rest = std::string_view{shown}.substr(0, shown.find('#'));
    auto const query_at = std::min(rest.find('?'), rest.size());
    auto path = rest.substr(0, query_at);
    auto query = rest.substr(std::min(query_at + 1, rest.size()));

    std::string key{method};
    std::ranges::transform(key, key.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    key += ' ';
    auto const scheme = path.find("://");
    if (scheme != path.npos) {
        auto const authority = path.substr(scheme + 3, path.find('/', scheme + 3) - scheme - 3);
        key += path.substr(0, scheme + 3);
        key += authority.substr(authority.rfind('@') + 1);  // npos + 1 is 0
        path.remove_prefix(scheme + 3 + authority.size());
    }
    while (!path.empty()) {
        auto const end = std::min(path.find('/'), path.size());
        key += one_spelling(path.substr(0, end), false);
        if (end < path.size())
            key += '/';
        path.remove_prefix(std::min(end + 1, path.size()));
    }

    if (auto const parameters = form_key(without_secrets(query)); !parameters.empty()) {
        key += '?';
        key += parameters;
    }
    return key;
}

}  // namespace almanac
