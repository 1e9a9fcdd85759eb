#include "read/ical_event.hpp"
#include "time/expand.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace almanac {

namespace {

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
        older.drop("duplicate", fmt::format("a newer version of it is in the calendar (SEQUENCE {} and {})",
                                            std::min(draft.sequence, drafts[known->second].sequence),
                                            std::max(draft.sequence, drafts[known->second].sequence)));
        if (&older != &draft)
            known->second = i;
    }
}

/// RFC 5546 section 3.2.5: a message that cancels an event needs its UID and no DTSTART.
void apply_cancels(std::deque<IcalDraft>& drafts)
{
    std::unordered_map<std::string_view, IcalDraft*> cancels;
    for (auto& draft : drafts) {
        if (draft.cancels && !draft.problem.empty() && !draft.replaces && !draft.event.uid.empty())
            cancels.emplace(draft.event.uid, &draft);
    }
    if (cancels.empty())
        return;
    for (auto& draft : drafts) {
        auto const found = usable(draft) ? cancels.find(draft.event.uid) : cancels.end();
        if (found == cancels.end() || draft.sequence > found->second->sequence)
            continue;
        draft.event.status = Status::cancelled;
        found->second->drop("duplicate", fmt::format("it cancels the event in line {}", draft.line));
    }
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

}  // namespace

namespace {

IcalTime start_of(Event const& event)
{
    return {event.when.start, event.when.all_day, event.when.all_day ? std::string{} : event.when.zone};
}

/// An override that is older than its series, which does not have that instance any more: it ends earlier now, or the
/// instance was deleted.
bool is_left_over(IcalDraft const& draft, IcalDraft const& series)
{
    if (draft.sequence >= series.sequence || !series.event.recurrence)
        return false;
    auto const& when = series.event.when;
    auto const& instance = *draft.replaces;
    auto const wall =
        instance.is_date || instance.zone.empty() ? instance.wall : to_wall(instance.wall, instance.zone, when.zone);
    absl::CivilDay const day{wall};
    auto const found = expand(when, *series.event.recurrence, day, day).occurrences;
    return std::ranges::none_of(found, [&](When const& one) { return absl::CivilDay{one.start} == day; });
}

/// What the file has of one UID.
struct Series {
    IcalDraft* master = nullptr;
    std::vector<IcalDraft*> replacing;
    std::vector<IcalDraft*> future;  ///< RANGE=THISANDFUTURE
};

/// Each of `future` takes over the rules of the series from its instance on, up to that of the next; one with dates or
/// rules of its own keeps those.
void cut(Series& series)
{
    std::ranges::stable_sort(series.future, {}, [](auto const* draft) { return draft->replaces->wall; });
    auto& master = *series.master->event.recurrence;
    auto const whole = master;
    for (std::size_t i = 0; i < series.future.size(); ++i) {
        auto& draft = *series.future[i];
        auto& own = draft.event.recurrence;
        if (!own) {
            own = whole;
            own->from = draft.replaces;
            own->origin = start_of(series.master->event);
        }
        if (i + 1 < series.future.size())
            own->before = series.future[i + 1]->replaces;
    }
    master.before = series.future.front()->replaces;
}

}  // namespace

void join_series(std::deque<IcalDraft>& drafts, bool as_stated)
{
    if (!as_stated)
        drop_old_versions(drafts);
    apply_cancels(drafts);
    std::unordered_map<std::string_view, Series> all;
    for (auto& draft : drafts) {
        if (usable(draft) && !draft.replaces)
            all.try_emplace(draft.event.uid, Series{&draft, {}, {}});
    }
    for (auto& draft : drafts) {
        auto const found = usable(draft) && draft.replaces ? all.find(draft.event.uid) : all.end();
        if (found == all.end())
            continue;
        auto& series = found->second;
        if (!as_stated && is_left_over(draft, *series.master)) {
            draft.drop("duplicate", "a newer version of its series has no such instance");
            continue;
        }
        (draft.and_future ? series.future : series.replacing).push_back(&draft);
    }
    for (auto& [uid, series] : all) {
        if (series.replacing.empty() && series.future.empty())
            continue;
        auto& master = series.master->event;
        auto& recurrence = master.recurrence ? *master.recurrence : master.recurrence.emplace();
        for (auto* draft : series.replacing) {
            recurrence.replaced.push_back(*draft->replaces);
            inherit(draft->event, master);
        }
        if (!series.future.empty())
            cut(series);
        for (auto* draft : series.future)
            inherit(draft->event, master);
    }
}

}  // namespace almanac
