#include "fetch/network_fetcher.hpp"

#include "fetch/ca_file.hpp"
#include "fetch/engine.hpp"
#include "fetch/url.hpp"

#include <fmt/format.h>

#include <utility>

namespace almanac {
namespace {

FetchOptions with_ca_file(FetchOptions options)
{
    if (options.ca_file.empty())
        options.ca_file = find_ca_file();
    return options;
}

}  // namespace

std::string make_user_agent(std::string_view version, std::string_view contact)
{
    return contact.empty() ? fmt::format("Almanac/{}", version) : fmt::format("Almanac/{} (+{})", version, contact);
}

NetworkFetcher::NetworkFetcher(FetchOptions options)
    : m_options(with_ca_file(std::move(options))), m_engine(std::make_unique<Engine>(m_options))
{
}

NetworkFetcher::~NetworkFetcher() = default;

std::vector<Page> NetworkFetcher::get(std::span<Request const> requests)
{
    bool const conditional = m_options.find_cached && !m_options.record;
    auto tasks = std::vector<Task>{};
    tasks.reserve(requests.size());
    for (auto const& request : requests) {
        auto task = Task{.request = request, .etag = {}, .last_modified = {}};
        if (conditional && request.method == "GET") {
            auto const lock = std::lock_guard{m_cache};
            if (auto cached = m_options.find_cached(redact_url(request.url))) {  // the body is loaded when it is needed
                task.etag = std::move(cached->etag);
                task.last_modified = std::move(cached->last_modified);
            }
        }
        tasks.push_back(std::move(task));
    }
    auto pages = m_engine->run(std::move(tasks));
    store(requests, pages);
    return pages;
}

/// Completes what the server did not send again, and keeps what may be asked for conditionally next time.
void NetworkFetcher::store(std::span<Request const> requests, std::vector<Page>& pages)
{
    for (std::size_t i = 0; i < pages.size(); ++i) {
        auto& page = pages[i];
        if (!page.ok() || requests[i].method != "GET")
            continue;
        auto const key = redact_url(page.url);
        auto const lock = std::lock_guard{m_cache};
        if (page.status == 304) {
            auto cached = m_options.find_cached(key);
            if (!cached) {
                page.problem = FetchProblem::io;
                page.message = fmt::format("{} answered 304, but the page is not kept any more", key);
                continue;
            }
            page.status = 200;
            page.from_cache = true;
            page.body = std::move(cached->body);
            // A 304 may come without the redirects that led to the kept page; its links are still relative to its own
            // place. Where that is the same, the one with its secrets stays.
            if (!cached->final_url.empty() && cached->final_url != redact_url(page.final_url))
                page.final_url = std::move(cached->final_url);
            if (header(page.headers, "Content-Type").empty())
                page.headers.emplace_back("Content-Type", std::move(cached->content_type));
            continue;
        }
        auto const etag = header(page.headers, "ETag");
        auto const last_modified = header(page.headers, "Last-Modified");
        if (m_options.store_cached && page.status == 200 && (!etag.empty() || !last_modified.empty()))
            m_options.store_cached(key, {.etag = std::string{etag},
                                         .last_modified = std::string{last_modified},
                                         .final_url = redact_url(page.final_url),
                                         .content_type = std::string{header(page.headers, "Content-Type")},
                                         .body = page.body});
    }
}

}  // namespace almanac
