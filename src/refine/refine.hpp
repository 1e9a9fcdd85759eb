#pragma once

#include "config/config.hpp"
#include "read/reader.hpp"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

namespace almanac {

/// Which of the events that a reader found are wanted.
struct RefineOptions {
    absl::Time now;
    absl::CivilDay from;  ///< the window, both days inclusive: an event that touches it is wanted
    absl::CivilDay to;
    bool past = false;       ///< keep also what is over, as far as the window reaches back
    bool no_window = false;  ///< keep events of all times; recurrences are still expanded from `from` to `to`
    /// As stated: what repeats stays one event with its recurrence, and no name is no reason to drop.
    bool no_expand = false;
};

/// The window of a source: from today in its zone to `window_days` ahead, the last one included. With the
/// configuration's window.past it reaches as far back.
[[nodiscard]] RefineOptions refine_options(Config const& config, Source const& source, absl::Time now, int window_days);

/// Turns events as a calendar states them into events that can be published: clean names and safe HTML, one event per
/// occurrence, the editors' venues, categories and skip rules, "(VA)" before the description, nothing outside the
/// window. The organizer is the source's, unless `organizer_aliases` of the configuration knows the event's own.
/// Each event that cannot be used is a Drop with one of the reasons of refine/reasons.hpp; what was cut or mended
/// beyond spelling is a Note. Cancelled events stay (event/published.hpp decides). Every text, list and count is
/// bounded. Pure: no clock, no network.
[[nodiscard]] Reading refine(Reading raw, Source const& source, Config const& config, RefineOptions const& options);

}  // namespace almanac
