#include "support/published_set.hpp"

#include "json/json.hpp"
#include "store/folder_store.hpp"
#include "store/sha256.hpp"
#include "support/program.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

namespace almanac {

std::string expect_complete(std::filesystem::path const& out)
{
    auto const manifest = read_json(read_whole_file(out / "latest/run.json"));
    auto const& files = manifest.at("files").as_array();
    EXPECT_GE(files.size(), 6U);
    for (auto const& file : files) {
        std::string const path{file.at("path").as_string()};
        auto const bytes = read_whole_file(out / path);
        EXPECT_EQ(static_cast<std::int64_t>(bytes.size()), file.at("bytes").as_int64()) << path;
        EXPECT_EQ(sha256_hex(bytes), std::string{file.at("sha256").as_string()}) << path;
    }
    return std::string{manifest.at("run").as_string()};
}

std::map<std::string, std::string> published_files(std::filesystem::path const& out)
{
    FolderStore store{out};
    std::map<std::string, std::string> files;
    for (auto const& path : store.list(""))
        if (path.find('/') != std::string::npos || path.starts_with("run-"))
            files[path] = store.get(path).value_or("");
    return files;
}

}  // namespace almanac
