#pragma once

#include "config/source.hpp"
#include "event/event.hpp"
#include "fetch/fetcher.hpp"

#include <absl/time/civil_time.h>

#include <memory>
#include <string>
#include <vector>

namespace almanac {

enum class Level { info, warning, error };

/// A line of the log: what happened while a source was worked on.
struct Note {
    Level level = Level::info;
    std::string source;
    std::string url;  ///< the page, redacted; may be empty
    std::string message;
};

/// An event that cannot be used, and why. `reason` is one of few short phrases, so that the report can count them
/// ("no readable date", "outside the window", "duplicate"); `detail` says it for this event.
struct Drop {
    std::string source;
    std::string reason;
    std::string detail;
    std::string name;
    std::string url;
};

/// What reading gives: events as stated, and nothing lost silently.
struct Reading {
    std::vector<Event> events;
    std::vector<Drop> drops;
    std::vector<Note> notes;
    int pages = 0;         ///< pages that were had
    int failed_pages = 0;  ///< pages that were asked for and could not be had
};

/// Whether there was an event on the pages, if only one that cannot be used.
[[nodiscard]] inline bool found_anything(Reading const& reading)
{
    return !reading.events.empty() || !reading.drops.empty();
}

/// What a reader works with.
struct ReadContext {
    Source const& source;
    Fetcher& fetcher;
    absl::CivilSecond now;  ///< wall clock in the source's zone
    absl::CivilDay from;    ///< window, inclusive: lets a reader ask for the right months
    absl::CivilDay to;
    std::string token = {};  ///< value of {token} in headers and addresses: a secret; empty in a replay
    bool as_stated = false;  ///< also old versions of an event, as the file holds them

    /// The same for another source, whose pages come from elsewhere too if need be. Both have to outlive it.
    [[nodiscard]] ReadContext with(Source const& other) const { return with(other, fetcher); }
    [[nodiscard]] ReadContext with(Source const& other, Fetcher& from_where) const
    {
        return {other, from_where, now, from, to, token, as_stated};
    }
};

/// Turns the pages of one source into events.
class Reader {
public:
    virtual ~Reader() = default;

    /// Fetches what it needs and reads it. A page that fails is a note and the others go on.
    virtual Reading read(ReadContext const& context) = 0;
};

/// The reader that a source names. Throws ConfigError naming the choices.
[[nodiscard]] std::unique_ptr<Reader> make_reader(Source const& source);

}  // namespace almanac
