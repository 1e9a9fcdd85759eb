#pragma once

#include "config/config.hpp"
#include "config/secrets.hpp"

#include <absl/time/time.h>

#include <cstdint>
#include <filesystem>
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

/// What is stored under a path.
struct StoredEntry {
    std::string path;
    std::int64_t bytes = 0;
    absl::Time modified;
};

/// A link that needs no credentials.
struct StoreLink {
    std::string url;              ///< whoever has it may read the file: never logged
    absl::Time expires;           ///< when it really ends
    bool shortened = false;       ///< sooner than asked for: the credentials behind it end
    bool may_end_sooner = false;  ///< than `expires`: the credentials behind it do not tell when they end
};

/// A file that is changed where it lies, as SQLite does it, by one run at a time. Of a folder it is the file itself,
/// which SQLite locks; of a bucket a copy on this machine (S3WorkingFile). All functions throw StoreError.
class WorkingFile {
public:
    explicit WorkingFile(std::filesystem::path file) : m_file(std::move(file)) {}
    virtual ~WorkingFile() = default;
    WorkingFile(WorkingFile const&) = delete;
    WorkingFile& operator=(WorkingFile const&) = delete;

    /// Before all else of a run that writes: others keep out until `until`, or until this object goes. Throws when
    /// another run has the place; but a run of the same name (not empty) is taken to be dead and tried again.
    virtual void claim(std::string_view run, absl::Time until);

    /// Right before something is published: throws when another run took the place over.
    virtual void renew(absl::Time until);

    /// The file on this machine; not there when the store has none.
    virtual std::filesystem::path const& path() { return m_file; }

    /// Makes the file as it is now that of the store. Throws when another run has stored one since it was fetched.
    virtual void save();

protected:
    std::filesystem::path m_file;
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
    /// be believed, and it names the others (S3Store). `set` is a short name for the set, as a path part
    /// ("2026-11-23T18-00-00Z").
    virtual void put_together(std::string_view set, std::span<StoredFile const> files,
                              std::span<std::string const> removed) = 0;

    /// Nothing when there is no such file.
    [[nodiscard]] virtual std::optional<std::string> get(std::string_view path) = 0;

    /// All files whose path starts with the prefix, sorted by path.
    [[nodiscard]] virtual std::vector<StoredEntry> entries(std::string_view prefix) = 0;

    /// Their paths.
    [[nodiscard]] std::vector<std::string> list(std::string_view prefix);

    /// No error when there is no such file.
    virtual void remove(std::string_view path) = 0;

    [[nodiscard]] virtual std::unique_ptr<WorkingFile> working_file(std::string_view path) = 0;

    /// A link to the file, which has to be there, for so long or as long as can be. A folder has none.
    [[nodiscard]] virtual StoreLink link(std::string_view path, absl::Duration lifetime) = 0;
};

/// The store that `output` of almanac.toml names: a folder, or s3://bucket/prefix, whose credentials come from the
/// environment (aws/credentials.hpp). Touches nothing yet. Throws StoreError.
[[nodiscard]] std::unique_ptr<Store> make_store(std::string const& place, S3Settings const& s3 = {},
                                                Environment const& environment = {});

/// Whether a store takes the path.
[[nodiscard]] bool is_store_path(std::string_view path);

/// Throws StoreError unless it does.
void check_store_path(std::string_view path);

}  // namespace almanac
