#pragma once

#include "read/reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace almanac {

struct Platform;

/// What one way of looking found in a page.
struct RungReading {
    std::string id;    ///< the reader that reads so: "jsonld", "eventon"
    std::string name;  ///< "JSON-LD", "The Events Calendar (list)"
    Reading reading;
};

/// Every way in which events were found in the bytes of one page or file, in the order of the ladder: structured
/// formats before the markup of known platforms. Nothing is fetched. `only`: the id of the one way to go; empty: all.
[[nodiscard]] std::vector<RungReading> climb(Page const& page, ReadContext const& context, std::string_view only = {});

/// The best of them: one with events still to come before one with past events only, then the first. `rungs` is not
/// empty. Only one is taken, so that no event is there twice.
[[nodiscard]] RungReading& best_rung(std::vector<RungReading>& rungs, ReadContext const& context);

/// Whether it is still to come, or goes on, or repeats.
[[nodiscard]] bool is_coming(Event const& event, absl::CivilSecond now);

/// The platforms that the page shows the signs of, in the order of platforms(); with `only`, at most that one.
[[nodiscard]] std::vector<Platform const*> recognise(Page const& page, std::string_view only = {});

/// How many of an event's fields (place, description, end, url, cost, image, categories ...) are filled, on average.
[[nodiscard]] double fullness(Reading const& reading);

}  // namespace almanac
