#include "aws/process.hpp"
#include "support/temporary_folder.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(RunCommand, TakesWhatIsPrintedOrSaysWhyNot)
{
    struct Case {
        std::string command;
        std::string_view out, problem;
    };
    Case const cases[] = {
        {"echo '{}'", "{}\n", ""},
        {"cat", "", ""},  // nothing to read
        {"printf '%1000d' 1 | tr -d ' '", "1", ""},
        {"echo half; exit 3", "", "ended with exit code 3"},
        {"there-is-no-such-command 2>/dev/null", "", "ended with exit code 127"},
        {"kill -9 $$", "", "was ended by the signal 9"},
        {"yes", "", "printed more than 4 KB"},
        {"sleep 60", "", "did not end within 0.3 s"},
        {"echo keys; sleep 60 | sleep 60", "", "did not end within 0.3 s"},
        {"exec >&-; sleep 60", "", "did not end within 0.3 s"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.command);
        auto const began = absl::Now();
        auto const limit = c.problem.starts_with("did not") ? absl::Milliseconds(300) : absl::Seconds(30);
        auto const printed = run_command(c.command, limit, 4096);
        EXPECT_EQ(printed.out, c.out);
        EXPECT_EQ(printed.problem, c.problem);
        EXPECT_LT(absl::Now() - began, absl::Seconds(20));
    }
}

TEST(RunCommand, EndsAllThatTheCommandHasStarted)
{
    TemporaryFolder const folder;
    auto const mark = folder.path("mark");
    auto const printed =
        run_command(fmt::format("(sleep 1; touch {}) & sleep 60", mark), absl::Milliseconds(200), 4096);
    EXPECT_EQ(printed.problem, "did not end within 0.2 s");
    absl::SleepFor(absl::Milliseconds(1500));
    EXPECT_FALSE(std::filesystem::exists(mark));
}

}  // namespace
}  // namespace almanac
