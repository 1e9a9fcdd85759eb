#include "store/store.hpp"

#include "store/folder_store.hpp"
#include "store/s3_store.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {

void WorkingFile::claim(std::string_view, absl::Time) {}
void WorkingFile::renew(absl::Time) {}
void WorkingFile::save() {}

std::vector<std::string> Store::list(std::string_view prefix)
{
    std::vector<std::string> paths;
    for (auto& entry : entries(prefix))
        paths.push_back(std::move(entry.path));
    return paths;
}

std::unique_ptr<Store> make_store(std::string const& place, S3Settings const& s3, Environment const& environment)
{
    if (auto bucket = read_s3_place(place))
        return std::make_unique<S3Store>(std::move(*bucket), s3, environment);
    if (place.find("://") == std::string::npos)
        return std::make_unique<FolderStore>(place);
    throw StoreError{fmt::format("There is no store for '{}'. A place is a folder, or s3://BUCKET/PREFIX.", place)};
}

bool is_store_path(std::string_view path)
{
    if (path.size() > 1000)
        return false;
    for (char const c : path) {
        auto const code = static_cast<unsigned char>(c);
        if (code < 0x20 || code == 0x7F || c == '\\')
            return false;
    }
    auto const parts = split(path, '/');
    return std::ranges::none_of(parts, [](auto part) { return part.empty() || part.front() == '.'; });
}

void check_store_path(std::string_view path)
{
    if (!is_store_path(path))
        throw StoreError{
            fmt::format("'{}' is no path for a store: it has to stay inside, in plain parts divided by '/'.", path)};
}

}  // namespace almanac
