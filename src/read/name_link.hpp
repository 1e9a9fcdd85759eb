#pragma once

#include "html/document.hpp"

#include <string>

namespace almanac {

/// Where the name of an item leads: the link that it is, holds or stands in, up to the item itself; "" when none does,
/// or only to a place of its page. Lists often link an event's name without saying that this is its page.
[[nodiscard]] std::string link_of_name(Element name, Element item);

}  // namespace almanac
