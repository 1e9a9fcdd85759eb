#pragma once

#include "fetch/fetch_options.hpp"
#include "fetch/fetcher.hpp"

#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace almanac {

class Engine;

/// Gets pages from the web: polite (robots.txt, per-host rate and connections, backoff), bounded (sizes, times,
/// budgets) and safe (http and https only, TLS verified, no private address). All transfers run on one thread of its
/// own; callers wait.
class NetworkFetcher final : public Fetcher {
public:
    explicit NetworkFetcher(FetchOptions options);

    /// Nobody may be in `get` any more.
    ~NetworkFetcher() override;

    std::vector<Page> get(std::span<Request const> requests) override;

private:
    void store(std::span<Request const> requests, std::vector<Page>& pages);

    FetchOptions const m_options;
    std::mutex m_cache;  ///< one call into the catalog at a time
    std::unique_ptr<Engine> m_engine;
};

}  // namespace almanac
