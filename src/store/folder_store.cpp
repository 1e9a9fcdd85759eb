#include "store/folder_store.hpp"

#include "store/posix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

namespace almanac {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view published = ".published";
constexpr std::string_view runs = ".runs";
constexpr int max_depth = 16;

std::string first_part(std::string_view path)
{
    return std::string{path.substr(0, path.find('/'))};
}

std::string read_whole(fs::path const& path)
{
    int const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        throw_store_error("read", path, errno);
    std::string bytes;
    char block[1U << 16U];
    for (;;) {
        auto const n = ::read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            auto const error = errno;
            ::close(fd);
            throw_store_error("read", path, error);
        }
        if (n == 0)
            break;
        bytes.append(block, static_cast<std::size_t>(n));
    }
    ::close(fd);
    return bytes;
}

/// Its size and time as far as they can be had: a file may vanish while a folder is listed.
StoredEntry entry_of(std::string path, fs::path const& file)
{
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0)
        return {std::move(path), 0, absl::UnixEpoch()};
    return {std::move(path), status.st_size, absl::TimeFromTimespec(status.st_mtim)};
}

/// The same file under a second name; a copy where the file system knows no hard links.
void link_or_copy(fs::path const& from, fs::path const& to)
{
    // A manifest is reached through a link of its own, which has to be followed.
    if (::linkat(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), AT_SYMLINK_FOLLOW) != 0)
        write_file(to, read_whole(from));
}

/// One set of files while it is built. Not visible to readers until it is switched to.
class Tree {
public:
    Tree(fs::path root, fs::path folder) : m_root(std::move(root)), m_folder(std::move(folder)) {}

    /// Takes over what stands under a name of the root and was neither replaced nor removed.
    void carry_over(std::string const& path, std::set<std::string> const& but_not, int depth = 0)
    {
        std::error_code error;
        auto const from = m_root / path;
        auto const type = fs::status(from, error).type();
        if (type == fs::file_type::regular && !but_not.contains(path)) {
            add_folder((m_folder / path).parent_path());
            link_or_copy(from, m_folder / path);
        }
        if (type != fs::file_type::directory || depth == max_depth)
            return;
        for (auto const& entry : fs::directory_iterator{from, error}) {
            auto const name = entry.path().filename().string();
            if (!name.starts_with('.'))
                carry_over(fmt::format("{}/{}", path, name), but_not, depth + 1);
        }
    }

    void write(StoredFile const& file)
    {
        auto const path = m_folder / file.path;
        add_folder(path.parent_path());
        write_file(path, file.bytes);
    }

    void sync() const
    {
        for (auto const& folder : m_folders)
            sync_folder(folder);
    }

    /// The names that the root has to offer.
    [[nodiscard]] std::set<std::string> names() const
    {
        std::set<std::string> result;
        for (auto const& entry : fs::directory_iterator{m_folder})
            result.insert(entry.path().filename().string());
        return result;
    }

private:
    void add_folder(fs::path const& folder)
    {
        make_folders(folder);
        for (auto f = folder; f != m_folder.parent_path(); f = f.parent_path())
            m_folders.insert(f);
    }

    fs::path m_root;
    fs::path m_folder;
    std::set<fs::path> m_folders;
};

/// The names of the root that are links into the published tree.
std::set<std::string> published_names(fs::path const& root)
{
    std::set<std::string> names;
    for (auto const& entry : fs::directory_iterator{root}) {
        std::error_code error;
        auto const name = entry.path().filename().string();
        if (!name.starts_with('.') && fs::read_symlink(entry.path(), error) == fs::path{published} / name && !error)
            names.insert(name);
    }
    return names;
}

/// All trees but the published one: remains of killed runs, and the one before, which stayed for those still reading.
void remove_old_trees(fs::path const& root)
{
    std::error_code ignored;
    auto const current = fs::read_symlink(root / published, ignored).filename();
    for (auto const& entry : fs::directory_iterator{root / runs})
        if (entry.is_directory() && entry.path().filename() != current)
            fs::remove_all(entry.path(), ignored);
}

fs::path new_tree(fs::path const& root, std::string_view set)
{
    for (int n = 1; n < 100; ++n) {
        auto folder = root / runs / (n == 1 ? std::string{set} : fmt::format("{}_{}", set, n));
        std::error_code error;
        if (fs::create_directory(folder, error))
            return folder;
        if (error)
            throw_store_error("create the folder", folder, error.value());
    }
    throw StoreError{fmt::format("'{}' is full of old runs. Remove what stands in it.", (root / runs).string())};
}

