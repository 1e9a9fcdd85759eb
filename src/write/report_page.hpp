#pragma once

#include "write/report.hpp"

#include <absl/time/civil_time.h>

#include <span>
#include <string>

namespace almanac {

/// The report as reports/report-DATE.html has it: one page to read, worst source first, with what happened and what to
/// do below its name. It loads nothing from anywhere and runs no script.
[[nodiscard]] std::string to_report_html(std::span<SourceReport const> reports, absl::CivilDay date);

}  // namespace almanac
