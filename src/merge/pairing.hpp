#pragma once

#include "merge/changes.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace almanac {

/// For each event of today the index of what was known of it, or nothing when it is new. Surest first: the same
/// identity; the same name and start at another venue; the same UID or page and start under another name; the same UID
/// or page and name at another time, where that key belongs to one coming event only. Whatever leaves a doubt is not
/// paired. Linear.
[[nodiscard]] std::vector<std::optional<std::size_t>> pair_events(std::span<KnownEvent const> known,
                                                                  std::span<Event const> now, absl::Time clock);

}  // namespace almanac
