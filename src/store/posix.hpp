#pragma once

#include <filesystem>
#include <string_view>

namespace almanac {

/// Throws StoreError for the failed system call: what was tried ("write"), where, why and the cure.
[[noreturn]] void throw_store_error(std::string_view tried, std::filesystem::path const& path, int error);

/// Creates the folder and those above it. Throws StoreError.
void make_folders(std::filesystem::path const& folder);

/// Writes a file under a temporary name beside it, fsyncs and renames it: the file is there whole or not at all. Its
/// folder has to be synced by the caller. Throws StoreError and leaves no temporary file.
void write_file(std::filesystem::path const& path, std::string_view bytes);

/// Makes renames and new names in the folder survive a loss of power. Throws StoreError.
void sync_folder(std::filesystem::path const& folder);

/// Points a symbolic link to `target`, replacing one that exists in a single step. Throws StoreError.
void replace_link(std::filesystem::path const& link, std::filesystem::path const& target);

/// Removes what write_file() and replace_link() of a killed program left in the folder, once it is an hour old.
void remove_stale_temporaries(std::filesystem::path const& folder);

/// A lock on a folder that ends with the object, and with the process however that ends.
class FolderLock {
public:
    /// Throws StoreError when another process holds it.
    explicit FolderLock(std::filesystem::path const& file);
    FolderLock(FolderLock const&) = delete;
    FolderLock& operator=(FolderLock const&) = delete;
    ~FolderLock();

private:
    int m_fd;
};

}  // namespace almanac
