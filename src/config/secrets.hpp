#pragma once

#include "config/source.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// What an environment variable holds; nothing when it is not set. The program passes getenv, tests pass a map.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

/// A source's secret, or why it has none.
struct Token {
    std::string value;    ///< never shown
    std::string problem;  ///< "NPS_API_KEY is not set. A key is free at ...": why the source is skipped; else empty

    [[nodiscard]] bool ok() const { return problem.empty(); }
};

/// The value of {token}: of the variable that the source names, else of the first of its aliases that is set. Spaces at
/// the ends are dropped. A source that needs none gets an empty one.
[[nodiscard]] Token find_token(Source const& source, Environment const& environment);

}  // namespace almanac
