#pragma once

#include "catalog/catalog.hpp"
#include "command/shell.hpp"
#include "config/config.hpp"
#include "store/store.hpp"

#include <absl/time/time.h>

#include <memory>
#include <string>
#include <string_view>

namespace almanac {

/// Where a harvest is published, with what is remembered there.
struct OpenPlace {
    std::string name;  ///< "out", "s3://bucket/prefix"
    std::unique_ptr<Store> store;
    std::unique_ptr<WorkingFile> file;  ///< of the catalog
    std::unique_ptr<Catalog> catalog;   ///< made by begin() or look()
};

/// The store of the place; the catalog stays where it is. Throws StoreError.
[[nodiscard]] OpenPlace open_place(std::string name, Config const& config, Shell const& shell);

/// The catalog for reading.
Catalog& look(OpenPlace& place, Config const& config);

/// When reading has to be over: the deadline of the configuration, or the surroundings' own.
[[nodiscard]] absl::Time reading_end(Config const& config, Shell const& shell);

/// The catalog for a run that will publish: the place is this run's until it has to be done, however it ends. `run` is
/// its name where it was given one, else empty. Throws StoreError or CatalogError when another run has it.
Catalog& begin(OpenPlace& place, Config const& config, std::string_view run, Shell const& shell);

/// Before anything is published; throws StoreError when the place was lost to another run.
void keep(OpenPlace& place);

/// What was learned stays: to be called when the files are stored.
void commit(OpenPlace& place, absl::Time now);

}  // namespace almanac
