#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// Strict JSON for what pages call JSON; the faults that are mended stand in mend.cpp and its test. One pass, linear.
/// Several documents in a row become an array. What was cut off inside a string or key is not mended: half a value
/// is no value. Throws JsonError with the place where the text stops making sense.
[[nodiscard]] std::string mend_json(std::string_view text);

}  // namespace almanac
