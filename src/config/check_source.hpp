#pragma once

#include "config/source.hpp"
#include "config/table.hpp"

#include <string>
#include <string_view>

namespace almanac {

/// What the keys of a source say together: adds a finding for each address that is none, unknown {variable}, secret in
/// the open, and combination that can never work.
void check_source(Table& table, Source const& source);

/// Adds a finding, at the place within the pattern where it can be told, when RE2 does not compile it.
void check_pattern(Table& table, std::string_view key, std::string const& pattern);

/// Whether an environment variable may have that name (POSIX: letters, digits, "_").
[[nodiscard]] bool is_variable_name(std::string_view name);

/// Long and mixed as no name or word is: a key or token in the wrong place, never to be shown.
[[nodiscard]] bool looks_like_secret(std::string_view text);

}  // namespace almanac
