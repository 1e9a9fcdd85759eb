#pragma once

#include "html/document.hpp"
#include "read/propose.hpp"

#include <optional>

namespace almanac {

/// A recipe for a page that is one event: its heading, the time that most speaks for being the event's, place, text and
/// picture. Nothing when no time does: news have dates too. `document` is the page's tree.
[[nodiscard]] std::optional<Proposal> propose_page(Document const& document, Page const& page,
                                                   ReadContext const& context);

}  // namespace almanac
