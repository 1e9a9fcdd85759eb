#pragma once

#include "event/event.hpp"
#include "event/organizer.hpp"
#include "merge/changes.hpp"
#include "merge/standing.hpp"
#include "read/reader.hpp"
#include "write/output.hpp"
#include "write/report.hpp"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// A line of the log file.
struct LogLine {
    absl::Time time;
    Level level = Level::info;
    std::string source;
    std::string url;  ///< redacted
    std::string message;
};

[[nodiscard]] LogLine to_log_line(Note const& note, absl::Time time);
/// "dropped: outside the window: 'Owl Prowl': starts 2027-03-01"
[[nodiscard]] LogLine to_log_line(Drop const& drop, absl::Time time);

/// Everything a harvest publishes. Writers render it; the same calendar gives the same bytes.
struct Calendar {
    absl::CivilDay date;                ///< of the harvest, in the calendar's zone: part of the file names
    std::string file_prefix;            ///< before the file names
    std::string timezone;               ///< IANA; of events that know none
    std::vector<Event> events;          ///< refined and merged, in any order
    std::vector<Place> venues;          ///< of all harvests (Catalog::venues)
    std::vector<Organizer> organizers;  ///< of all harvests
    std::vector<EventChange> changes;   ///< of every event, also the `same` ones
    std::vector<SourceReport> reports;
    std::vector<LogLine> log;
    Standings standings;  ///< which source of an event has the say
};

/// Renders a calendar to the bytes of one format. No I/O.
class Writer {
public:
    virtual ~Writer() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual std::vector<Output> render(Calendar const& calendar) const = 0;
};

/// All writers, in the order in which their files are listed.
inline constexpr std::string_view writer_names[] = {"csv", "changes", "report", "log"};

/// The writer of that name. Throws ConfigError naming the choices.
[[nodiscard]] std::unique_ptr<Writer> make_writer(std::string_view name);

/// The output "data/PREFIXevents-2026-11-23.csv", "latest/PREFIXevents.csv" for ("data", "events", "csv").
[[nodiscard]] Output make_output(Calendar const& calendar, std::string_view folder, std::string_view name,
                                 std::string_view extension, std::string_view content_type, std::string bytes);

}  // namespace almanac
