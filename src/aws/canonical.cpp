#include "aws/canonical.hpp"

#include "fetch/redact.hpp"
#include "fetch/url.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace almanac {
namespace {

/// A slash stays what it is.
std::string encode_path(std::string_view path)
{
    return replace_all(encode_url_part(path), "%2F", "/");
}

/// RFC 3986 section 5.2.4, and no empty segment but a last one.
std::string without_dots(std::string_view path)
{
    std::vector<std::string_view> kept;
    auto const segments = split(path, '/');
    for (auto const segment : segments) {
        if (segment == "..") {
            if (!kept.empty())
                kept.pop_back();
        } else if (!segment.empty() && segment != ".") {
            kept.push_back(segment);
        }
    }
    std::string normal;
    for (auto const segment : kept)
        normal.append("/").append(segment);
    if (normal.empty() || path.ends_with('/'))
        normal += '/';
    return normal;
}

}  // namespace

SignedUrl split_for_signing(std::string_view url)
{
    url = url.substr(0, url.find('#'));
    bool const secure = url.starts_with("https:");
    auto const scheme_end = url.find("://");
    if (scheme_end != std::string_view::npos)
        url.remove_prefix(scheme_end + 3);
    auto const host_end = url.find_first_of("/?");
    auto host = url.substr(0, host_end);
    url.remove_prefix(std::min(host_end, url.size()));
    std::string_view const own_port = secure ? ":443" : ":80";
    if (host.ends_with(own_port))
        host.remove_suffix(own_port.size());
    auto const path = url.substr(0, url.find('?'));
    url.remove_prefix(path.size());
    return {std::string{host}, path.empty() ? "/" : std::string{path},
            std::string{url.starts_with('?') ? url.substr(1) : url}};
}

std::string canonical_path(std::string_view path, bool of_s3)
{
    return encode_path(of_s3 ? decode_url_part(path) : without_dots(path));
}

std::string canonical_query(std::string_view query)
{
    std::vector<std::pair<std::string, std::string>> parameters;
    for (auto const parameter : split(query, '&')) {
        if (parameter.empty())
            continue;
        auto const name = parameter.substr(0, parameter.find('='));
        auto const value = parameter.substr(std::min(parameter.size(), name.size() + 1));
        parameters.emplace_back(encode_url_part(decode_url_part(name)), encode_url_part(decode_url_part(value)));
    }
    std::ranges::sort(parameters);
    std::string canonical;
    for (auto const& [name, value] : parameters) {
        if (!canonical.empty())
            canonical += '&';
        canonical.append(name).append("=").append(value);
    }
    return canonical;
}

}  // namespace almanac
