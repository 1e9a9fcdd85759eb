#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// Whether a text that should be plain holds tags that a browser would know: many calendars write HTML into any field.
[[nodiscard]] bool holds_html(std::string_view text);

/// A description as HTML: what is HTML stays as it is, plain text is escaped, its line breaks kept as <br>.
[[nodiscard]] std::string description_html(std::string_view text);

/// A name or other short text in one line: entities decoded, also those that were encoded twice, tags gone.
[[nodiscard]] std::string plain_line(std::string_view text);

}  // namespace almanac
