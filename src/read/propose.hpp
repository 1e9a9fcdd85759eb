#pragma once

#include "read/reader.hpp"
#include "read/recipe.hpp"

#include <string>
#include <vector>

namespace almanac {

/// A recipe that a page suggests, for a person to correct.
struct Proposal {
    Recipe recipe;
    Reading trial;           ///< what it reads on that page
    bool day_first = false;  ///< the dates that it finds prove it
    double score = 0;        ///< different events it reads, less for what they lack
};

/// Recipes for a page that states its events in no known way, best first, at most five: where things stand in its
/// markup, in lists of objects where it is JSON, or in JSON of its scripts. Structures that repeat are found, places
/// for name, link, date and venue within them are tried, and each candidate reads the page: what counts is how many
/// different events with a readable date come out; a page that is one event counts as one. Description, image and cost
/// are added where the trial fills them. Time grows with the page's size.
[[nodiscard]] std::vector<Proposal> propose(Page const& page, ReadContext const& context);

/// Reads the page by the recipe, and scores what comes.
void try_out(Proposal& proposal, Page const& page, ReadContext const& context);

/// The tables of a source file that say the same, with an example behind each place for a person to check it by.
[[nodiscard]] std::string to_toml(Proposal const& proposal);

}  // namespace almanac
