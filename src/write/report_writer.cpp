#include "write/report_writer.hpp"

#include "write/report_page.hpp"

namespace almanac {

std::vector<Output> ReportWriter::render(Calendar const& calendar) const
{
    return {
        make_output(calendar, "reports", "report", "csv", "text/csv; charset=utf-8", to_report_csv(calendar.reports)),
        make_output(calendar, "reports", "report", "html", "text/html; charset=utf-8",
                    to_report_html(calendar.reports, calendar.date))};
}

}  // namespace almanac
