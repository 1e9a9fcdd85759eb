#pragma once

#include <string_view>
#include <vector>

namespace almanac {

/// The objects and lists that a script assigns: "window.state = {...}; var days = [...]" gives two texts, parts of
/// `script`. Whether each is JSON is for its reader to say. At most 100; one pass over what they hold.
[[nodiscard]] std::vector<std::string_view> assigned_values(std::string_view script);

}  // namespace almanac
