#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Bytes could not be stored or read. The text is a full sentence with what was tried and the cure.
struct StoreError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What is to be stored under a path. Refers to bytes of the caller.
struct StoredFile {
    std::string path;
    std::string_view bytes;
    std::string content_type;
};

/// Where bytes are kept. A path is relative, its parts divided by "/"; a part that is empty, begins with a dot or holds
/// a backslash or a control character is refused. All functions throw StoreError.
class Store {
public:
    virtual ~Store() = default;

    /// Stores one file, whole or not at all.
    virtual void put(StoredFile const& file) = 0;

    /// Replaces a set of files by another: stores all of `files`, in their order, and takes `removed` away. A reader
    /// sees all old or all new where the store can do so (FolderStore); else the last file of the list is the one to
    /// be believed, and it names the others. `set` is a short name for the set, as a path part
    /// ("2026-11-23T18-00-00Z").
    virtual void put_together(std::string_view set, std::span<StoredFile const> files,
                              std::span<std::string const> removed) = 0;

    /// Nothing when there is no such file.
    [[nodiscard]] virtual std::optional<std::string> get(std::string_view path) = 0;

    /// All paths that start with the prefix, sorted.
    [[nodiscard]] virtual std::vector<std::string> list(std::string_view prefix) = 0;

    /// No error when there is no such file.
    virtual void remove(std::string_view path) = 0;
};

/// The store that `output` of almanac.toml names: a folder. Touches nothing yet.
[[nodiscard]] std::unique_ptr<Store> make_store(std::string const& output);

/// Throws StoreError unless the path is one a store takes.
void check_store_path(std::string_view path);

}  // namespace almanac
