#include "write/changes_writer.hpp"

#include "write/change_lines.hpp"
#include "write/csv.hpp"

namespace almanac {

std::vector<Output> ChangesWriter::render(Calendar const& calendar) const
{
    std::string csv;
    append_csv_row(csv, {"To Do", "Change", "Event Name", "Event Start Date", "Event Start Time", "New Name",
                         "New Start Date", "New Start Time", "Event Website", "Organizer", "Why"});
    for (auto const& line : change_lines(calendar))
        append_csv_row(csv, {line.to_do, line.change, guard_formula(line.name), line.date, line.clock,
                             guard_formula(line.new_name), line.new_date, line.new_clock, line.url,
                             guard_formula(line.organizer), line.why});
    return {make_output(calendar, "data", "changes", "csv", "text/csv; charset=utf-8", std::move(csv))};
}

}  // namespace almanac
