// What a run does where it cannot write. The disks are small file systems in memory, in a mount namespace of their own.

#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/published_set.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace almanac {
namespace {

/// Runs a shell script as root of a namespace with the folder "disk" to mount on. 77: that is not allowed here.
int run_script(std::filesystem::path const& folder, std::string const& script)
{
    write_whole_file(folder / "script",
                     "set -u\nmkdir -p disk && mount -t tmpfs -o size=2m none disk || exit 77\n"
                     "run() { \"$ALMANAC\" run --replay \"$CAPTURE\" --config \"$PROJECT/almanac.toml\" "
                     "--sources \"$PROJECT/sources\" -q --out disk --now \"$1\"; }\n" +
                         script);
    auto const project = project_folder().string();
    auto const status =
        std::system(fmt::format("cd '{}' && ALMANAC='{}' PROJECT='{}' CAPTURE='{}/demo/dc-area.warc.gz' "
                                "unshare --user --map-root-user --mount sh script >out 2>err",
                                folder.string(), almanac_binary().string(), project, project)
                        .c_str());
    return WEXITSTATUS(status);
}

class Disk : public testing::Test {
protected:
    /// Runs the script; what it printed is in out() and err().
    void run(std::string const& script)
    {
        auto const code = run_script(m_folder.path(), script);
        m_allowed = code != 77 && code != 1;
        if (m_allowed) {
            EXPECT_EQ(code, 0) << err();
        } else if (std::getenv("CI") != nullptr) {
            FAIL() << "no file system could be mounted: " << err();
        }
    }
    [[nodiscard]] std::string out() const { return read_whole_file(m_folder.path() / "out"); }
    [[nodiscard]] std::string err() const { return read_whole_file(m_folder.path() / "err"); }

    TemporaryFolder m_folder;
    bool m_allowed = false;
};

TEST_F(Disk, ThatIsFullKeepsThePublishedSet)
{
    run("run 2031-04-01T09:00:00Z; echo $?\n"
        "cp -aL disk/latest before\n"
        "head -c 10M /dev/zero > disk/filler 2>/dev/null\n"
        "run 2031-04-01T10:00:00Z; echo $?\n"
        "diff -r before disk/latest && echo same\n"
        "rm disk/filler\n"
        "run 2031-04-01T11:00:00Z; echo $?\n"
        "grep -c 2031-04-01T11-00-00Z disk/latest/run.json\n");
    if (!m_allowed)
        GTEST_SKIP() << "SKIPPED: no file system could be mounted here: " << err();
    EXPECT_EQ(out(), "0\n1\nsame\n0\n1\n");
    EXPECT_NE(err().find("no space left"), std::string::npos) << err();
    EXPECT_NE(err().find("Free some"), std::string::npos) << err();
}

TEST_F(Disk, ThatIsReadOnlyIsNamed)
{
    run("run 2031-04-01T09:00:00Z; echo $?\n"
        "mount -o remount,ro disk\n"
        "run 2031-04-01T10:00:00Z; echo $?\n"
        "grep -c 2031-04-01T09-00-00Z disk/latest/run.json\n");
    if (!m_allowed)
        GTEST_SKIP() << "SKIPPED: no file system could be mounted here: " << err();
    EXPECT_EQ(out(), "0\n1\n1\n");
    EXPECT_NE(err().find("disk/almanac.db' cannot be opened for writing"), std::string::npos) << err();
    EXPECT_NE(err().find("choose another `output`"), std::string::npos) << err();
}

TEST_F(Disk, WhoseFilesMayNotGrowEndsTheRunWithAMessage)
{
    // 30 kB a file: enough for no set of the demo. A shell counts blocks of 512 bytes.
    auto const script = fmt::format("ulimit -f 60; exec '{}' run --replay demo/dc-area.warc.gz -q --out '{}' --now "
                                    "2031-04-01T09:00:00Z",
                                    almanac_binary().string(), (m_folder.path() / "out").string());
    auto const status = std::system(fmt::format("cd '{}' && sh -c \"{}\" 2>'{}'", project_folder().string(), script,
                                                (m_folder.path() / "err").string())
                                        .c_str());
    EXPECT_EQ(WEXITSTATUS(status), 1);
    EXPECT_NE(err().find("too large"), std::string::npos) << err();
}

TEST(Output, ThatIsNoFolderIsNamed)
{
    for (std::string const place : {"/dev/full", "/dev/full/out", "/proc/almanac"}) {
        auto const ended =
            run_almanac_program({"run", "--replay", "demo/dc-area.warc.gz", "--out", place, "-q"}, project_folder());
        EXPECT_EQ(ended.code, 1) << place;
        EXPECT_NE(ended.err.find(place), std::string::npos) << ended.err;
        EXPECT_NE(ended.err.find("choose another `output`"), std::string::npos) << ended.err;
    }
}

}  // namespace
}  // namespace almanac
