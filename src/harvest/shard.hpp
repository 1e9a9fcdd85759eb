#pragma once

#include "harvest/harvest.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// A part of a run's sources that is read on its own: one of `count` parts, or one source.
struct Shard {
    std::size_t number = 0;  ///< from 1
    std::size_t count = 0;
    std::string source;  ///< id; then the numbers mean nothing

    bool operator==(Shard const&) const = default;
};

inline constexpr std::size_t max_shards = 10'000;

/// The value of --shard: "3/25", or the id of one of the sources. Throws ConfigError.
[[nodiscard]] Shard read_shard(std::string_view text, std::vector<Source> const& sources);

/// Removes the sources of all other shards. The sources are sorted by id; the first belongs to shard 1, the second to
/// shard 2 and so on around, so that all shards of the same configuration and count are every source once.
void keep_shard(Shard const& shard, std::vector<Source>& sources);

/// Where a shard stands in the store: "shards/2026-11-23T18-00-00Z/3-of-25.json", ".../source-vnps.json".
[[nodiscard]] std::string shard_path(std::string_view run, Shard const& shard);

/// A run put together from its shards.
struct Joined {
    Harvest harvest;         ///< all sources, in their order. The notes name each shard that was refused
    std::size_t shards = 0;  ///< that were accepted
};

/// Reads all shards of a run. A source that several of them hold (a shard was repeated with another count) is taken
/// from the one that finished last. One that none holds was not reached. Throws StoreError.
[[nodiscard]] Joined join_shards(Store& store, std::string_view run, std::vector<Source> const& sources);

}  // namespace almanac
