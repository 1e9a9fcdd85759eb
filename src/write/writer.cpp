#include "write/writer.hpp"

#include "config/error.hpp"
#include "text/text.hpp"
#include "write/changes_writer.hpp"
#include "write/csv_writer.hpp"
#include "write/log_writer.hpp"
#include "write/report_writer.hpp"

#include <fmt/format.h>

#include <iterator>

namespace almanac {

LogLine to_log_line(Note const& note, absl::Time time)
{
    return {time, note.level, note.source, note.url, note.message};
}

LogLine to_log_line(Drop const& drop, absl::Time time)
{
    auto message = fmt::format("dropped: {}", drop.reason);
    if (!drop.name.empty())
        message += fmt::format(": '{}'", cut_at_word(drop.name, 200));
    if (!drop.detail.empty() && drop.detail != drop.reason)
        message += fmt::format(": {}", drop.detail);
    return {time, Level::info, drop.source, drop.url, std::move(message)};
}

std::unique_ptr<Writer> make_writer(std::string_view name)
{
    if (name == "csv")
        return std::make_unique<CsvWriter>();
    if (name == "changes")
        return std::make_unique<ChangesWriter>();
    if (name == "report")
        return std::make_unique<ReportWriter>();
    if (name == "log")
        return std::make_unique<LogWriter>();
    std::vector<std::string> const names{std::begin(writer_names), std::end(writer_names)};
    throw ConfigError{fmt::format("There is no writer '{}'{}. Writers: {}.", name, did_you_mean(name, writer_names),
                                  join(names, ", "))};
}

Output make_output(Calendar const& calendar, std::string_view folder, std::string_view name, std::string_view extension,
                   std::string_view content_type, std::string bytes)
{
    auto const date = absl::FormatCivilTime(calendar.date);
    return {fmt::format("{}/{}{}-{}.{}", folder, calendar.file_prefix, name, date, extension),
            fmt::format("latest/{}{}.{}", calendar.file_prefix, name, extension), std::string{content_type},
            std::move(bytes)};
}

}  // namespace almanac
