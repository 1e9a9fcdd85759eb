#pragma once

#include "command/plan.hpp"
#include "fetch/fetcher.hpp"
#include "read/reader.hpp"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace almanac {

/// Remembers the pages that were had through it, and asks for none twice. Bounded: what is more is asked for again.
class KeepingFetcher final : public Fetcher {
public:
    explicit KeepingFetcher(Fetcher& from) : m_from(from) {}

    std::vector<Page> get(std::span<Request const> requests) override;

    [[nodiscard]] std::vector<Page> const& pages() const { return m_pages; }

private:
    Fetcher& m_from;
    std::vector<Page> m_pages;                    ///< in the order in which they were asked for first
    std::map<std::string, std::size_t> m_places;  ///< of the request's page
    std::size_t m_bytes = 0;
};

/// A source as it was read at one time: the pages it was read from, and what came of them.
struct SourceReading {
    absl::CivilSecond now;  ///< in the source's zone
    std::vector<Page> pages;
    Reading reading;
};

/// What a reader of the source works with at that time, in the window of the configuration.
[[nodiscard]] ReadContext context_of(Source const& source, Fetcher& fetcher, absl::CivilSecond now, Plan const& plan);

/// Reads the source as a run would.
[[nodiscard]] SourceReading read_source_at(Source const& source, KeepingFetcher& fetcher, absl::Time now,
                                           Plan const& plan, std::string const& token);

/// The page of the source's list: the one on which its recipe finds most. nullptr when no page was had.
[[nodiscard]] Page const* list_page(SourceReading const& read, Source const& source, Plan const& plan);

/// The page at the same address at another time, else the first that was had; nullptr when none was.
[[nodiscard]] Page const* same_page(SourceReading const& read, Page const& page);

}  // namespace almanac
