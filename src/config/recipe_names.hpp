#pragma once

#include "config/finder_config.hpp"
#include "read/recipe.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace almanac {

/// Names that templates may use.
using NameSet = std::set<std::string, std::less<>>;

[[nodiscard]] NameSet names_of(std::vector<Field> const& fields);

/// What templates of an event's own page can name when another reader read the list.
[[nodiscard]] NameSet names_of_readers();

/// The names that addresses may use: those of every source, of its `each` and of its `lookup`.
[[nodiscard]] NameSet address_names_of(Recipe const& recipe);

/// Adds a finding for a place of an address that names nothing, or a date format that is none.
void check_address(std::string_view text, NameSet const& names, PlaceOf const& place, Findings& findings);

/// Adds a finding for each place of a template that names neither one of `given` nor another of `fields`. Parts
/// ("{time.start}") have only the matches of `repeat`.
void check_uses(std::vector<TemplateUse> const& uses, NameSet const& given, std::vector<Field> const& fields,
                std::vector<std::pair<std::string, std::string>> const& repeat, Format format, Findings& findings);

/// Sorts the fields so that each stands behind those its templates name. A finding for a circle.
void order_fields(std::vector<Field>& fields, std::vector<TemplateUse> const& uses, Findings& findings);

}  // namespace almanac
