#pragma once

#include "fetch/fetcher.hpp"
#include "fetch/warc_writer.hpp"

#include <memory>

namespace almanac {

/// Writes what another fetcher answers into a capture: for pages that come from no network, such as a file or an older
/// capture. (NetworkFetcher records by itself, as it sees redirects and coded bodies.) For one thread.
class RecordingFetcher final : public Fetcher {
public:
    RecordingFetcher(std::unique_ptr<Fetcher> from, WarcWriter& to) : m_from(std::move(from)), m_to(to) {}

    std::vector<Page> get(std::span<Request const> requests) override;

private:
    std::unique_ptr<Fetcher> m_from;
    WarcWriter& m_to;
};

}  // namespace almanac
