#pragma once

#include "config/table.hpp"
#include "read/recipe.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// The place in the file of a byte of a text.
using PlaceOf = std::function<Position(std::size_t)>;

/// The bytes of a key's text.
[[nodiscard]] PlaceOf place_in(Table const& table, std::string_view key);

/// A template met while reading; what it names is checked when all names are known.
struct TemplateUse {
    std::string field;  ///< the field it belongs to
    std::string text;
    PlaceOf place;
};

/// Adds a finding when the text is no selector (html) or path (json).
void check_select(std::string_view select, Format format, std::size_t select_at, PlaceOf const& place,
                  Findings& findings);

/// Reads the ways to find one value: a text, a table, or a list of them. Templates go to `uses`.
[[nodiscard]] Field read_field(std::string name, Value const& value, Format format, std::vector<TemplateUse>& uses,
                               Findings& findings);

/// Reads `skip_if`: one condition or a list of them, of which any is enough.
[[nodiscard]] std::vector<Condition> read_conditions(Table& table, std::string_view key, Format format,
                                                     Findings& findings);

/// The types a field may have in a file.
[[nodiscard]] std::vector<std::string> field_types();

}  // namespace almanac
