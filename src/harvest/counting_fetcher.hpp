#pragma once

#include "fetch/fetcher.hpp"

#include <cstdint>

namespace almanac {

/// What a source cost.
struct Traffic {
    int pages = 0;       ///< answers that were had
    int late_pages = 0;  ///< pages not had because the run's time was over
    int retries = 0;
    std::int64_t bytes = 0;  ///< of bodies, decoded
};

/// Passes requests on and counts. One per source, used by that source's thread only.
class CountingFetcher final : public Fetcher {
public:
    explicit CountingFetcher(Fetcher& next) : m_next(next) {}

    std::vector<Page> get(std::span<Request const> requests) override;
    [[nodiscard]] Traffic const& traffic() const { return m_traffic; }

private:
    Fetcher& m_next;
    Traffic m_traffic;
};

}  // namespace almanac
