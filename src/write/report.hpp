#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// How a source did, worst first.
enum class SourceStatus {
    broken,       ///< it fails and gives nothing, or far less than usual, or could not be read three times in a row
    stale,        ///< it could not be read; its events of before are still published
    with_errors,  ///< some of its pages failed
    not_reached,  ///< the time of the run was over
    skipped,      ///< its token is missing
    no_events,    ///< read, and there is nothing on
    operational
};

/// "broken", "stale", "operational with errors", "not reached", "skipped", "operational, no events", "operational".
[[nodiscard]] std::string_view to_string(SourceStatus status);

/// Whether somebody should look: a run with such a source ends with 3.
[[nodiscard]] bool needs_attention(SourceStatus status);

/// What a status is judged by.
struct SourceFacts {
    bool skipped = false;
    bool not_reached = false;
    int events = 0;         ///< usable events of today, before they are compared with other sources
    int pages = 0;          ///< that were had
    int failed_pages = 0;   ///< that were asked for and could not be had
    int errors = 0;         ///< notes of level error
    int kept = 0;           ///< events of before that are still published
    double usual = 0;       ///< median of the events of earlier good runs
    int good_runs = 0;      ///< how many runs that median is of
    int unread_before = 0;  ///< runs just before this one in which the source could not be read at all
};

/// The status of a source. Nothing, or half of the usual number of events or less, is broken once three good runs with
/// a median of four events or more are known: below that a fall says nothing.
[[nodiscard]] SourceStatus judge_status(SourceFacts const& facts);

/// One row of the report.
struct SourceReport {
    std::string source;  ///< id
    std::string name;
    SourceStatus status = SourceStatus::operational;
    std::string status_before;  ///< that of the run before, as text; empty when there was none
    int events = 0;
    std::optional<double> usual;  ///< median of the events of earlier good runs; nothing without such runs
    int added = 0;
    int changed = 0;
    int cancelled = 0;
    int gone = 0;
    int kept = 0;                      ///< events of before that are still published
    std::map<std::string, int> drops;  ///< by reason
    int pages = 0;
    int failed_pages = 0;
    std::int64_t bytes = 0;
    int retries = 0;
    double seconds = 0;
    std::string message;  ///< one clear line: what happened, what was done about it, what to do. May be empty

    [[nodiscard]] int dropped() const;
};

/// Worst status first, then by id.
void sort_worst_first(std::vector<SourceReport>& reports);

/// "outside the window: 12; duplicate: 1", most frequent first.
[[nodiscard]] std::string describe_drops(std::map<std::string, int> const& drops);

/// "512 B", "3.4 MB".
[[nodiscard]] std::string to_size(std::int64_t bytes);

/// The report as reports/report-DATE.csv has it.
[[nodiscard]] std::string to_report_csv(std::span<SourceReport const> reports);

struct TableOptions {
    std::size_t width = 100;  ///< columns of the terminal; messages are wrapped into it
    bool colour = false;
};

/// The report as an aligned table for a terminal: a line per source, its message below it, a last line with the sums.
[[nodiscard]] std::string to_report_table(std::span<SourceReport const> reports, TableOptions const& options);

/// How many columns a terminal takes for a text: 0 for combining marks, 2 for East Asian and emoji, else 1.
[[nodiscard]] std::size_t display_width(std::string_view text);

}  // namespace almanac
