#pragma once

#include <boost/json/fwd.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Why a text is not JSON (or a path no path), with line and column (1-based).
struct JsonError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Parses JSON (RFC 8259). Throws JsonError. Depth is bounded (64), invalid UTF-8 refused.
[[nodiscard]] boost::json::value read_json(std::string_view text);

/// Parses what pages call JSON: BOM, comments, CDATA wrapper, trailing commas, raw line breaks and tabs in strings,
/// bad escapes, stray quotes inside strings, several documents in a row (read as an array of them), trailing ";", HTML
/// comment wrapper. Tries strict first, so good input costs nothing. Throws JsonError when nothing can be mended.
[[nodiscard]] boost::json::value read_json_leniently(std::string_view text);

/// Adds a member; one of that name that is there already becomes a list of both.
void add_member(boost::json::object& to, std::string_view name, boost::json::value what);

/// A path into JSON: "a.b", "a[0].b", "a[].b" (every element), "['odd key'].b", "" (the value itself), "a.*" (every
/// member of an object, whatever its name), "['Event:*']" (each whose name begins so), "**.name" (any depth).
class JsonPath {
public:
    /// One step down from each value reached so far.
    struct Step {
        enum class Kind { member, members, element, every_element, every_member, any_depth } kind;
        std::string name;       ///< of a member; of members, what their names begin with
        std::size_t index = 0;  ///< of an element
    };

    [[nodiscard]] std::vector<Step> const& steps() const { return m_steps; }

private:
    friend JsonPath compile_json_path(std::string_view text);
    std::vector<Step> m_steps;
};

/// Compiled once, used often. Throws JsonError with the column when the text is no path.
[[nodiscard]] JsonPath compile_json_path(std::string_view text);

/// All values at the path, in order. Missing members give none.
[[nodiscard]] std::vector<boost::json::value const*> select(boost::json::value const& value, JsonPath const& path);

/// A scalar as text: strings as they are, numbers without a needless ".0", true/false; null, arrays and objects: "".
[[nodiscard]] std::string to_text(boost::json::value const& value);

/// A member as to_text gives it; empty when there is none of that name.
[[nodiscard]] std::string member_text(boost::json::object const& object, std::string_view name);

}  // namespace almanac
