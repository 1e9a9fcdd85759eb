#include "fetch/redirect.hpp"

#include "fetch/url.hpp"

#include <fmt/format.h>

namespace almanac {

bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::string origin_of(std::string_view url)
{
    auto const resolved = resolve_url({}, url);
    auto const start = resolved.find("://");
    if (start == resolved.npos)
        return {};
    auto const authority = std::string_view{resolved}.substr(start + 3, resolved.find('/', start + 3) - start - 3);
    return resolved.substr(0, start + 3).append(authority.substr(authority.rfind('@') + 1));
}

bool follow_redirect(Request& request, int status, Headers const& headers)
{
    auto const location = header(headers, "Location");
    auto const target = location.empty() ? std::string{} : resolve_url(request.url, location);
    if (target.empty())
        return false;
    if (origin_of(target) != origin_of(request.url))
        request.headers.clear();
    if (status == 303 || ((status == 301 || status == 302) && request.method == "POST")) {
        if (request.method != "HEAD")
            request.method = "GET";
        request.body.clear();
        request.content_type.clear();
    }
    request.url = target.substr(0, target.find('#'));
    return true;
}

std::string redirects_message(std::string_view url, std::string_view last)
{
    return fmt::format("{}: more than {} redirects, the last to {}", redact_url(url), max_redirects, redact_url(last));
}

std::string status_message(std::string_view url, int status, int tries)
{
    auto const times = tries == 1   ? std::string{}
                       : tries == 2 ? " twice"
                       : tries == 3 ? " three times"
                                    : fmt::format(" {} times", tries);
    return fmt::format("{} answered {}{}", redact_url(url), status, times);
}

}  // namespace almanac
