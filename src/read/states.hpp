#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// "VA" for "VA", "Va.", "Virginia"; for Canada's provinces too. Empty when it is none.
[[nodiscard]] std::string state_code(std::string_view text);

/// "US" or "CA" for a code as state_code gives it; empty for any other text.
[[nodiscard]] std::string country_of_state(std::string_view code);

/// "United States" for "USA", "U.S." and the like; other countries that calendars name as they are. Empty when it is
/// none.
[[nodiscard]] std::string country_name(std::string_view text);

}  // namespace almanac
