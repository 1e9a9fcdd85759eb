#pragma once

#include "read/reader.hpp"
#include "read/template.hpp"
#include "read/url_plan.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// What a reader found on a page of a list.
struct WalkedPage {
    bool readable = true;             ///< false: the page is none of its kind; its row ends
    std::vector<std::string> items;   ///< something that tells the events of a list apart, for each
    std::size_t elements = 0;         ///< what `total` counts; 0: as many as `items`
    std::optional<long> total;        ///< events on all pages, if stated
    std::optional<std::string> next;  ///< link or token; nothing: by the recipe's `next`
    std::string base;                 ///< what `next` is relative to; default: the page's address
};

/// Asks for all pages of a source's list: each value of `each`, each month of the window, page after page while they
/// bring events that were not there before. `read` gets every page that was had, with the values of `each` for fields.
/// Failures are notes and count; `max_pages` of the source bounds the whole and says so. Returns how many it asked for.
std::size_t walk_pages(ReadContext const& context, Reading& reading,
                       std::function<WalkedPage(Page const&, Trail const&)> const& read);

/// A note about a page of the source; the address is shown without secrets.
void note(Reading& reading, Level level, ReadContext const& context, std::string_view url, std::string message);

/// How many requests are handed to the fetcher at a time: what is read is let go before the next are asked for.
inline constexpr std::size_t batch_size = 16;

}  // namespace almanac
