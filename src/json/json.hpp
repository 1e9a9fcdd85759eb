#pragma once

#include <boost/json/fwd.hpp>
#include <boost/json/value.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Why a text is not JSON, with line and column (1-based).
struct JsonError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Parses JSON (RFC 8259). Throws JsonError. Depth is bounded (64), invalid UTF-8 refused.
[[nodiscard]] boost::json::value read_json(std::string_view text);

/// Parses what pages call JSON: BOM, comments, CDATA wrapper, trailing commas, raw line breaks and tabs in strings,
/// bad escapes, stray quotes inside strings, several documents in a row, trailing ";", HTML comment wrapper. Tries
/// strict first, so good input costs nothing. Throws JsonError when nothing can be mended.
[[nodiscard]] boost::json::value read_json_leniently(std::string_view text);

/// A path into JSON: "a.b", "a[0].b", "a[].b" (every element), "['odd key'].b", "" (the value itself), "**.name" (any
/// depth). Compiled once; throws JsonError with the position when it is not a path.
class JsonPath;
[[nodiscard]] JsonPath compile_json_path(std::string_view text);

/// All values at the path, in order. Missing members give none.
[[nodiscard]] std::vector<boost::json::value const*> select(boost::json::value const& value, JsonPath const& path);

/// A scalar as text: strings as they are, numbers without a needless ".0", true/false; null, arrays and objects: "".
[[nodiscard]] std::string to_text(boost::json::value const& value);

}  // namespace almanac
