#include "event/event.hpp"

#include "text/text.hpp"

namespace almanac {

std::string_view to_schema_org(Status status)
{
    switch (status) {
    case Status::scheduled: return "EventScheduled";
    case Status::cancelled: return "EventCancelled";
    case Status::postponed: return "EventPostponed";
    case Status::rescheduled: return "EventRescheduled";
    case Status::moved_online: return "EventMovedOnline";
    }
    return "EventScheduled";
}

std::optional<Status> read_status(std::string_view text)
{
    auto const low = lower_ascii(text);
    auto const has = [&](std::string_view word) { return low.find(word) != std::string::npos; };
    if (has("cancel"))
        return Status::cancelled;
    if (has("postpone"))
        return Status::postponed;
    if (has("reschedule"))
        return Status::rescheduled;
    if (has("movedonline") || has("moved online"))
        return Status::moved_online;
    if (has("eventscheduled") || low == "confirmed" || low == "tentative" || low == "scheduled")
        return Status::scheduled;
    return std::nullopt;
}

}  // namespace almanac
