#pragma once

#include <absl/time/civil_time.h>

#include <optional>
#include <string>
#include <vector>

namespace almanac {

/// One stated time of an iCalendar property: DATE, local DATE-TIME in `zone`, or UTC (zone "UTC").
struct IcalTime {
    absl::CivilSecond wall;
    bool is_date = false;
    std::string zone;  ///< IANA name; empty: floating

    bool operator==(IcalTime const&) const = default;
};

/// A date beside those of the rules (RDATE), with its own end (VALUE=PERIOD) or as long as the event.
struct ExtraDate {
    IcalTime start;
    std::optional<IcalTime> end;  ///< equal to start: none is known of this date

    bool operator==(ExtraDate const&) const = default;
};

/// How an event repeats (RFC 5545 sections 3.8.5.1 to 3.8.5.3), as stated; unexpanded.
struct Recurrence {
    std::vector<std::string> rules;    ///< RRULE values
    std::vector<std::string> exrules;  ///< EXRULE values (RFC 2445, still met in the wild)
    std::vector<ExtraDate> extra;      ///< RDATE
    std::vector<IcalTime> excluded;    ///< EXDATE
    /// Instances that a component with RECURRENCE-ID replaces; the replacements are events of their own.
    std::vector<IcalTime> replaced;

    /// Where RANGE=THISANDFUTURE cuts a series: the instances before `before` and, in the event that holds the others,
    /// from `from` on. Those are instances of rules that begin at `origin`, moved as far as the event's start is from
    /// `from`.
    std::optional<IcalTime> before, from, origin;

    bool operator==(Recurrence const&) const = default;
};

}  // namespace almanac
