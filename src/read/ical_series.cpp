#include "read/ical_event.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

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
        older.outdated = true;
        older.problem = fmt::format("a newer version of it is in the calendar (SEQUENCE {} and {})",
                                    std::min(draft.sequence, drafts[known->second].sequence),
                                    std::max(draft.sequence, drafts[known->second].sequence));
        if (&older != &draft)
            known->second = i;
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

void join_series(std::deque<IcalDraft>& drafts)
{
    drop_old_versions(drafts);
    Index series;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        if (usable(drafts[i]) && !drafts[i].replaces)
            series.emplace(drafts[i].event.uid, i);
    }
    for (auto& draft : drafts) {
        auto const found = usable(draft) && draft.replaces ? series.find(draft.event.uid) : series.end();
        if (found == series.end())
            continue;
        auto& master = drafts[found->second].event;
        auto& recurrence = master.recurrence ? *master.recurrence : master.recurrence.emplace();
        recurrence.replaced.push_back(*draft.replaces);
        inherit(draft.event, master);
    }
}

}  // namespace almanac
