#pragma once

#include "config/toml.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// "a string or a list": types in JSON Schema's words, as messages name them.
[[nodiscard]] std::string words_of(std::vector<std::string> const& types);

/// Whether a value is of a type, in JSON Schema's words; a whole number is a "number" too.
[[nodiscard]] bool is_of(Node const& node, std::string_view type);

/// "a string: \"90\"".
[[nodiscard]] std::string describe(Node const& node);

/// What stands there instead of one of `types`. The value itself is shown only where a number or a switch belongs:
/// elsewhere it may be a secret in the wrong place (headers = "Authorization: ...").
[[nodiscard]] std::string described_for(Node const& node, std::vector<std::string> const& types);

}  // namespace almanac
