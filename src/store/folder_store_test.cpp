#include "store/folder_store.hpp"
#include "store/posix.hpp"
#include "support/message_of.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <fstream>
#include <unistd.h>

namespace almanac {
namespace {

namespace fs = std::filesystem;
using Paths = std::vector<std::string>;

class FolderStoreTest : public testing::Test {
protected:
    void publish(std::string_view set, std::vector<std::pair<std::string, std::string>> const& files,
                 Paths const& removed = {})
    {
        std::vector<StoredFile> stored;
        for (auto const& [path, bytes] : files)
            stored.push_back({path, bytes, "text/plain"});
        store.put_together(set, stored, removed);
    }

    TemporaryFolder folder;
    FolderStore store{folder.path() / "out"};
};

TEST_F(FolderStoreTest, KeepsAndGivesBack)
{
    EXPECT_EQ(store.get("a/b.txt"), std::nullopt);
    EXPECT_EQ(store.list(""), Paths{});
    store.put({"a/b.txt", "one", "text/plain"});
    store.put({"a/b.txt", std::string_view{"t\0o", 3}, "text/plain"});
    store.put({"c.txt", "", "text/plain"});
    EXPECT_EQ(store.get("a/b.txt"), (std::string{"t\0o", 3}));
    EXPECT_EQ(store.get("a"), std::nullopt);
    EXPECT_EQ(store.list(""), (Paths{"a/b.txt", "c.txt"}));
    EXPECT_EQ(store.list("a/"), Paths{"a/b.txt"});
    EXPECT_EQ(store.list("a/bc"), Paths{});
    store.remove("a/b.txt");
    store.remove("a/b.txt");
    EXPECT_EQ(store.list(""), Paths{"c.txt"});
}

TEST_F(FolderStoreTest, PublishesOneSetAfterTheOther)
{
    publish("one", {{"data/events-1.csv", "e1"}, {"latest/events.csv", "e1"}, {"run-1.json", "m1"}});
    publish("two", {{"data/events-2.csv", "e2"}, {"latest/events.csv", "e2"}, {"run-2.json", "m2"}}, {"run-1.json"});
    EXPECT_EQ(store.list(""), (Paths{"data/events-1.csv", "data/events-2.csv", "latest/events.csv", "run-2.json"}));
    EXPECT_EQ(store.get("data/events-1.csv"), "e1");
    EXPECT_EQ(store.get("latest/events.csv"), "e2");
    EXPECT_TRUE(fs::is_symlink(folder.path() / "out/data"));
    publish("three", {{"latest/events.csv", "e3"}});
    EXPECT_EQ(store.get("run-2.json"), "m2");
    EXPECT_FALSE(fs::exists(fs::symlink_status(folder.path() / "out/run-1.json")));
}

TEST_F(FolderStoreTest, PublishesTwiceUnderOneName)
{
    for (auto const* bytes : {"a", "b", "c"})
        publish("same", {{"latest/x", bytes}});
    EXPECT_EQ(store.get("latest/x"), "c");
    auto const trees = std::distance(fs::directory_iterator{folder.path() / "out/.runs"}, fs::directory_iterator{});
    EXPECT_EQ(trees, 3) << "the published tree, the one before, the lock";
}

TEST_F(FolderStoreTest, LeavesOtherFilesAlone)
{
    store.put({"almanac.db", "db", ""});
    publish("one", {{"latest/x", "1"}});
    publish("two", {{"latest/x", "2"}});
    EXPECT_EQ(store.get("almanac.db"), "db");
    EXPECT_FALSE(fs::is_symlink(folder.path() / "out/almanac.db"));
}

TEST_F(FolderStoreTest, WorksAfterTheFolderWasCopied)
{
    publish("one", {{"latest/x", "1"}});
    fs::copy(folder.path() / "out", folder.path() / "copy",
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    FolderStore copy{folder.path() / "copy"};
    StoredFile const file{"latest/y", "2", ""};
    copy.put_together("two", {&file, 1}, {});
    EXPECT_EQ(copy.list(""), (Paths{"latest/x", "latest/y"}));
    EXPECT_EQ(store.list(""), Paths{"latest/x"});
}

TEST_F(FolderStoreTest, RefusesToReplaceWhatOthersMade)
{
    store.put({"data/mine.txt", "precious", ""});
    EXPECT_THROW(publish("one", {{"data/x", "1"}}), StoreError);
    EXPECT_EQ(store.get("data/mine.txt"), "precious");
    store.remove("data/mine.txt");
    publish("one", {{"data/x", "1"}});
    EXPECT_EQ(store.get("data/x"), "1");

    fs::create_symlink("/tmp", folder.path() / "out/latest");
    EXPECT_THROW(publish("two", {{"latest/x", "1"}}), StoreError);
}

TEST_F(FolderStoreTest, RefusesPathsThatLeaveTheFolder)
{
    for (std::string const path :
         {"", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", ".runs/x", "a/.hidden", "./a", "a\\b", "a\nb"}) {
        SCOPED_TRACE(path);
        EXPECT_THROW(store.put({path, "x", ""}), StoreError);
        EXPECT_THROW(publish("one", {{path, "x"}}), StoreError);
        EXPECT_THROW(static_cast<void>(store.get(path)), StoreError);
        EXPECT_THROW(store.remove(path), StoreError);
    }
    EXPECT_THROW(publish("../one", {{"x", "x"}}), StoreError);
}

TEST_F(FolderStoreTest, RefusesTheSamePathTwice)
{
    EXPECT_THROW(publish("one", {{"x", "1"}, {"x", "2"}}), StoreError);
    EXPECT_EQ(store.list(""), Paths{});
}

TEST_F(FolderStoreTest, RemovesWhatAKilledRunLeft)
{
    publish("one", {{"latest/x", "1"}});
    auto const out = folder.path() / "out";
    fs::create_directories(out / ".runs/killed/latest");
    std::ofstream{out / ".runs/killed/latest/x"} << "half";
    fs::create_symlink(".runs/killed", out / ".almanac-tmp-1-.published");
    std::ofstream{out / ".almanac-tmp-1-report"} << "half";
    fs::last_write_time(out / ".almanac-tmp-1-report", fs::file_time_type::clock::now() - std::chrono::hours{2});
    publish("two", {{"latest/x", "2"}});
    EXPECT_FALSE(fs::exists(out / ".runs/killed"));
    EXPECT_FALSE(fs::exists(fs::symlink_status(out / ".almanac-tmp-1-.published")));
    EXPECT_FALSE(fs::exists(out / ".almanac-tmp-1-report"));
}

TEST_F(FolderStoreTest, OneRunAtATime)
{
    fs::create_directories(folder.path() / "out/.runs");
    FolderLock const lock{folder.path() / "out/.runs/lock"};
    EXPECT_THROW(publish("one", {{"x", "1"}}), StoreError);
}

TEST(StoreErrors, NameTheCure)
{
    EXPECT_EQ(test::message_of([] { throw_store_error("write", "out/x", ENOSPC); }),
              "Could not write 'out/x': No space left on device. Free some space there, or choose another `output` in "
              "almanac.toml. What was published stays.");
    EXPECT_NE(test::message_of([] { throw_store_error("create", "out/x", EACCES); }).find("chmod"), std::string::npos);
    EXPECT_NE(test::message_of([] { static_cast<void>(make_store("s4://bucket")); }).find("s4://bucket"),
              std::string::npos);
    TemporaryFolder const folder;
    std::ofstream{folder.path() / "file"} << "x";
    FolderStore store{folder.path() / "file"};
    EXPECT_NE(test::message_of([&] {
                  store.put({"x", "1", ""});
              }).find("A file stands where a folder is needed"),
              std::string::npos);
}

TEST(StoreErrors, SayWhenTheFolderMayNotBeWritten)
{
    if (::geteuid() == 0)
        GTEST_SKIP() << "root may write everywhere";
    TemporaryFolder const folder;
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
    FolderStore store{folder.path() / "out"};
    EXPECT_NE(test::message_of([&] { store.put({"x", "1", ""}); }).find("chown"), std::string::npos);
    fs::permissions(folder.path(), fs::perms::owner_all);
}

}  // namespace
}  // namespace almanac
