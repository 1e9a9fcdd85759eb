#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// "VA" for "VA", "Va.", "Virginia"; for Canada's provinces too. Empty when it is none.
[[nodiscard]] std::string state_code(std::string_view text);

/// "United States" for "USA", "U.S." and the like; other countries that calendars name as they are. Empty when it is
/// none.
[[nodiscard]] std::string country_name(std::string_view text);

}  // namespace almanac
