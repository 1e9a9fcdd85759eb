#include "read/ical_event.hpp"
#include "time/expand.hpp"
#include "time/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace almanac {

namespace {

/// The drafts of one UID, in the order of the file.
using Group = std::span<IcalDraft* const>;

/// A UID names one event, or with RECURRENCE-ID one instance; of several versions the highest SEQUENCE counts (RFC 5545
/// section 3.8.7.4). Versions of the same number stay: some calendars give all their events one UID.
void drop_old_versions(Group group)
{
    using Instance = std::pair<absl::CivilSecond, std::string_view>;
    std::map<std::optional<Instance>, IcalDraft*> newest;
    for (auto* draft : group) {
        if (!draft->problem.empty())
            continue;
        auto const instance =
            draft->replaces ? std::optional{Instance{draft->replaces->wall, draft->replaces->zone}} : std::nullopt;
        auto& known = newest.try_emplace(instance, draft).first->second;
        if (known->sequence == draft->sequence)
            continue;
        auto* older = known->sequence < draft->sequence ? known : draft;
        older->drop("duplicate", fmt::format("a newer version of it is in the calendar (SEQUENCE {} and {})",
                                             std::min(draft->sequence, known->sequence),
                                             std::max(draft->sequence, known->sequence)));
        if (older == known)
            known = draft;
    }
}

/// RFC 5546 section 3.2.5: a message that cancels an event needs its UID and no DTSTART.
void apply_cancel(Group group)
{
    auto const cancels = [](auto const* draft) {
        return draft->cancels && !draft->problem.empty() && !draft->replaces;
    };
    auto const cancel = std::ranges::find_if(group, cancels);
    if (cancel == group.end())
        return;
    for (auto* draft : group) {
        if (!draft->problem.empty() || draft->sequence > (*cancel)->sequence)
            continue;
        draft->event.status = Status::cancelled;
        (*cancel)->drop("duplicate", fmt::format("it cancels the event in line {}", draft->line));
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

/// What a file has of one UID.
struct Series {
    IcalDraft* master = nullptr;
    std::vector<IcalDraft*> replacing = {};
    std::vector<IcalDraft*> future = {};  ///< RANGE=THISANDFUTURE
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

void join(Group group, bool as_stated)
{
    if (!as_stated)
        drop_old_versions(group);
    apply_cancel(group);
    auto const usable = [](auto const* draft) { return draft->problem.empty(); };
    auto const master =
        std::ranges::find_if(group, [&](auto const* draft) { return usable(draft) && !draft->replaces; });
    if (master == group.end())
        return;
    Series series{*master};
    for (auto* draft : group | std::views::filter(usable)) {
        if (!draft->replaces)
            continue;
        if (!as_stated && is_left_over(*draft, *series.master))
            draft->drop("duplicate", "a newer version of its series has no such instance");
        else
            (draft->and_future ? series.future : series.replacing).push_back(draft);
    }
    if (series.replacing.empty() && series.future.empty())
        return;
    auto& event = series.master->event;
    auto& recurrence = event.recurrence ? *event.recurrence : event.recurrence.emplace();
    for (auto* draft : series.replacing) {
        recurrence.replaced.push_back(*draft->replaces);
        inherit(draft->event, event);
    }
    if (!series.future.empty())
        cut(series);
    for (auto* draft : series.future)
        inherit(draft->event, event);
}

}  // namespace

void join_series(std::vector<IcalDraft>& drafts, bool as_stated)
{
    auto const uid = [](auto const* draft) { return std::string_view{draft->event.uid}; };
    std::vector<IcalDraft*> sorted;
    sorted.reserve(drafts.size());
    for (auto& draft : drafts)
        if (!draft.event.uid.empty())
            sorted.push_back(&draft);
    std::ranges::stable_sort(sorted, {}, uid);
    for (auto from = sorted.begin(); from != sorted.end();) {
        auto const to = std::find_if(from, sorted.end(), [&](auto const* draft) { return uid(draft) != uid(*from); });
        if (to - from > 1)
            join({from, to}, as_stated);
        from = to;
    }
}

}  // namespace almanac
