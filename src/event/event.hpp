#pragma once

#include "event/money.hpp"
#include "event/place.hpp"
#include "event/when.hpp"
#include "time/recurrence.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// schema.org/EventStatusType, without the prefix "Event".
enum class Status { scheduled, cancelled, postponed, rescheduled, moved_online };

/// One event of one source. Plain data; a reader fills what the calendar states and leaves the rest empty.
struct Event {
    std::string source;  ///< the source's id
    std::string uid;     ///< the calendar's own identity (iCalendar UID, post id); empty when it has none
    std::string name;
    std::string description;  ///< HTML; sanitised by refine
    std::string excerpt;      ///< plain text
    std::string url;          ///< the event's own page, absolute
    std::string image;        ///< absolute
    std::string page;         ///< where the event was read
    When when;
    Place place;
    std::string organizer;
    std::vector<std::string> categories;
    std::vector<std::string> tags;
    std::optional<Money> cost;  ///< nothing: unknown
    Status status = Status::scheduled;
    bool sold_out = false;
    std::optional<Recurrence> recurrence;     ///< set by a reader, resolved and cleared by refine
    std::vector<std::string> also_listed_by;  ///< ids of other sources with the same event
    std::vector<std::string> assumptions;     ///< how gaps of the text were filled ("year: next occurrence")

    bool operator==(Event const&) const = default;
};

/// "EventScheduled", "EventCancelled" ...: the schema.org name.
[[nodiscard]] std::string_view to_schema_org(Status status);

/// The status that a word on a page or in a feed states: "CANCELLED", "canceled", "EventPostponed",
/// "https://schema.org/EventMovedOnline". Nothing when the text states none.
[[nodiscard]] std::optional<Status> read_status(std::string_view text);

}  // namespace almanac
