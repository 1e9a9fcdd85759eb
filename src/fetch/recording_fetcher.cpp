#include "fetch/recording_fetcher.hpp"

#include "text/text.hpp"

#include <algorithm>
#include <array>

namespace almanac {
namespace {

/// What is true of the bytes on the wire only: the body is decoded by now.
bool is_of_the_wire(std::string_view header_name)
{
    constexpr std::array<std::string_view, 3> names = {"content-encoding", "content-length", "transfer-encoding"};
    return std::ranges::find(names, lower_ascii(header_name)) != names.end();
}

}  // namespace

std::vector<Page> RecordingFetcher::get(std::span<Request const> requests)
{
    auto pages = m_from->get(requests);
    for (std::size_t i = 0; i < pages.size() && i < requests.size(); ++i) {
        auto const& page = pages[i];
        if (page.status == 0)
            continue;  // nobody answered: there is no exchange
        auto request = requests[i];
        if (!page.final_url.empty() && page.final_url != request.url) {
            m_to.write({.request = request, .status = 302, .headers = {{"Location", page.final_url}}});
            request = {.source = request.source, .url = page.final_url};
        }
        Exchange exchange{
            .request = std::move(request), .status = page.status, .headers = page.headers, .body = page.body};
        std::erase_if(exchange.headers, [](auto const& one) { return is_of_the_wire(one.first); });
        m_to.write(exchange);
    }
    return pages;
}

}  // namespace almanac
