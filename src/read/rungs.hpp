#pragma once

#include "read/page_parts.hpp"
#include "read/reader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

struct Platform;

/// What one way of looking found.
struct Rung {
    std::string id;        ///< the reader that goes this way: "jsonld", "eventon"
    std::string name;      ///< "JSON-LD", "The Events Calendar (list)"
    bool is_data = false;  ///< stated for machines; else taken from the markup that a platform is known to write
    Reading reading;
    std::string url = {};  ///< where it begins, when that is not the page at hand
};

/// A page with its tree, made once for all ways to look at it. The page outlives it.
class OpenPage {
public:
    explicit OpenPage(Page const& page);

    [[nodiscard]] Page const& page() const { return m_page; }
    [[nodiscard]] Format format() const { return m_format; }  ///< `none`: iCalendar
    [[nodiscard]] PageParts const* parts() const { return m_parts ? &*m_parts : nullptr; }

private:
    Page const& m_page;
    Format m_format;
    std::optional<PageParts> m_parts;
};

/// Every way in which events were found in the bytes of one page or file, in the order of the ladder: structured
/// formats before the markup of known platforms. Nothing is fetched. `only`: the id of the one way to go; empty: all.
[[nodiscard]] std::vector<Rung> climb(OpenPage const& page, ReadContext const& context, std::string_view only = {});

/// The best of them: one with events still to come before one with past events only, data before markup, more filled
/// fields before fewer, then the first. `rungs` is not empty. Only one is taken, so that no event is there twice.
[[nodiscard]] Rung& best_rung(std::vector<Rung>& rungs, ReadContext const& context);

/// Whether it is still to come, or goes on, or repeats.
[[nodiscard]] bool is_coming(Event const& event, absl::CivilSecond now);

/// The platforms that the page shows the signs of, in the order of platforms(); with `only`, at most that one.
[[nodiscard]] std::vector<Platform const*> recognise(OpenPage const& page, std::string_view only = {});

}  // namespace almanac
