#pragma once

#include "store/store.hpp"

#include <filesystem>

namespace almanac {

/// A folder. A set of files is published the way Kubernetes mounts a ConfigMap: each set is a complete tree of plain
/// files in `.runs/`, the names that people use are symbolic links through one more link, and renaming that one link
/// switches all of them in the same instant:
///
///     data       -> .published/data
///     latest     -> .published/latest
///     .published -> .runs/2026-11-23T18-00-00Z
///
/// Files of earlier sets that no new one replaces are hard-linked into the new tree, so that a tree costs its new bytes
/// only. A killed run leaves the links as they were; the next one removes its remains.
class FolderStore final : public Store {
public:
    explicit FolderStore(std::filesystem::path root) : m_root(std::move(root)) {}

    void put(StoredFile const& file) override;
    void put_together(std::string_view set, std::span<StoredFile const> files,
                      std::span<std::string const> removed) override;
    [[nodiscard]] std::optional<std::string> get(std::string_view path) override;
    [[nodiscard]] std::vector<StoredEntry> entries(std::string_view prefix) override;
    void remove(std::string_view path) override;
    [[nodiscard]] std::unique_ptr<WorkingFile> working_file(std::string_view path) override;
    [[nodiscard]] StoreLink link(std::string_view path, absl::Duration lifetime) override;

private:
    std::filesystem::path m_root;
};

}  // namespace almanac
