#pragma once

#include "write/writer.hpp"

namespace almanac {

/// Every warning and error and every dropped event.
class LogWriter final : public Writer {
public:
    [[nodiscard]] std::string_view name() const override { return "log"; }
    [[nodiscard]] std::vector<Output> render(Calendar const& calendar) const override;
};

}  // namespace almanac
