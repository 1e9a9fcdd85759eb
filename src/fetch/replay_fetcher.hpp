#pragma once

#include "fetch/capture_index.hpp"
#include "fetch/fetcher.hpp"

#include <absl/time/time.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace almanac {

/// Answers from captures and never touches the network, robots.txt or a clock. Holds offsets only; each page is
/// decompressed when it is asked for. Calls from several threads do not wait for each other.
class ReplayFetcher final : public Fetcher {
public:
    static constexpr std::size_t default_max_body_bytes = 20U << 20U;

    /// Reads the index of the WARC files. Throws ConfigError when one cannot be opened or is none.
    explicit ReplayFetcher(std::vector<std::string> const& files, std::size_t max_body_bytes = default_max_body_bytes);

    /// Recorded redirects are followed. What was not captured is `FetchProblem::not_in_capture`.
    std::vector<Page> get(std::span<Request const> requests) override;

    /// Sentences about captures that are cut off or damaged; empty when all is well.
    [[nodiscard]] std::vector<std::string> const& notes() const { return m_index.notes(); }

    /// When the first answer was captured: the clock to replay with, unless another is given.
    [[nodiscard]] std::optional<absl::Time> captured() const { return m_index.captured(); }

private:
    [[nodiscard]] Page get_one(Request request) const;
    void read_page(CaptureEntry const& entry, Page& page) const;

    CaptureIndex m_index;
    std::size_t m_max_body_bytes;
};

}  // namespace almanac
