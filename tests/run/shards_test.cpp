// `almanac run --shard` and `almanac merge` publish what one `almanac run` would, byte for byte.

#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <map>

namespace almanac {
namespace {

namespace fs = std::filesystem;

fs::path const project = project_folder();

/// Every file of a place by its path, but not the shards.
std::map<std::string, std::string> files_of(fs::path const& place)
{
    std::map<std::string, std::string> files;
    for (auto const& entry : fs::recursive_directory_iterator{place, fs::directory_options::follow_directory_symlink}) {
        auto const path = entry.path().lexically_relative(place).string();
        if (entry.is_regular_file() && !path.starts_with('.') && !path.starts_with("shards/"))
            files[path] = read_whole_file(entry.path());
    }
    return files;
}

Ended almanac(std::vector<std::string> arguments, fs::path const& out)
{
    arguments.insert(arguments.end(), {"--out", out.string()});
    return run_almanac_program(arguments, project);
}

std::vector<std::string> replay(std::string const& time)
{
    return {"run", "--replay", "demo/dc-area.warc.gz", "--run", time};
}

void run_shard(std::string const& shard, std::string const& time, fs::path const& out)
{
    auto arguments = replay(time);
    arguments.insert(arguments.end(), {"--shard", shard});
    auto const ended = almanac(arguments, out);
    EXPECT_EQ(ended.code, 0) << shard << ended.err;
    EXPECT_EQ(ended.err, "");
}

std::vector<std::string> shards_of(int count)
{
    std::vector<std::string> shards;
    for (int i = count; i >= 1; --i)
        shards.push_back(std::to_string(i) + "/" + std::to_string(count));
    return shards;
}

std::vector<std::string> all_sources()
{
    std::vector<std::string> ids;
    for (auto const& entry : fs::directory_iterator{project / "sources"})
        if (entry.path().extension() == ".toml")
            ids.push_back(entry.path().stem().string());
    return ids;
}

TEST(Shards, PublishWhatOneRunPublishes)
{
    std::string const first = "2031-04-01T09-00-00Z";
    std::string const second = "2031-04-09T09:00:00Z";
    TemporaryFolder const folder;
    auto const one = folder.path() / "one";
    ASSERT_EQ(almanac(replay(first), one).code, 0);
    auto const want_first = files_of(one);
    ASSERT_NE(almanac(replay(second), one).code, 1);
    auto const want_second = files_of(one);
    ASSERT_GE(want_second.size(), want_first.size());
    ASSERT_GE(want_first.size(), 14U);

    for (auto const& shards : {shards_of(1), shards_of(3), shards_of(25), all_sources()}) {
        SCOPED_TRACE(shards.size());
        auto const many = folder.path() / std::to_string(shards.size()) / shards.front().substr(0, 2);
        for (auto const& shard : shards)
            run_shard(shard, first, many);
        ASSERT_EQ(almanac({"merge", first}, many).code, 0);
        EXPECT_EQ(files_of(many), want_first);
        // What was known before counts as it does in one run.
        if (shards.size() != 3)
            continue;
        for (auto const& shard : shards)
            run_shard(shard, second, many);
        ASSERT_NE(almanac({"merge", second}, many).code, 1);
        EXPECT_EQ(files_of(many), want_second);
    }
}

TEST(Shards, AreMergedOnce)
{
    std::string const run = "2031-04-01T09-00-00Z";
    TemporaryFolder const folder;
    run_shard("1/1", run, folder.path());
    ASSERT_EQ(almanac({"merge", run}, folder.path()).code, 0);
    auto const published = files_of(folder.path());
    auto const again = almanac({"merge", run}, folder.path());
    EXPECT_EQ(again.code, 0);
    EXPECT_NE(again.out.find("published"), std::string::npos) << again.out;
    EXPECT_EQ(files_of(folder.path()), published);
    auto const back = almanac({"merge", "2031-03-01T09-00-00Z"}, folder.path());
    EXPECT_EQ(back.code, 1);
    EXPECT_NE(back.err.find("cannot go back"), std::string::npos) << back.err;
}

}  // namespace
}  // namespace almanac
