#include "write/change_lines.hpp"

#include "event/names.hpp"
#include "merge/duplicates.hpp"
#include "write/published_events.hpp"
#include "write/tec_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <tuple>

namespace almanac {
namespace {

/// What an event's title in WordPress hangs on: name and start, and the venue where several share them. Sources and
/// addresses are no help, as the same event of several sources is published once.
struct Key {
    std::pair<absl::CivilMinute, std::string> event;
    std::string venue;

    auto operator<=>(Key const&) const = default;
};

Key key_of(Event const& event)
{
    return {{absl::CivilMinute{event.when.start}, name_key(to_title_cell(event.name))},
            name_key(to_venue_cell(event.place.name))};
}

using Titles = std::map<Key, PublishedEvent>;

Titles titles_of(std::vector<Event> const& events)
{
    Titles titles;
    for (auto& published : publish_events(events))
        titles.emplace(key_of(*published.event), published);
    return titles;
}

/// The same name and start at the same venue, or with `any_venue` at another one when there is no choice: an alias or a
/// merged event may have given it.
PublishedEvent const* find(Titles const& titles, Event const& event, bool any_venue = true)
{
    auto const key = key_of(event);
    if (auto const exact = titles.find(key); exact != titles.end())
        return &exact->second;
    auto const first = titles.lower_bound({key.event, ""});
    if (first == titles.end() || first->first.event != key.event)
        return nullptr;
    auto const next = std::next(first);
    bool const only = next == titles.end() || next->first.event != key.event;
    bool const unknown = key.venue.empty() || first->first.venue.empty();
    return only && (any_venue || unknown) ? &first->second : nullptr;
}

/// What WordPress goes by when it decides whether a row is an event that it has.
std::pair<absl::CivilMinute, std::string> match(PublishedEvent const& published)
{
    return {published.start, name_key(published.title)};
}

struct Line {
    std::string to_do;  ///< empty: the import does it
    std::string change;
    PublishedEvent const* old = nullptr;
    PublishedEvent const* now = nullptr;
    std::string why;
};

/// Names of what the event had before and has no more, of the cells that an import cannot empty (facts 1.6).
std::string lost_parts(Event const& before, Event const& now)
{
    std::string lost;
    auto const check = [&](bool gone, std::string_view what) {
        if (gone)
            lost += fmt::format("{}{}", lost.empty() ? "" : ", ", what);
    };
    check(!to_venue_cell(before.place.name).empty() && to_venue_cell(now.place.name).empty(), "venue");
    check(!to_list_cell(before.categories).empty() && to_list_cell(now.categories).empty(), "categories");
    check(!to_list_cell(before.tags).empty() && to_list_cell(now.tags).empty(), "tags");
    check(!to_url_cell(before.image).empty() && to_url_cell(now.image).empty(), "image");
    return lost;
}

std::string joined(std::vector<std::string> const& fields)
{
    return fields.empty() ? std::string{} : fmt::format("Changed: {}.", fmt::join(fields, ", "));
}

/// An event that was published and still is.
Line line_of_staying(EventChange const& change, PublishedEvent const& old, PublishedEvent const& now)
{
    Line line{"", std::string{to_string(change.change)}, &old, &now, joined(change.fields)};
    if (match(old) != match(now)) {
        line.to_do = "Move the old event to the trash";
        line.change = "changed";
        line.why += line.why.empty() ? "" : " ";
        line.why += "WordPress knows an event by its name and start: the import adds it anew and leaves the old one.";
        return line;
    }
    if (auto const lost = lost_parts(*change.before, change.event); !lost.empty()) {
        line.to_do = fmt::format("Clear by hand: {}", lost);
        line.why += line.why.empty() ? "" : " ";
        line.why += "An import does not empty what an event has none of any more.";
    }
    return line;
}

/// Nothing for what is not worth a line: the same as before, or never published.
std::optional<Line> line_of(EventChange const& change, Titles const& before, Titles const& after)
{
    auto const* old = change.before ? find(before, *change.before) : nullptr;
    auto const* now = change.change == Change::gone ? nullptr : find(after, change.event);
    if (old != nullptr && now != nullptr) {
        auto line = line_of_staying(change, *old, *now);
        bool const worth = change.change != Change::same || !line.to_do.empty();
        return worth ? std::optional{line} : std::nullopt;
    }
    if (now != nullptr && !change.before && find(before, change.event, false) != nullptr)
        return std::nullopt;  // another source listed it before
    if (now != nullptr)
        return Line{"", "new", nullptr, now, change.before ? "It is on again." : ""};
    // Another source may still list what this one does not.
    if (old == nullptr || find(after, *change.before, false) != nullptr)
        return std::nullopt;
    if (change.change == Change::gone)
        return Line{"Look at its website; move it to the trash if it is not there", "gone", old, nullptr,
                    "Its calendar does not list it any more."};
    auto const* status = change.event.status == Status::postponed ? "postponed" : "cancelled";
    return Line{"Move the event to the trash", status, old, nullptr,
                fmt::format("Its calendar says it is {}.", status)};
}

std::string date_cell(PublishedEvent const* published)
{
    return published == nullptr ? "" : absl::FormatCivilTime(absl::CivilDay{published->start});
}

std::string clock_cell(PublishedEvent const* published)
{
    if (published == nullptr || published->event->when.all_day)
        return {};
    return absl::FormatCivilTime(published->start).substr(11);
}

/// Of several sources' words on one event, the least counts: what leaves something to do, what is sure, and what the
/// source says whose event is published.
auto weight_of(Line const& line, EventChange const& change)
{
    auto const& shown = line.old != nullptr ? *line.old : *line.now;
    return std::tuple{line.to_do.empty(), line.change == "gone", change.event.source != shown.event->source};
}

/// A line for each event that is worth one, however many sources list it.
std::vector<Line> lines_of(std::span<EventChange const> changes, Titles const& before, Titles const& after)
{
    using Weighed = std::pair<decltype(weight_of({}, {})), std::size_t>;
    std::vector<Line> lines;
    std::map<std::pair<PublishedEvent const*, PublishedEvent const*>, Weighed> known;
    for (auto const& change : changes) {
        auto line = line_of(change, before, after);
        if (!line)
            continue;
        Weighed const weighed{weight_of(*line, change), lines.size()};
        auto const [at, is_new] = known.emplace(std::pair{line->old, line->now}, weighed);
        if (is_new)
            lines.push_back(std::move(*line));
        else if (weighed.first < at->second.first) {
            at->second.first = weighed.first;
            lines[at->second.second] = std::move(*line);
        }
    }
    return lines;
}

auto order_of(Line const& line)
{
    auto const& p = line.old != nullptr ? *line.old : *line.now;
    return std::tuple{line.to_do.empty(), p.start, p.title, p.event->source};
}

ChangeLine cells_of(Line const& line)
{
    auto const* shown = line.old != nullptr ? line.old : line.now;
    bool const moved = line.old != nullptr && line.now != nullptr && match(*line.old) != match(*line.now);
    auto const* renamed = moved ? line.now : nullptr;
    return {line.to_do,
            line.change,
            shown->title,
            date_cell(shown),
            clock_cell(shown),
            renamed != nullptr ? renamed->title : "",
            date_cell(renamed),
            clock_cell(renamed),
            to_url_cell(shown->event->url),
            to_organizer_cell(shown->event->organizer),
            line.why};
}

}  // namespace

std::vector<ChangeLine> change_lines(Calendar const& calendar)
{
    // What was published before: the earlier state of every event, and those kept although nobody listed them today.
    std::vector<Event> before;
    std::set<Key> listed;
    for (auto const& change : calendar.changes) {
        if (change.before)
            before.push_back(*change.before);
        listed.insert(key_of(change.event));
    }
    std::ranges::copy_if(calendar.events, std::back_inserter(before),
                         [&](Event const& event) { return !listed.contains(key_of(event)); });
    before = merge_across(std::move(before), calendar.standings).events;
    auto const old_titles = titles_of(before);
    auto const new_titles = titles_of(calendar.events);

    auto lines = lines_of(calendar.changes, old_titles, new_titles);
    std::ranges::stable_sort(lines, [](auto const& a, auto const& b) { return order_of(a) < order_of(b); });

    std::vector<ChangeLine> out;
    out.reserve(lines.size());
    for (auto const& line : lines)
        out.push_back(cells_of(line));
    return out;
}

}  // namespace almanac
