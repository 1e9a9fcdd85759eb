#pragma once

#include "event/event.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace almanac {

/// A name or other short text in one line as it is published: entities decoded (also twice), tags gone, mojibake
/// mended, spaces collapsed, cut before a word at `max_bytes`. Nothing else is changed: curly quotes, dashes and
/// letters of every script stay.
[[nodiscard]] std::string clean_line(std::string_view text, std::size_t max_bytes);

/// Takes words like "CANCELLED: ", "WAITLIST - " or " (sold out)" off the ends of the name and puts what they say into
/// `status` and `sold_out`. A name that is nothing else stays.
void take_status_words(Event& event);

}  // namespace almanac
