#pragma once

#include "write/writer.hpp"

namespace almanac {

/// One row per source, worst first: as a table for programs, and as a page to read.
class ReportWriter final : public Writer {
public:
    [[nodiscard]] std::string_view name() const override { return "report"; }
    [[nodiscard]] std::vector<Output> render(Calendar const& calendar) const override;
};

}  // namespace almanac
