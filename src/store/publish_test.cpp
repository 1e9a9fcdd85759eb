#include "json/json.hpp"
#include "store/folder_store.hpp"
#include "store/publish.hpp"
#include "store/sha256.hpp"
#include "support/temporary_folder.hpp"

#include <absl/time/clock.h>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <random>
#include <set>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace almanac {
namespace {

using Paths = std::vector<std::string>;

std::vector<Output> outputs_of(std::string const& date, std::string const& content, int files = 2)
{
    std::vector<Output> outputs;
    for (int i = 0; i < files; ++i)
        outputs.push_back({fmt::format("data/file{}-{}.csv", i, date), fmt::format("latest/file{}.csv", i), "text/csv",
                           content + std::to_string(i)});
    return outputs;
}

/// Every file that any manifest names is there, with the bytes that the manifest says. Returns the newest run.
std::string check_published(FolderStore& store)
{
    std::string newest;
    for (auto const& path : store.list("run-")) {
        auto const manifest = read_json(store.get(path).value());
        newest = to_text(manifest.at("run"));
        for (auto const& file : manifest.at("files").as_array()) {
            auto const bytes = store.get(to_text(file.at("path")));
            EXPECT_TRUE(bytes) << to_text(file.at("path"));
            EXPECT_EQ(sha256_hex(bytes.value_or("")), to_text(file.at("sha256"))) << path;
        }
    }
    if (newest.empty())
        return newest;
    auto const latest = read_json(store.get("latest/run.json").value());
    EXPECT_EQ(to_text(latest.at("run")), newest);
    for (auto const& file : latest.at("files").as_array())
        EXPECT_EQ(sha256_hex(store.get(to_text(file.at("latest"))).value_or("")), to_text(file.at("sha256")));
    return newest;
}

TEST(Publish, WritesAManifestThatPeopleCanRead)
{
    RunSummary const summary{absl::FromUnixSeconds(1795456800), "almanac 0.1.0", {{"events", 2}, {"venues", 1}}};
    std::vector<Output> const outputs = {{"data/x-2026-11-23.csv", "latest/x.csv", "text/csv", "abc"}};
    EXPECT_EQ(to_manifest(summary, outputs), R"({
  "run": "2026-11-23T18-00-00Z",
  "program": "almanac 0.1.0",
  "counts": {"events":2,"venues":1},
  "files": [
    {"path":"data/x-2026-11-23.csv","latest":"latest/x.csv","content_type":"text/csv","bytes":3,"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}
  ]
}
)");
}

TEST(Publish, KeepsEarlierDaysAndReplacesTheSameDay)
{
    TemporaryFolder const folder;
    FolderStore store{folder.path()};
    auto const morning = absl::FromUnixSeconds(1795424400);
    publish(store, outputs_of("2026-11-22", "old"), {morning - absl::Hours(24), "", {}});
    publish(store, outputs_of("2026-11-23", "morning", 3), {morning, "", {}});
    publish(store, outputs_of("2026-11-23", "evening"), {morning + absl::Hours(9), "", {}});
    EXPECT_EQ(store.list(""),
              (Paths{"data/file0-2026-11-22.csv", "data/file0-2026-11-23.csv", "data/file1-2026-11-22.csv",
                     "data/file1-2026-11-23.csv", "data/file2-2026-11-23.csv", "latest/file0.csv", "latest/file1.csv",
                     "latest/run.json", "run-2026-11-22T09-00-00Z.json", "run-2026-11-23T18-00-00Z.json"}));
    EXPECT_EQ(store.get("data/file1-2026-11-22.csv"), "old1");
    EXPECT_EQ(store.get("latest/file1.csv"), "evening1");
    EXPECT_EQ(check_published(store), "2026-11-23T18-00-00Z");
}

TEST(Publish, LeavesTheOldSetWhenStoringFails)
{
    TemporaryFolder const folder;
    FolderStore store{folder.path()};
    publish(store, outputs_of("2026-11-23", "good"), {absl::UnixEpoch(), "", {}});
    auto bad = outputs_of("2026-11-23", "bad");
    bad.back().path = "../outside";
    EXPECT_THROW(publish(store, bad, {absl::UnixEpoch() + absl::Hours(1), "", {}}), StoreError);
    EXPECT_EQ(store.get("latest/file0.csv"), "good0");
    EXPECT_EQ(check_published(store), "1970-01-01T00-00-00Z");
}

/// Publishes again and again, a byte into `done` after each time, until it is killed; never returns.
[[noreturn]] void publish_forever(std::filesystem::path const& folder, int round, int done)
{
    try {
        FolderStore store{folder};
        for (int i = 0; i < 100'000; ++i) {
            auto const time = absl::FromUnixSeconds(1'000'000'000 + round * 100'000 + i);
            publish(store, outputs_of("2026-11-23", fmt::format("{}-{}-", round, i), 5), {time, "", {}});
            if (::write(done, "x", 1) != 1)
                ::_exit(2);
        }
    } catch (...) {
        ::_exit(1);
    }
    ::_exit(0);
}

/// Starts publish_forever(), lets it publish 0 to 2 times and kills it at a random moment of the next time.
void publish_and_kill(std::filesystem::path const& folder, int round, std::mt19937& random)
{
    int done[2];
    ASSERT_EQ(::pipe(done), 0);
    auto const child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0)
        publish_forever(folder, round, done[1]);
    auto took = absl::Milliseconds(5);
    auto start = absl::Now();
    char byte = 0;
    for (int i = 0; i < round % 3 && ::read(done[0], &byte, 1) == 1; ++i)
        took = absl::Now() - std::exchange(start, absl::Now());
    absl::SleepFor(took * std::uniform_real_distribution{0.0, 1.1}(random));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(done[0]);
    ::close(done[1]);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself, code " << WEXITSTATUS(status);
}

TEST(Publish, IsAllOldOrAllNewAfterKill9AtAnyMoment)
{
    TemporaryFolder const folder;
    FolderStore store{folder.path()};
    std::mt19937 random{4711};  // NOLINT: the same moments in every test, as far as the machine allows
    std::set<std::string> runs;
    for (int round = 0; round < 50; ++round) {
        publish_and_kill(folder.path(), round, random);
        runs.insert(check_published(store));
        ASSERT_FALSE(testing::Test::HasFailure()) << "round " << round;
    }
    EXPECT_GT(runs.size(), 10U) << "too few rounds came to publish anything";
    publish(store, outputs_of("2026-11-24", "next"), {absl::FromUnixSeconds(1'800'000'000), "", {}});
    EXPECT_EQ(store.get("latest/file0.csv"), "next0");
    EXPECT_EQ(check_published(store), run_name(absl::FromUnixSeconds(1'800'000'000)));
}

}  // namespace
}  // namespace almanac
