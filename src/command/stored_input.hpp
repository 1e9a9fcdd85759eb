#pragma once

#include "command/shell.hpp"
#include "config/config.hpp"
#include "store/store.hpp"

#include <memory>
#include <optional>
#include <string>

namespace almanac {

/// What a person names: files of a store.
struct StoredPath {
    std::unique_ptr<Store> store;
    std::string place;  ///< "out", "s3://bucket"
    std::string path;   ///< within it; may be empty, or end with "/"
};

/// s3://BUCKET/PATH whole, or a path within `place`. Throws StoreError.
[[nodiscard]] StoredPath find_stored(std::string const& input, std::string const& place, Config const& config,
                                     Shell const& shell);

/// A file, "-", or an object s3://BUCKET/PATH. Throws std::runtime_error naming it.
[[nodiscard]] std::string read_file_or_object(std::string const& input, Config const& config, Shell const& shell);

/// The same where it may not be there.
[[nodiscard]] std::optional<std::string> find_file_or_object(std::string const& input, Config const& config,
                                                             Shell const& shell);

}  // namespace almanac
