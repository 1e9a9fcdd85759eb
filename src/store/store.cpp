#include "store/store.hpp"

#include "store/folder_store.hpp"

#include <fmt/format.h>

namespace almanac {

std::unique_ptr<Store> make_store(std::string const& output)
{
    if (output.find("://") == std::string::npos)
        return std::make_unique<FolderStore>(output);
    throw StoreError{fmt::format("There is no store for '{}'. `output` is a folder.", output)};
}

void check_store_path(std::string_view path)
{
    auto const refuse = [&] {
        throw StoreError{
            fmt::format("'{}' is no path for a store: it has to stay inside, in plain parts divided by '/'.", path)};
    };
    if (path.size() > 1000)
        refuse();
    for (char const c : path) {
        auto const code = static_cast<unsigned char>(c);
        if (code < 0x20 || code == 0x7F || c == '\\')
            refuse();
    }
    for (std::size_t at = 0; at <= path.size();) {
        auto const end = std::min(path.find('/', at), path.size());
        auto const part = path.substr(at, end - at);
        if (part.empty() || part.front() == '.')
            refuse();
        at = end + 1;
    }
}

}  // namespace almanac
