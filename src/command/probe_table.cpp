#include "command/probe_table.hpp"

#include "command/text_event.hpp"
#include "read/filled.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

namespace almanac {

namespace {

/// The titles of field_titles, short enough for a row of a terminal.
constexpr auto columns = std::to_array<std::string_view>(
    {"name", "when", "end", "venue", "addr.", "url", "cost", "image", "cat.", "canc.", "text"});
static_assert(columns.size() == field_titles.size());

constexpr std::size_t name_width = 40;

std::size_t coming(Way const& way, absl::CivilSecond now)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(way.rung.reading.events, [&](auto const& event) { return is_coming(event, now); }));
}

std::string row_of(Way const& way, std::size_t number, bool is_chosen, absl::CivilSecond now)
{
    auto row =
        fmt::format("{}{:>2} {:{}} {:>6} {:>7} ", is_chosen ? '>' : ' ', number, cut_at_word(way.rung.name, name_width),
                    name_width, way.rung.reading.events.size(), coming(way, now));
    auto const counts = count_filled(way.rung.reading);
    for (std::size_t i = 0; i < columns.size(); ++i)
        row += fmt::format(" {:>{}}", counts.at(i) == 0 ? "." : std::to_string(counts.at(i)),
                           std::max<std::size_t>(columns.at(i).size(), 4));
    return row + '\n';
}

/// The first event to come, else the first; else what went wrong.
std::string example_of(Way const& way, absl::CivilSecond now)
{
    auto const& reading = way.rung.reading;
    auto const next = std::ranges::find_if(reading.events, [&](auto const& event) { return is_coming(event, now); });
    if (!reading.events.empty()) {
        auto const line = to_text(next == reading.events.end() ? reading.events.front() : *next);
        return std::string{trim(cut_at_word(line, 110))} + '\n';
    }
    if (!reading.notes.empty())
        return reading.notes.front().message + '\n';
    if (!reading.drops.empty())
        return fmt::format("{} left out: {}: {}\n", reading.drops.size(), reading.drops.front().reason,
                           reading.drops.front().detail);
    return "nothing there\n";
}

}  // namespace

std::string table_of(std::vector<Way> const& ways, std::size_t chosen, absl::CivilSecond now)
{
    auto text = fmt::format("    {:{}} {:>6} {:>7} ", "Way", name_width, "Events", "To come");
    for (auto const column : columns)
        text += fmt::format(" {:>4}", column);
    text += '\n';
    for (std::size_t i = 0; i < ways.size(); ++i)
        text += row_of(ways[i], i + 1, i == chosen, now) + "      " + example_of(ways[i], now);
    return text;
}

std::string reason_of(std::vector<Way> const& ways, std::size_t chosen, absl::CivilSecond now)
{
    auto const& best = ways[chosen];
    auto const say = [&](std::string_view why) { return fmt::format("Chosen: {}: {}\n", best.rung.name, why); };
    if (best.is_proposed)
        return say("no data holds events to come, so this is a guess by how the page is built. Check each field.");
    Way const* other = nullptr;  // the strongest rival: one with events to come, data before markup
    auto const strength = [&](Way const& way) {
        return std::tuple{coming(way, now) > 0, way.rung.is_data, coming(way, now)};
    };
    for (std::size_t i = 0; i < ways.size(); ++i)
        if (i != chosen && !ways[i].rung.reading.events.empty() && (!other || strength(ways[i]) > strength(*other)))
            other = &ways[i];
    if (other == nullptr)
        return say(coming(best, now) > 0 ? "nothing else finds events."
                                         : "nothing else finds events, but all are over.");
    if (coming(best, now) == 0)
        return say("no way finds events to come; this one is the best of those that are over.");
    if (coming(*other, now) == 0)
        return say(fmt::format("its events are still to come; those of {} are over.", other->rung.name));
    if (best.rung.is_data && !other->rung.is_data)
        return say(fmt::format("it is data; {} is taken from the page's markup.", other->rung.name));
    auto const filled = [](Way const& way) {
        std::size_t sum = 0;
        for (auto const count : count_filled(way.rung.reading))
            sum += count;
        return sum;
    };
    if (filled(best) == filled(*other))
        return say(fmt::format("it says as much as {} and comes first.", other->rung.name));
    return say(fmt::format("its events say more ({} filled fields; {} has {}).", filled(best), other->rung.name,
                           filled(*other)));
}

}  // namespace almanac
