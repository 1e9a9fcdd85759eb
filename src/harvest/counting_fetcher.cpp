#include "harvest/counting_fetcher.hpp"

namespace almanac {

std::vector<Page> CountingFetcher::get(std::span<Request const> requests)
{
    auto pages = m_next.get(requests);
    for (auto const& page : pages) {
        m_traffic.pages += page.ok() ? 1 : 0;
        m_traffic.late_pages += page.problem == FetchProblem::deadline ? 1 : 0;
        m_traffic.retries += page.retries;
        m_traffic.bytes += static_cast<std::int64_t>(page.body.size());
    }
    return pages;
}

}  // namespace almanac
