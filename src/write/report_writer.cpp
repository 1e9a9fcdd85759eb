#include "write/report_writer.hpp"

namespace almanac {

std::vector<Output> ReportWriter::render(Calendar const& calendar) const
{
    return {
        make_output(calendar, "reports", "report", "csv", "text/csv; charset=utf-8", to_report_csv(calendar.reports))};
}

}  // namespace almanac
