#pragma once

#include "support/loopback_server.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace almanac::test {

/// A site on this machine, and one source "mill" that reads it: recorded on April 1, 2031, repaired on April 8.
class RepairSite : public testing::Test {
protected:
    void SetUp() override
    {
        write_whole_file(m_folder.path() / "almanac.toml", "[fetch]\nrequests_per_second = 100\ntries = 1\n"
                                                           "[fetch.hosts.\"127.0.0.1\"]\nallow_private = true\n");
    }

    /// The source's file; "{url}" stands for the address of /events/.
    void write(std::string text) const
    {
        text.replace(text.find("{url}"), 5, m_server.url("/events/"));
        write_whole_file(m_folder.path() / "sources/mill.toml", text);
    }

    void record() const { ASSERT_EQ(almanac({"record", "mill", "--now", "2031-04-01"}).code, 0); }

    [[nodiscard]] Ended almanac(std::vector<std::string> const& arguments) const
    {
        return run_almanac_program(arguments, m_folder.path());
    }

    [[nodiscard]] Ended repair(std::vector<std::string> more = {}) const
    {
        more.insert(more.begin(), {"probe", "--repair", "mill", "--now", "2031-04-08"});
        return almanac(more);
    }

    /// Changes the file and gives what the source reads then.
    [[nodiscard]] std::string mended() const
    {
        auto const ended = repair({"--write"});
        if (ended.code != 0)
            return ended.out + ended.err;
        auto const out = almanac({"explain", "mill", "--now", "2031-04-08"}).out;
        return out.substr(out.find("Found"), out.find("\nDropped") - out.find("Found"));
    }

    LoopbackServer m_server;
    TemporaryFolder m_folder;
};

}  // namespace almanac::test
