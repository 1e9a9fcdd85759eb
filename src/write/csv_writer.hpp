#pragma once

#include "write/writer.hpp"

namespace almanac {

/// The files that The Events Calendar imports: events, venues, organizers. Their columns and every rule of their values
/// stand in docs/output.md.
class CsvWriter final : public Writer {
public:
    [[nodiscard]] std::string_view name() const override { return "csv"; }
    [[nodiscard]] std::vector<Output> render(Calendar const& calendar) const override;
};

}  // namespace almanac
