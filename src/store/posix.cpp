#include "store/posix.hpp"

#include "store/store.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace almanac {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view temporary_prefix = ".almanac-tmp-";

std::string cure_of(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return "Free some space there, or choose another `output` in almanac.toml. What was published stays.";
    case EACCES:
    case EPERM:
        return "Give this user the right to write there (chown, chmod), or choose another `output` in almanac.toml.";
    case EROFS: return "The file system is mounted read-only: choose another `output` in almanac.toml.";
    case ENOTDIR:
    case EEXIST: return "A file stands where a folder is needed: move it away.";
    case ENAMETOOLONG: return "Choose a shorter `output` or `file_prefix` in almanac.toml.";
    case ELOOP: return "A symbolic link there leads to itself: remove it.";
    default: return "What was published stays.";
    }
}

fs::path temporary_name(fs::path const& path)
{
    return path.parent_path() / fmt::format("{}{}-{}", temporary_prefix, ::getpid(), path.filename().string());
}

/// Removes the file unless it was kept.
struct TemporaryFile {
    fs::path path;
    bool kept = false;
    ~TemporaryFile()
    {
        if (!kept)
            ::unlink(path.c_str());
    }
};

/// A file descriptor that is closed at the end of its scope.
struct OpenFile {
    int fd;
    ~OpenFile()
    {
        if (fd >= 0)
            ::close(fd);
    }
};

void write_all(int fd, std::string_view bytes, fs::path const& path)
{
    while (!bytes.empty()) {
        auto const n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            throw_store_error("write", path, errno);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

}  // namespace

void throw_store_error(std::string_view tried, fs::path const& path, int error)
{
    throw StoreError{
        fmt::format("Could not {} '{}': {}. {}", tried, path.string(), std::strerror(error), cure_of(error))};
}

void make_folders(fs::path const& folder)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw_store_error("create the folder", folder, error.value());
}

void write_file(fs::path const& path, std::string_view bytes)
{
    TemporaryFile temporary{temporary_name(path)};
    {
        OpenFile file{::open(temporary.path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666)};
        if (file.fd < 0)
            throw_store_error("create", path, errno);
        write_all(file.fd, bytes, path);
        if (::fsync(file.fd) != 0)
            throw_store_error("write", path, errno);
        // close() may report what a network file system could not write.
        if (::close(std::exchange(file.fd, -1)) != 0)
            throw_store_error("write", path, errno);
    }
    if (::rename(temporary.path.c_str(), path.c_str()) != 0)
        throw_store_error("replace", path, errno);
    temporary.kept = true;
}

void sync_folder(fs::path const& folder)
{
    OpenFile const file{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (file.fd < 0)
        throw_store_error("open", folder, errno);
    // Some network file systems know no fsync of a folder; they order names themselves.
    if (::fsync(file.fd) != 0 && errno != EINVAL && errno != ENOTSUP)
        throw_store_error("write", folder, errno);
}

void replace_link(fs::path const& link, fs::path const& target)
{
    TemporaryFile temporary{temporary_name(link)};
    ::unlink(temporary.path.c_str());
    if (::symlink(target.c_str(), temporary.path.c_str()) != 0) {
        if (errno == EPERM || errno == ENOTSUP)  // which is EOPNOTSUPP here
            throw StoreError{fmt::format("The file system of '{}' knows no symbolic links, which publishing needs. "
                                         "Choose another `output` in almanac.toml and copy the files from there.",
                                         link.parent_path().string())};
        throw_store_error("link", link, errno);
    }
    if (::rename(temporary.path.c_str(), link.c_str()) != 0)
        throw_store_error("replace", link, errno);
    temporary.kept = true;
}

void remove_stale_temporaries(fs::path const& folder)
{
    std::error_code ignored;
    auto const hour_ago = fs::file_time_type::clock::now() - std::chrono::hours{1};
    for (auto const& entry : fs::directory_iterator{folder, ignored}) {
        if (!entry.path().filename().string().starts_with(temporary_prefix))
            continue;
        // Links are made under the lock only, so one that is met is nobody's.
        if (entry.is_symlink() || entry.last_write_time(ignored) < hour_ago)
            fs::remove(entry.path(), ignored);
    }
}

FolderLock::FolderLock(fs::path const& file) : m_fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666))
{
    if (m_fd < 0)
        throw_store_error("create", file, errno);
    if (::flock(m_fd, LOCK_EX | LOCK_NB) == 0)
        return;
    auto const error = errno;
    ::close(m_fd);
    if (error == EWOULDBLOCK)
        throw StoreError{fmt::format("Another run is publishing to '{}' at this moment. Try again when it is done.",
                                     file.parent_path().parent_path().string())};
    throw_store_error("lock", file, error);
}

FolderLock::~FolderLock()
{
    ::close(m_fd);
}

}  // namespace almanac
