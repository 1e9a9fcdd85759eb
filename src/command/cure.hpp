#pragma once

#include "command/plan.hpp"
#include "command/source_reading.hpp"
#include "read/repair.hpp"

#include <optional>
#include <string>

namespace almanac {

/// A change of a source's file.
struct Cure {
    std::string text;     ///< of the file
    std::string summary;  ///< lines for people
};

/// The change that a repair of the recipe asks for. `text`: of the source's file.
[[nodiscard]] Cure cure_of(Repair const& repair, Source const& source, std::string const& text);

/// What no change was found for, as lines for people.
[[nodiscard]] std::string remaining_of(Changes const& changes);

/// Another way to read the page at the source's address: data that it states now, else a recipe of its structure.
[[nodiscard]] std::optional<Cure> another_way(SourceReading const& today, Source const& source, Fetcher& fetcher,
                                              Plan const& plan, std::string const& text);

}  // namespace almanac
