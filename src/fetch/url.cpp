#include "fetch/url.hpp"

#include "fetch/punycode.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace almanac {
namespace {

/// Longer ones are no addresses but data; browsers and servers stop earlier.
constexpr std::size_t max_url_bytes = 32U << 10U;

constexpr std::string_view hex_digits = "0123456789ABCDEF";

enum CharClass : std::uint8_t {
    unreserved = 1,  ///< RFC 3986 section 2.3
    in_path = 2,     ///< stands as it is in a path
    in_query = 4,
    in_fragment = 8,
    in_host = 16
};

constexpr std::array<std::uint8_t, 256> make_classes()
{
    auto classes = std::array<std::uint8_t, 256>{};
    auto add = [&](std::string_view chars, unsigned what) {
        for (char const c : chars) {
            auto& entry = classes[static_cast<unsigned char>(c)];
            entry = static_cast<std::uint8_t>(entry | what);
        }
    };
    add("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~",
        unreserved | in_path | in_query | in_fragment | in_host);
    // What browsers leave alone (WHATWG URL section 1.3), as servers compare addresses byte by byte.
    add("!$&()*+,;=:@%/[]|", in_path | in_query | in_fragment);
    add("'", in_path | in_fragment);
    add("?{}^`", in_query);
    add("?{}^|'#", in_fragment);
    return classes;
}

constexpr auto classes = make_classes();

bool is(char c, unsigned what)
{
    return (classes[static_cast<unsigned char>(c)] & what) != 0;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

void append_encoded(std::string& out, std::string_view text, unsigned allowed)
{
    while (!text.empty()) {
        auto const* const end = std::ranges::find_if_not(text, [&](char c) { return is(c, allowed); });
        auto const run = static_cast<std::size_t>(end - text.begin());
        out.append(text, 0, run);
        text.remove_prefix(run);
        if (text.empty())
            return;
        auto const byte = static_cast<unsigned char>(text.front());
        out += '%';
        out += hex_digits[byte >> 4U];
        out += hex_digits[byte & 15U];
        text.remove_prefix(1);
    }
}

struct Parts {
    std::string_view scheme;  ///< as written; empty when relative
    std::string_view authority;
    std::string_view path;
    std::string_view query;     ///< without "?"
    std::string_view fragment;  ///< without "#"
    bool has_authority = false;
    bool has_query = false;
    bool has_fragment = false;
};

/// The scheme's length without ":", 0 when there is none (RFC 3986 section 3.1).
std::size_t scheme_length(std::string_view url)
{
    for (std::size_t i = 0; i < url.size(); ++i) {
        char const c = lower(url[i]);
        if (c == ':')
            return i;
        bool const letter = c >= 'a' && c <= 'z';
        bool const further = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (!letter && (i == 0 || !further))
            return 0;
    }
    return 0;
}

bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

/// Cuts a URL or reference into its parts (RFC 3986 appendix B), with "\" as "/" before the query as browsers do.
Parts cut(std::string_view url)
{
    auto parts = Parts{};
    if (auto const length = scheme_length(url)) {
        parts.scheme = url.substr(0, length);
        url.remove_prefix(length + 1);
    }
    if (auto const at = url.find('#'); at != url.npos) {
        parts.fragment = url.substr(at + 1);
        parts.has_fragment = true;
        url = url.substr(0, at);
    }
    if (auto const at = url.find('?'); at != url.npos) {
        parts.query = url.substr(at + 1);
        parts.has_query = true;
        url = url.substr(0, at);
    }
    if (url.size() >= 2 && is_slash(url[0]) && is_slash(url[1])) {
        auto const* const start = std::ranges::find_if_not(url, is_slash);
        auto const* const end = std::find_if(start, url.end(), is_slash);
        parts.authority = {start, end};
        parts.has_authority = true;
        url = {end, url.end()};
    }
    parts.path = url;
    return parts;
}

bool is_http(std::string_view scheme)
{
    auto const same = [](char a, char b) { return lower(a) == b; };
    return std::ranges::equal(scheme, std::string_view{"http"}, same) ||
           std::ranges::equal(scheme, std::string_view{"https"}, same);
}

struct Authority {
    std::string_view user;  ///< with password, without "@"
    std::string_view host;  ///< with brackets for IPv6
    std::string_view port;
};

Authority cut_authority(std::string_view text)
{
    auto authority = Authority{};
    if (auto const at = text.rfind('@'); at != text.npos) {
        authority.user = text.substr(0, at);
        text.remove_prefix(at + 1);
    }
    auto const bracket = text.rfind(']');
    auto const colon = text.rfind(':');
    if (colon != text.npos && (bracket == text.npos || colon > bracket)) {
        authority.port = text.substr(colon + 1);
        text = text.substr(0, colon);
    }
    authority.host = text;
    return authority;
}

/// Appends the host in lower case, non-ASCII labels in their ASCII form; false when it cannot be one.
bool append_host(std::string& out, std::string_view host)
{
    auto const start = out.size();
    if (!host.empty() && host.front() == '[') {
        if (host.size() < 4 || host.back() != ']')
            return false;
        auto const inner = host.substr(1, host.size() - 2);
        if (inner.find_first_not_of("0123456789abcdefABCDEF:.") != inner.npos)
            return false;
        for (char const c : host)
            out += lower(c);
        return true;
    }
    bool ascii = true;
    for (char const c : host) {
        auto const byte = static_cast<unsigned char>(c);
        ascii = ascii && byte < 0x80;
        if (byte < 0x80 && !is(c, in_host))
            return false;
        out += lower(c);
    }
    if (ascii)
        return !host.empty() && host.size() <= 253;
    auto encoded = host_to_ascii(std::string_view{out}.substr(start));
    if (!encoded)
        return false;
    out.replace(start, out.npos, *encoded);
    return true;
}

/// Appends ":port" unless it is the scheme's own; false when it is no port.
bool append_port(std::string& out, std::string_view port, bool secure)
{
    if (port.empty())
        return true;
    unsigned number = 0;
    for (char const c : port) {
        if (c < '0' || c > '9')
            return false;
        number = number * 10 + static_cast<unsigned>(c - '0');
        if (number > 65535)
            return false;
    }
    if (number != (secure ? 443U : 80U)) {
        out += ':';
        out += std::to_string(number);
    }
    return true;
}

/// "." is 1, ".." is 2, all else 0; "%2e" is a dot too (WHATWG URL section 4.1).
int dots(std::string_view segment)
{
    int count = 0;
    while (!segment.empty()) {
        if (segment[0] == '.')
            segment.remove_prefix(1);
        else if (segment.size() >= 3 && segment[0] == '%' && segment[1] == '2' && lower(segment[2]) == 'e')
            segment.remove_prefix(3);
        else
            return 0;
        if (++count > 2)
            return 0;
    }
    return count;
}

/// Appends path segments to a URL whose path begins at `start` (RFC 3986 section 5.2.4).
void append_path(std::string& out, std::size_t start, std::string_view path, bool last_is_folder)
{
    while (!path.empty()) {
        if (is_slash(path.front()))
            path.remove_prefix(1);
        std::string_view const segment{path.begin(), std::ranges::find_if(path, is_slash)};
        path.remove_prefix(segment.size());
        bool const last = path.empty();
        if (last && last_is_folder) {  // the base's last segment gives way to the reference
            return;
        }
        auto const d = dots(segment);
        if (d == 2)
            out.resize(std::max(start, std::min(out.rfind('/'), out.size())));
        if (d == 0) {
            out += '/';
            append_encoded(out, segment, in_path);
        } else if (last) {
            out += '/';
        }
    }
}

/// White space and control characters at the ends go (WHATWG URL section 4.4 step 1).
std::string_view trim_url(std::string_view text)
{
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ')
        text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ')
        text.remove_suffix(1);
    return text;
}

}  // namespace

std::string resolve_url(std::string_view base_text, std::string_view reference_text)
{
    reference_text = trim_url(reference_text);
    if (reference_text.size() > max_url_bytes || base_text.size() > max_url_bytes)
        return {};
    std::string without_breaks;  // pages wrap long links; browsers ignore the breaks
    auto const is_break = [](char c) { return c == '\t' || c == '\r' || c == '\n'; };
    if (std::ranges::any_of(reference_text, is_break)) {
        without_breaks = reference_text;
        std::erase_if(without_breaks, is_break);
        reference_text = without_breaks;
    }
    auto const reference = cut(reference_text);
    if (!reference.scheme.empty() && !is_http(reference.scheme))
        return {};
    bool const absolute = !reference.scheme.empty() && reference.has_authority;
    auto const base = absolute ? Parts{} : cut(trim_url(base_text));
    if (!absolute && (!is_http(base.scheme) || !base.has_authority))
        return {};
    // "http:page" counts as relative only below the same scheme (RFC 3986 section 5.2.2, the tolerant reading).
    if (!absolute && !reference.scheme.empty() && reference.scheme.size() != base.scheme.size())
        return {};

    bool const own_authority = reference.has_authority;
    auto const authority = cut_authority(own_authority ? reference.authority : base.authority);
    bool const secure = (reference.scheme.empty() ? base.scheme : reference.scheme).size() == 5;
    std::string out;
    out.reserve(base_text.size() + reference_text.size() + 16);
    out += secure ? "https://" : "http://";
    if (!authority.user.empty()) {
        append_encoded(out, authority.user, unreserved | in_path);
        out += '@';
    }
    if (!append_host(out, authority.host) || !append_port(out, authority.port, secure))
        return {};

    auto const start = out.size();
    bool const own_path = own_authority || !reference.path.empty();
    if (!own_path) {
        append_path(out, start, base.path, false);
    } else {
        if (!own_authority && !is_slash(reference.path.front()))
            append_path(out, start, base.path, true);
        append_path(out, start, reference.path, false);
    }
    if (out.size() == start)
        out += '/';

    bool const own_query = own_path || reference.has_query;
    auto const& query = own_query ? reference : base;
    if (query.has_query) {
        out += '?';
        append_encoded(out, query.query, in_query);
    }
    if (reference.has_fragment) {
        out += '#';
        append_encoded(out, reference.fragment, in_fragment);
    }
    return out;
}

std::string host_of(std::string_view url)
{
    auto const parts = cut(trim_url(url));
    if (!parts.has_authority)
        return {};
    std::string host;
    if (!append_host(host, cut_authority(parts.authority).host))
        return {};
    return host;
}

std::string encode_url_part(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 8);
    append_encoded(out, text, unreserved);
    return out;
}

}  // namespace almanac