/// Refuses what publishing would have to destroy: a folder, file or link that somebody else made.
void check_name(fs::path const& root, std::string const& name)
{
    auto const path = root / name;
    std::error_code error;
    auto const type = fs::symlink_status(path, error).type();
    if (type == fs::file_type::not_found || fs::read_symlink(path, error) == fs::path{published} / name)
        return;
    if (type == fs::file_type::directory && ::rmdir(path.c_str()) == 0)
        return;  // it was empty
    throw StoreError{fmt::format("'{}' was not made by Almanac, which publishes through a link of that name. Move it "
                                 "away, or choose another `output` in almanac.toml.",
                                 path.string())};
}

}  // namespace

void FolderStore::put(StoredFile const& file)
{
    check_store_path(file.path);
    auto const path = m_root / file.path;
    make_folders(path.parent_path());
    write_file(path, file.bytes);
    sync_folder(path.parent_path());
}

void FolderStore::put_together(std::string_view set, std::span<StoredFile const> files,
                               std::span<std::string const> removed)
try {
    check_store_path(set);
    std::set<std::string> replaced{removed.begin(), removed.end()};
    std::set<std::string> tops;
    for (auto const& file : files) {
        check_store_path(file.path);
        if (!replaced.insert(file.path).second)
            throw StoreError{fmt::format("'{}' would be stored and removed, or stored twice.", file.path)};
        check_name(m_root, *tops.insert(first_part(file.path)).first);
    }

    make_folders(m_root / runs);
    FolderLock const lock{m_root / runs / "lock"};
    remove_old_trees(m_root);
    remove_stale_temporaries(m_root);

    auto const old_names = published_names(m_root);
    tops.insert(old_names.begin(), old_names.end());
    auto const folder = new_tree(m_root, set);
    Tree tree{m_root, folder};
    for (auto const& name : tops)
        tree.carry_over(name, replaced);
    for (auto const& file : files)
        tree.write(file);
    tree.sync();
    sync_folder(m_root / runs);

    auto const names = tree.names();
    for (auto const& name : names)
        if (!fs::exists(fs::symlink_status(m_root / name)))
            replace_link(m_root / name, fs::path{published} / name);
    sync_folder(m_root);
    replace_link(m_root / published, fs::path{runs} / folder.filename());

    for (auto const& name : old_names)
        if (!names.contains(name))
            fs::remove(m_root / name);
    sync_folder(m_root);
} catch (fs::filesystem_error const& e) {
    throw_store_error("publish to", m_root, e.code().value());
}

std::optional<std::string> FolderStore::get(std::string_view path)
{
    check_store_path(path);
    auto const file = m_root / path;
    std::error_code error;
    if (!fs::is_regular_file(file, error))
        return std::nullopt;
    return read_whole(file);
}

std::vector<StoredEntry> FolderStore::entries(std::string_view prefix)
{
    std::vector<StoredEntry> entries;
    auto const walk = [&](auto const& self, fs::path const& folder, std::string const& base, int depth) -> void {
        std::error_code error;
        for (auto at = fs::directory_iterator{folder, error}; !error && at != fs::directory_iterator{};
             at.increment(error)) {
            auto const& entry = *at;
            auto const name = entry.path().filename().string();
            auto const path = base + name;
            auto const near = path.starts_with(prefix) || prefix.starts_with(path + '/');
            if (name.starts_with('.') || !near)
                continue;
            std::error_code dangling;
            if (entry.is_regular_file(dangling) && path.starts_with(prefix))
                entries.push_back(entry_of(path, entry.path()));
            else if (entry.is_directory(dangling) && depth < max_depth)
                self(self, entry.path(), path + '/', depth + 1);
        }
    };
    walk(walk, m_root, "", 0);
    std::ranges::sort(entries, {}, &StoredEntry::path);
    return entries;
}

void FolderStore::remove(std::string_view path)
{
    check_store_path(path);
    auto const file = m_root / path;
    if (::unlink(file.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR)
        throw_store_error("remove", file, errno);
}

std::unique_ptr<WorkingFile> FolderStore::working_file(std::string_view path)
{
    check_store_path(path);
    return std::make_unique<WorkingFile>(m_root / path);
}

StoreLink FolderStore::link(std::string_view, absl::Duration)
{
    throw StoreError{fmt::format("'{}' is a folder, and a folder has no links that could be handed on: publish to "
                                 "s3://BUCKET/PREFIX for that.",
                                 m_root.string())};
}

}  // namespace almanac
