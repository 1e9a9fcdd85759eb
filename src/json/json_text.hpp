#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace almanac {

/// Whether a text is a number as RFC 8259 section 6 has it.
[[nodiscard]] bool is_json_number(std::string_view text);

/// JSON that was entity-encoded as a whole, its structure made of &quot;: quotes and & decoded, once.
[[nodiscard]] std::string decode_json_quotes(std::string_view text);

/// "line 3, column 12" of a byte of the text, both 1-based; columns count bytes.
[[nodiscard]] std::string describe_position(std::string_view text, std::size_t offset);

}  // namespace almanac
