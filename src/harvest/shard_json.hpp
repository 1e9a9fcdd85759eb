#pragma once

#include "harvest/harvest.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

inline constexpr std::size_t max_shard_bytes = std::size_t{64} << 20U;

/// What a shard has read, as JSON: one event a line, ends with a line feed. Everything that conclude() asks comes back
/// from read_shard_json() as it was; text that is no UTF-8 is mended by to_utf8(). Throws std::runtime_error when it is
/// larger than max_shard_bytes.
[[nodiscard]] std::string to_shard_json(Harvest const& harvest);

/// The inverse. `sources` are those of the configuration, sorted by id; the results point into it. Whoever can write
/// into the store can change the calendar itself, so the events are not cleaned once more; but nothing here makes the
/// program fail, speak for a source that is not there, or take more memory than max_shard_bytes allows. Throws
/// JsonError saying what is wrong.
[[nodiscard]] Harvest read_shard_json(std::string_view text, std::vector<Source> const& sources);

}  // namespace almanac
