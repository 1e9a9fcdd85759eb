#pragma once

#include "write/writer.hpp"

namespace almanac {

/// What an editor has to change by hand in WordPress and why, then what an import changes by itself.
class ChangesWriter final : public Writer {
public:
    [[nodiscard]] std::string_view name() const override { return "changes"; }
    [[nodiscard]] std::vector<Output> render(Calendar const& calendar) const override;
};

}  // namespace almanac
