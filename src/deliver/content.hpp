#pragma once

#include "store/publish.hpp"
#include "write/change_lines.hpp"
#include "write/output.hpp"

#include <absl/time/time.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// A source that somebody should know of.
struct MailSource {
    std::string id;
    std::string name;
    std::string status;   ///< to_string(SourceStatus)
    std::string before;   ///< its status in the run before; empty when there was none
    std::string message;  ///< what happened, what was done about it, what to do
    bool urgent = false;  ///< needs attention: the run ended with 3
};

/// A published file.
struct MailFile {
    std::string name;    ///< "dc-events.csv"
    std::string path;    ///< in the store: "data/dc-events-2026-11-23.csv"
    std::string latest;  ///< "latest/dc-events.csv"
    std::string content_type;
    std::int64_t bytes = 0;
};

/// What a mail says of a run. It is kept until it is sent, without links, which would have died by then.
struct MailContent {
    std::string run{};         ///< run_name(time)
    absl::Time time{};         ///< of the run
    std::string timezone{};    ///< of the calendar
    std::string place{};       ///< where it was published
    std::int64_t events = 0;   ///< published
    std::int64_t sources = 0;  ///< of the harvest
    std::int64_t to_do = 0;    ///< of all changes: those that leave something for a person
    std::int64_t added = 0;    ///< of all changes: by kind
    std::int64_t changed = 0;
    std::int64_t cancelled = 0;  ///< postponed ones too
    std::int64_t gone = 0;
    bool news = false;                    ///< a change, or a source whose status is not that of the run before
    bool nothing_read = false;            ///< no source could be read, so nothing was published
    std::vector<MailSource> attention{};  ///< worst first
    std::vector<ChangeLine> changes{};    ///< the first of each kind; texts, not cells of HTML
    std::vector<MailFile>
        files{};  ///< for the import, in its order; then changes, and the report as a table and as a page

    [[nodiscard]] std::int64_t urgent() const;
};

/// Of each: to do, new, changed. A mail has to stay small: mail programs cut a long one (Gmail at 102 KB).
inline constexpr std::size_t max_mail_lines = 40;

/// The content of a finished run; without outputs where it published nothing. `only`: the sources that were asked for,
/// if not all were.
[[nodiscard]] MailContent to_mail_content(Calendar const& calendar, RunSummary const& summary, std::string place,
                                          std::span<Output const> outputs, std::vector<std::string> const& only);

/// Whether the setting `when` of [mail] wants it sent.
[[nodiscard]] bool is_wanted(MailContent const& content, std::string_view when);

/// As JSON, and back. read_mail_content throws JsonError.
[[nodiscard]] std::string to_json(MailContent const& content);
[[nodiscard]] MailContent read_mail_content(std::string_view json_text);

}  // namespace almanac
