#pragma once

#include "fetch/fetcher.hpp"
#include "read/reader.hpp"
#include "read/template.hpp"

#include <absl/time/civil_time.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// The names that addresses may use beside those of `each` and `lookup`.
inline constexpr std::string_view address_names[] = {"from",       "month", "next",  "offset", "page",
                                                     "source_url", "to",    "today", "token"};

/// Those of them that are dates and take a format: "{month:%m-%Y}".
[[nodiscard]] bool is_date_name(std::string_view name);

/// A day in a format of %Y %y %m %-m %d %-d %B %b and %% (English). Nothing when the format holds anything else.
[[nodiscard]] std::optional<std::string> format_day(absl::CivilDay day, std::string_view format);

/// A row of list pages: where it stands, and what its addresses are made of.
struct Trail {
    Names values;  ///< for addresses: each's values, lookup's, the month
    Names labels;  ///< for fields: each's labels
    absl::CivilDay month;
    bool more = false;  ///< the page is asked for as `Recipe::more` says
    int page = 1;
    long offset = 0;
    long seen = 0;     ///< items on the pages so far
    std::string next;  ///< {next}; or the address of the page, when no address names it
};

/// What a list page said, as far as its row goes on from it.
struct PageOutcome {
    bool ok = false;  ///< had and readable
    std::size_t items = 0;
    bool repeated = false;      ///< nothing on it that the row did not have before
    std::optional<long> total;  ///< items on all pages
    std::string next;           ///< link or token
    std::string base;           ///< address that links are relative to
};

/// The rows a source begins with: one for each combination of `each` and each month of the window, if the address names
/// the month.
[[nodiscard]] std::vector<Trail> plan_trails(ReadContext const& context, Names const& lookup);

/// The request for the page where the row stands. Its url is empty when a name has no value or it is no web address.
[[nodiscard]] Request request_for(Trail const& trail, ReadContext const& context);

/// The request for an event's own page.
[[nodiscard]] Request request_for_detail(std::string url, ReadContext const& context);

/// Moves on to the next page; false when the row ends here.
[[nodiscard]] bool advance(Trail& trail, PageOutcome const& outcome, Source const& source);

/// The first request of each row, for readers that know no paging.
[[nodiscard]] std::vector<Request> plan_requests(ReadContext const& context);

}  // namespace almanac
