// The state machine of deploy/stepfunctions, executed here: each task really starts the program.

#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace almanac {
namespace {

namespace fs = std::filesystem;

// What the Lambda function does with an event (docs/lambda.md), on the demo. It cannot read one source.
constexpr std::string_view function = R"(#!/usr/bin/env python3
import json, os, subprocess, sys
event = json.loads(sys.argv[1])
words = ["merge", event.get("merge")]
if "source" in event:
    if event["source"] == os.environ.get("FAILS"):
        sys.exit("this source cannot be read")
    words = ["run", "--replay", "demo/dc-area.warc.gz", "--run", event["run"], "--shard", event["source"]]
code = subprocess.run([os.environ["ALMANAC"], *words, "--out", os.environ["OUT"]]).returncode
sys.exit(0 if code in (0, 3) else code)
)";

class StateMachine : public testing::Test {
protected:
    void SetUp() override
    {
        if (!fs::exists(m_machine))
            GTEST_SKIP() << m_machine << " is not there: nothing to execute";
        std::string ids;
        for (auto const& entry : fs::directory_iterator{m_project / "sources"})
            ids += fmt::format("{}\"{}\"", ids.empty() ? "" : ", ", entry.path().stem().string());
        (void)m_folder.write("input.json", fmt::format(R"({{"run": "2031-04-01T09:00:00Z", "sources": [{}]}})", ids));
        fs::permissions(m_folder.write("function", function), fs::perms::owner_all);
    }

    /// Executes it with `out` as the place; the source `fails` cannot be read.
    int execute(fs::path const& out, std::string const& fails = {})
    {
        auto const command =
            fmt::format("cd {} && FAILS='{}' ALMANAC={} OUT={} tests/lambda/run_states {} {} {} > {}",
                        m_project.string(), fails, almanac_binary().string(), out.string(), m_machine.string(),
                        m_folder.path("input.json"), m_folder.path("function"), m_folder.path("output.json"));
        return std::system(command.c_str());  // NOLINT(cert-env33-c): a fixed command of our own
    }

    fs::path const m_project = project_folder();
    fs::path const m_machine = m_project / "deploy/stepfunctions/statemachine.asl.json";
    TemporaryFolder m_folder;
};

TEST_F(StateMachine, PublishesWhatOneRunPublishes)
{
    auto const one = m_folder.path() / "one";
    auto const many = m_folder.path() / "many";
    ASSERT_EQ(run_almanac_program(
                  {"run", "--replay", "demo/dc-area.warc.gz", "--run", "2031-04-01T09-00-00Z", "--out", one.string()},
                  m_project)
                  .code,
              0);
    ASSERT_EQ(execute(many), 0);
    int compared = 0;
    for (auto const& entry : fs::directory_iterator{one / "latest"}) {
        auto const path = fs::path{"latest"} / entry.path().filename();
        EXPECT_EQ(read_whole_file(many / path), read_whole_file(one / path)) << path;
        ++compared;
    }
    EXPECT_GE(compared, 7);
}

TEST_F(StateMachine, ToleratesASourceThatFails)
{
    auto const out = m_folder.path() / "out";
    ASSERT_EQ(execute(out, "vnps"), 0);
    EXPECT_NE(read_whole_file(out / "latest/report.csv").find("not reached,vnps"), std::string::npos);
    EXPECT_NE(m_folder.read("output.json").find("this source cannot be read"), std::string::npos);
}

}  // namespace
}  // namespace almanac
