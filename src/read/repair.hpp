#pragma once

#include "read/reader.hpp"
#include "read/recipe.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace almanac {

/// Which pages a place of a recipe is on.
enum class PageKind { list, detail };

/// A place of a recipe that another one replaces.
struct Mended {
    std::string name;     ///< "items", "next", "skip_if", or the field
    std::size_t way = 0;  ///< which of the field's ways, or of the conditions
    Finder was;
    Finder is;
    std::size_t known = 0;  ///< events of the old page that stand on the new one too, and have the field
    std::size_t equal = 0;  ///< of them, those for which the new place says what the old one said
    PageKind page = PageKind::list;
};

/// What mends a part of a recipe.
struct Changes {
    std::vector<Mended> mended;
    std::vector<std::string> unsolved;  ///< broken places for which no other was found: "venue", "detail.cost"
    std::vector<std::string> doubts;    ///< what cannot be told from the pages: full sentences
};

void append(Changes& to, Changes from);

/// What mends a recipe.
struct Repair {
    bool is_broken = false;  ///< the recipe does not read the new page as it read the old one
    std::size_t before = 0;  ///< events on the old page
    Recipe recipe;
    Changes changes;      ///< none mended: no repair was found
    std::string problem;  ///< why there is none, a full sentence; empty when fine
};

/// Compares a page of the time when the recipe worked with today's, and finds where what it named stands now: by events
/// that both pages hold (their link or name), else by the kind of what stands there (dates, links, names). A mended
/// recipe reads the new page on trial and is taken only when it finds at least half as many events as before. Fields
/// that still work stay as they are. Each context has the clock of its page, and fetches pages of its time: where a
/// mended `next` leads is tried.
[[nodiscard]] Repair repair(Page const& old_page, ReadContext const& then, Page const& new_page,
                            ReadContext const& today);

/// Adds to the repair what mends [detail]: compares the own pages of events of both times, of those that are on both
/// first, at most a dozen each. The context's source is the unmended one.
void repair_details(Repair& repair, ReadContext const& then, ReadContext const& today);

}  // namespace almanac
