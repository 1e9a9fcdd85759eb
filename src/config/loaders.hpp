#pragma once

#include "config/config.hpp"
#include "config/table.hpp"

#include <string>
#include <string_view>

namespace almanac {

/// The keys of almanac.toml. Adds a finding for each that cannot be used.
[[nodiscard]] Config read_config(Table table);

/// The keys of a source file, checked alone and together. `id` is the file's name without ".toml".
[[nodiscard]] Source read_source(Table table, std::string id, Config const& config);

/// Every key that almanac.toml may have, and every key of a source file: for the JSON Schemas and their test.
[[nodiscard]] Shape keys_of_config();
[[nodiscard]] Shape keys_of_source();

/// Adds a finding unless the key's text is empty or a zone that find_zone knows.
void check_zone(Table& table, std::string_view key, std::string const& zone);

}  // namespace almanac
