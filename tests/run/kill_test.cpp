#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/published_set.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <random>
#include <sys/wait.h>
#include <thread>

namespace almanac {
namespace {

std::vector<std::string> demo_run(std::filesystem::path const& out, std::string const& now)
{
    return {"run", "--replay", "demo/dc-area.warc.gz", "--out", out.string(), "--now", now};
}

/// "2031-04-01T10-05-00Z" for "2031-04-01T10:05:00Z": what the run of that time is called.
std::string name_of(std::string time)
{
    std::ranges::replace(time, ':', '-');
    return time;
}

TEST(KilledRun, LeavesTheOldSetOrTheNewOneAndTheNextRunWorks)
{
    std::filesystem::path const project = project_folder();
    TemporaryFolder const folder;
    auto const out = folder.path() / "out";
    auto const began = std::chrono::steady_clock::now();
    ASSERT_NE(run_almanac_program(demo_run(out, "2031-04-01T09:00:00Z"), project).code, 1);
    auto const whole_run = std::chrono::steady_clock::now() - began;
    auto before = expect_complete(out);

    std::mt19937 random{20310401};
    std::uniform_int_distribution<std::int64_t> moment{
        0, std::chrono::duration_cast<std::chrono::microseconds>(whole_run * 1.2).count()};
    int switched = 0;
    for (int i = 0; i < 50; ++i) {
        auto const now = "2031-04-01T10:" + std::string{i < 10 ? "0" : ""} + std::to_string(i) + ":00Z";
        auto const pid = start_almanac_program(demo_run(out, now), project);
        std::this_thread::sleep_for(std::chrono::microseconds{moment(random)});
        kill(pid, SIGKILL);
        waitpid(pid, nullptr, 0);
        auto const after = expect_complete(out);
        EXPECT_TRUE(after == before || after == name_of(now)) << after;
        switched += after != before ? 1 : 0;
        before = after;
    }
    ASSERT_NE(run_almanac_program(demo_run(out, "2031-04-01T12:00:00Z"), project).code, 1);
    EXPECT_EQ(expect_complete(out), "2031-04-01T12-00-00Z");
    RecordProperty("sets_switched", switched);
}

}  // namespace
}  // namespace almanac
