#pragma once

#include "read/reader.hpp"
#include "read/recipe_event.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace almanac {

/// Asks for the own pages of the events, each address once, and puts what they say over `values`. Events outside the
/// window are left as they are; those the page says to skip are taken out and listed as drops. At most `max_pages` are
/// asked for. Failures are notes.
void follow_details(std::vector<Found>& found, Reading& reading, ReadContext const& context, std::size_t max_pages);

/// An event of a list and the address of its own page.
struct OwnPage {
    std::string url;
    std::string name;
};

/// The own pages that follow_details would ask for, each once, with the first event that has it.
[[nodiscard]] std::vector<OwnPage> own_pages(std::vector<Found> const& found, ReadContext const& context);

}  // namespace almanac
