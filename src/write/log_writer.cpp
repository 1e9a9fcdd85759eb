#include "write/log_writer.hpp"

#include "write/csv.hpp"

namespace almanac {
namespace {

std::string_view to_string(Level level)
{
    switch (level) {
    case Level::info: return "info";
    case Level::warning: return "warning";
    case Level::error: return "error";
    }
    return "info";
}

}  // namespace

std::vector<Output> LogWriter::render(Calendar const& calendar) const
{
    std::string csv;
    append_csv_row(csv, {"Time", "Level", "Source", "URL", "Message"});
    for (auto const& line : calendar.log) {
        auto const time = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", line.time, absl::UTCTimeZone());
        append_csv_row(csv, {time, to_string(line.level), line.source, line.url, guard_formula(line.message)});
    }
    return {make_output(calendar, "logs", "log", "csv", "text/csv; charset=utf-8", std::move(csv))};
}

}  // namespace almanac
