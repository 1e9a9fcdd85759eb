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

/// How many elements stand within it.
[[nodiscard]] std::size_t count_below(Element element);

/// Their places, each once.
[[nodiscard]] std::vector<std::string> places_in(Scope item);

/// The places of what begins shortly before an item: headings above it, and what is around it. Each once, the nearest
/// first.
[[nodiscard]] std::vector<std::string> places_before(Scope item);

/// The places of a whole HTML page, in its order, that name few elements of it: by id, class, kind of <meta>, parent,
/// or the label that stands before: 'dt:contains("Cost") + dd'. Bounded.
[[nodiscard]] std::vector<std::string> places_on_page(Scope page);

/// "li.event", "tr": tag and the first class that says what the element is, not which or how it looks.
[[nodiscard]] std::string signature_of(Element element);

/// How the element is selected among its likes: by class, else as a child of something that has one.
[[nodiscard]] std::string selector_of(Element element);

/// The place of an element within its item: by class, or as the cell that it is.
[[nodiscard]] std::string place_of(Element part);

/// Selectors by which the element may be found on its page, the most particular first.
[[nodiscard]] std::vector<std::string> ways_to(Element element);

/// "['odd key']" or "key": a member's name as a step of a path.
[[nodiscard]] std::string path_step(std::string_view name);

}  // namespace almanac
