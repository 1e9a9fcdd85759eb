#pragma once

#include "html/document.hpp"
#include "read/field_reader.hpp"

#include <string>
#include <vector>

namespace almanac {

/// Something that an item says, and the place at which a recipe finds it.
struct Part {
    std::string place;  ///< in the short form of recipes: "h3.title", "a@href", "venue.name"; empty: the item itself
    std::string text;
};

/// The parts of an item, in the order of the page: texts and telling attributes of its elements, or the scalars of a
/// JSON value. Bounded: an element that holds many others makes no single statement and is left out.
[[nodiscard]] std::vector<Part> parts_of(Scope item);

/// "li.event", "tr": tag and the first class that says what the element is, not which or how it looks.
[[nodiscard]] std::string signature_of(Element element);

/// How the element is selected among its likes: by class, else as a child of something that has one.
[[nodiscard]] std::string selector_of(Element element);

/// The place of an element within its item: by class, or as the cell that it is.
[[nodiscard]] std::string place_of(Element part);

/// "['odd key']" or "key": a member's name as a step of a path.
[[nodiscard]] std::string path_step(std::string_view name);

}  // namespace almanac
