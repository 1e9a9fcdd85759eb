#include "read/ical_event.hpp"
#include "time/expand.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>

namespace almanac {

namespace {

/// A file with more changes of "this and all future" instances is not made by people.
constexpr int max_expansions = 100;

using Index = std::unordered_map<std::string, std::size_t>;

bool usable(IcalDraft const& draft)
{
    return draft.problem.empty() && !draft.event.uid.empty();
}

/// A UID names one event, or with RECURRENCE-ID one instance; of several versions the highest SEQUENCE counts (RFC 5545
/// section 3.8.7.4). Versions of the same number stay: some calendars give all their events one UID.
void drop_old_versions(std::deque<IcalDraft>& drafts)
{
    Index newest;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        auto& draft = drafts[i];
        if (!usable(draft))
            continue;
        auto key = draft.event.uid;
        if (draft.replaces)
            key += fmt::format("\n{}{}", absl::FormatCivilTime(draft.replaces->wall), draft.replaces->zone);
        auto const [known, fresh] = newest.emplace(std::move(key), i);
        if (fresh || drafts[known->second].sequence == draft.sequence)
            continue;
        auto& older = drafts[known->second].sequence < draft.sequence ? drafts[known->second] : draft;
        older.outdated = true;
        older.problem = fmt::format("a newer version of it is in the calendar (SEQUENCE {} and {})",
                                    std::min(draft.sequence, drafts[known->second].sequence),
                                    std::max(draft.sequence, drafts[known->second].sequence));
        if (&older != &draft)
            known->second = i;
    }
}

/// The wall clock at which an instance starts, by the clock of its series.
absl::CivilSecond wall_in(IcalTime const& time, When const& series)
{
    return time.zone.empty() || time.is_date ? time.wall : to_wall(time.wall, time.zone, series.zone);
}

/// What an override does not say is as in its series.
void inherit(Event& instance, Event const& series)
{
    if (instance.name.empty())
        instance.name = series.name;
    if (instance.description.empty())
        instance.description = series.description;
    if (instance.url.empty())
        instance.url = series.url;
    if (instance.place == Place{})
        instance.place = series.place;
    if (instance.organizer.empty())
        instance.organizer = series.organizer;
    if (instance.categories.empty())
        instance.categories = series.categories;
}

/// RANGE=THISANDFUTURE: the later instances move by as much as this one did and take its details (RFC 5545 section
/// 3.2.13). They become dates of the override, up to `until`.
void move_future(IcalDraft& change, Event& series, std::vector<absl::CivilSecond> const& taken, absl::CivilSecond stop,
                 absl::CivilDay until)
{
    auto const from = wall_in(*change.replaces, series.when);
    auto const shift = change.event.when.start - from;
    auto const length = change.event.when.end - change.event.when.start;
    auto plain = *series.recurrence;
    plain.replaced.clear();
    auto& moved = change.event.recurrence ? *change.event.recurrence : change.event.recurrence.emplace();
    auto const last = std::min(until, absl::CivilDay{stop});
    for (auto const& instance : expand(series.when, plain, absl::CivilDay{from}, last).occurrences) {
        if (instance.start <= from || instance.start >= stop)
            continue;
        series.recurrence->replaced.push_back(
            {instance.start, series.when.all_day, series.when.all_day ? "" : series.when.zone});
        if (std::ranges::binary_search(taken, instance.start))
            continue;
        IcalTime start{instance.start + shift, change.event.when.all_day,
                       change.event.when.all_day ? "" : change.event.when.zone};
        auto end = start;
        end.wall += length;
        moved.extra.push_back({std::move(start), std::move(end)});
    }
}

}  // namespace

void join_series(std::deque<IcalDraft>& drafts, absl::CivilDay until)
{
    drop_old_versions(drafts);
    Index series;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        if (usable(drafts[i]) && !drafts[i].replaces)
            series.emplace(drafts[i].event.uid, i);
    }

    std::unordered_map<std::size_t, std::vector<std::size_t>> changes;  // of a series: its overrides, in file order
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        auto const found = usable(drafts[i]) && drafts[i].replaces ? series.find(drafts[i].event.uid) : series.end();
        if (found == series.end())
            continue;
        auto& master = drafts[found->second].event;
        auto& recurrence = master.recurrence ? *master.recurrence : master.recurrence.emplace();
        recurrence.replaced.push_back(*drafts[i].replaces);
        inherit(drafts[i].event, master);
        changes[found->second].push_back(i);
    }

    int expansions = max_expansions;
    for (auto& [index, overrides] : changes) {
        auto& master = drafts[index].event;
        auto const wall = [&](std::size_t i) { return wall_in(*drafts[i].replaces, master.when); };
        std::ranges::sort(overrides, {}, wall);
        std::vector<absl::CivilSecond> taken;
        std::ranges::transform(overrides, std::back_inserter(taken), wall);
        for (auto at = overrides.begin(); at != overrides.end(); ++at) {
            if (!drafts[*at].and_future || expansions-- <= 0)
                continue;
            auto const next = std::find_if(at + 1, overrides.end(), [&](auto i) { return drafts[i].and_future; });
            move_future(drafts[*at], master, taken, next == overrides.end() ? absl::CivilSecond::max() : wall(*next),
                        until);
        }
    }
}

}  // namespace almanac
