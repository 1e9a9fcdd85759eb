#pragma once

#include "read/reader.hpp"
#include "read/recipe_event.hpp"

#include <vector>

namespace almanac {

class PageParts;
struct OwnPage;

/// Reads a source whose recipe has a list ([html] or [json]): asks for its pages, follows events' own pages.
/// A page that fails costs only itself.
[[nodiscard]] Reading read_by_recipe(ReadContext const& context);

/// Follows the own pages of events that another reader found, if the source has [html.detail] or [json.detail], and
/// puts what they say over what the reader said. An event whose page cannot be had stays as it was.
void apply_details(Reading& reading, ReadContext const& context);

/// The own pages of the events of a source's list, which is asked for: by its recipe, else by its reader.
[[nodiscard]] std::vector<OwnPage> own_pages(ReadContext const& context);

/// What a recipe finds on one page that is at hand: a page of the list if it has items of one, else an event's own
/// page. `parts`: its tree, where somebody made it already.
[[nodiscard]] Reading read_one_page(Page const& page, ReadContext const& context, PageParts const* parts = nullptr);

}  // namespace almanac
