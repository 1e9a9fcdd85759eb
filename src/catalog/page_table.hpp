#pragma once

#include "fetch/fetch_options.hpp"

#include <absl/time/time.h>

#include <optional>
#include <string>
#include <string_view>

namespace almanac {

class Database;

// The table `page` of the catalog: pages as they were last had (Catalog::find_page, Catalog::save_page).

/// Nothing when there is no such page or its bytes are damaged: it can be fetched again.
[[nodiscard]] std::optional<CachedPage> find_page(Database const& database, std::string_view url);

/// The body as it is kept, with zlib.
[[nodiscard]] std::string compressed_body(CachedPage const& page);

/// `body` is its compressed one. A page that is too large is not kept.
void save_page(Database const& database, std::string_view url, CachedPage const& page, std::string_view body,
               absl::Time now);

}  // namespace almanac
