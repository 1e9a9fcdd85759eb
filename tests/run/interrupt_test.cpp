#include "support/loopback_server.hpp"
#include "support/program.hpp"
#include "support/published_set.hpp"
#include "support/temporary_folder.hpp"
#include "write/csv.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <sys/wait.h>
#include <thread>

namespace almanac {
namespace {

using namespace std::chrono_literals;
using test::LoopbackServer;
using test::Reply;

Reply page_of(std::string_view name)
{
    return test::page(fmt::format(R"(<script type="application/ld+json">{{"@type": "Event", "name": "{}",
        "startDate": "2031-04-05T10:00", "endDate": "2031-04-05T11:00"}}</script>)",
                                  name));
}

/// Two sources, of which the second answers slowly once it is told to.
class RunThatEndsEarly : public testing::Test {
protected:
    void SetUp() override
    {
        m_server.on("/owls", page_of("Owl Prowl"));
        m_server.on("/slow", [this](auto const&) {
            auto reply = page_of("Slow Walk");
            reply.delay = m_slow ? 20s : 0s;
            return reply;
        });
        configure("requests_per_second = 100\n");
        for (std::string const id : {"owls", "slow"})
            write_source(id);
    }

    void configure(std::string const& fetch)
    {
        write_whole_file(m_folder.path() / "almanac.toml", "output = \"out\"\n[fetch]\ntries = 1\n" + fetch);
    }

    void write_source(std::string const& id)
    {
        write_whole_file(
            m_folder.path() / "sources" / (id + ".toml"),
            fmt::format("name = \"{}\"\nurl = \"{}\"\nallow_private = true\n", id, m_server.url("/" + id)));
    }

    [[nodiscard]] Ended run(std::string const& now) const
    {
        return run_almanac_program({"run", "--now", now}, m_folder.path());
    }

    void expect_that_nothing_is_published_after(int signal)
    {
        ASSERT_EQ(run("2031-04-01T09:00:00Z").code, 0);
        auto const before = published_files(out());
        ASSERT_GE(before.size(), 8U);

        m_slow = true;
        auto const asked = m_server.hits("/slow");
        auto const pid = start_almanac_program({"run", "--now", "2031-04-02T09:00:00Z"}, m_folder.path());
        while (m_server.hits("/slow") == asked)
            std::this_thread::sleep_for(5ms);
        auto const sent = std::chrono::steady_clock::now();
        kill(pid, signal);
        int status = 0;
        waitpid(pid, &status, 0);
        EXPECT_TRUE(WIFEXITED(status));
        EXPECT_EQ(WEXITSTATUS(status), 130);
        EXPECT_LT(std::chrono::steady_clock::now() - sent, 10s) << "it waited for the page";
        EXPECT_EQ(published_files(out()), before);
        EXPECT_EQ(expect_complete(out()), "2031-04-01T09-00-00Z");

        m_slow = false;
        EXPECT_EQ(run("2031-04-02T10:00:00Z").code, 0) << "the catalog is free for the next run";
        EXPECT_EQ(expect_complete(out()), "2031-04-02T10-00-00Z");
    }

    [[nodiscard]] std::filesystem::path out() const { return m_folder.path() / "out"; }

    std::atomic<bool> m_slow = false;
    LoopbackServer m_server;
    TemporaryFolder m_folder;
};

TEST_F(RunThatEndsEarly, KeepsThePublishedSetOnCtrlC)
{
    expect_that_nothing_is_published_after(SIGINT);
}

TEST_F(RunThatEndsEarly, KeepsThePublishedSetWhenItIsTerminated)
{
    expect_that_nothing_is_published_after(SIGTERM);
}

TEST_F(RunThatEndsEarly, PublishesAtTheDeadlineWhatIsThere)
{
    // robots.txt at once, a page after 2.5 s, the next one too late: which source is the lucky one is left to chance.
    configure("requests_per_second = 0.4\nconnections = 1\ndeadline = 4\nrequest_timeout = 4\nconnect_timeout = 4\n"
              "stall_timeout = 4\n");
    for (std::string const id : {"fern", "moss"}) {
        m_server.on("/" + id, page_of(id));
        write_source(id);
    }
    auto const ended = run("2031-04-01T09:00:00Z");
    EXPECT_EQ(ended.code, 3) << ended.out << ended.err;
    expect_complete(out());
    std::map<std::string, int> states;
    for (auto const& row : read_csv(read_whole_file(out() / "latest/report.csv")).rows)
        ++states[row.cells.at(0)];
    EXPECT_GE(states["operational"], 1) << ended.out;
    EXPECT_GE(states["not reached"], 1) << ended.out;
    EXPECT_EQ(states["operational"] + states["not reached"], 4) << ended.out;
    auto const rows = read_csv(read_whole_file(out() / "latest/events.csv")).rows.size();
    EXPECT_EQ(rows, 1 + static_cast<std::size_t>(states["operational"])) << "a heading, and an event of each";
}

}  // namespace
}  // namespace almanac
