#pragma once

#include "time/read_when.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace almanac {

/// Saturday noon in January, in New York.
[[nodiscard]] WhenOptions when_options();

/// "2019-03-23 10:00..11:00", "2019-03-23..2019-03-25" or "2019-03-23" all day; several divided by "; ".
[[nodiscard]] std::string brief(WhenReading const& reading);

struct WhenCase {
    std::string_view text;
    std::string_view want;  ///< as `brief` has it; empty: no date, and a problem that says why
};

void expect_when(std::initializer_list<WhenCase> cases, WhenOptions const& options = when_options());

}  // namespace almanac
