// `almanac cost` after real harvests: its figures are theirs.

#include "support/loopback_server.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

namespace fs = std::filesystem;

class Cost : public testing::Test {
protected:
    void SetUp() override
    {
        auto page = test::page(R"(<!DOCTYPE html><title>Walks</title><script type="application/ld+json">
            {"@context": "https://schema.org", "@type": "Event", "name": "Moss Walk",
             "startDate": "2031-04-05T10:00", "endDate": "2031-04-05T11:00"}</script>)");
        page.delay = std::chrono::milliseconds{700};
        m_pages.on("/walks", page);
        (void)m_folder.write("almanac.toml", "[fetch]\nrequests_per_second = 100\ntries = 1\n");
        fs::create_directory(m_folder.path() / "sources");
        (void)m_folder.write("sources/walks.toml", fmt::format("name = \"Walks\"\nurl = \"{}\"\nallow_private = true\n",
                                                               m_pages.url("/walks")));
    }

    [[nodiscard]] Ended almanac(std::vector<std::string> const& words) const
    {
        return run_almanac_program(words, m_folder.path());
    }

    /// The figure on the line of that name, and what is said of it.
    [[nodiscard]] static std::pair<double, std::string> figure(Ended const& ended, std::string const& name)
    {
        auto const at = ended.out.find("\n  " + name + ' ');
        if (at == std::string::npos)
            return {-1, ended.out + ended.err};
        auto const line = ended.out.substr(at + 1, ended.out.find('\n', at + 1) - at - 1);
        return {std::stod(line.substr(name.size() + 2)), line.substr(line.rfind("  ") + 2)};
    }

    test::LoopbackServer m_pages;
    TemporaryFolder m_folder;
};

TEST_F(Cost, IsOfTheLastHarvest)
{
    ASSERT_EQ(almanac({"run", "--run", "2031-04-01T09-00-00Z"}).code, 0);
    auto const ended = almanac({"cost", "--method", "lambda"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    auto const [seconds, of_time] = figure(ended, "time");
    EXPECT_EQ(of_time, "as the last harvest");
    EXPECT_GT(seconds, 0.7);
    EXPECT_LT(seconds, 30);
    auto const [memory, of_memory] = figure(ended, "memory");
    EXPECT_GE(memory, 128);
    EXPECT_TRUE(of_memory.starts_with("the last harvest had ") && of_memory.ends_with(" MB at most")) << of_memory;
    EXPECT_GT(std::stod(of_memory.substr(std::string_view{"the last harvest had "}.size())), 1);
    double bytes = 0;
    for (auto const& entry : fs::recursive_directory_iterator{m_folder.path() / "out"})
        bytes += entry.is_regular_file() && !entry.is_symlink() ? static_cast<double>(entry.file_size()) : 0;
    auto const [storage, of_storage] = figure(ended, "storage");
    EXPECT_EQ(of_storage, "what is stored now");
    EXPECT_GT(storage * 1e9, 1000);
    EXPECT_LT(storage * 1e9, 3 * bytes) << "names of the latest files count, as objects of a bucket do";

    ASSERT_EQ(almanac({"run", "--run", "2031-04-02T09-00-00Z", "--source", "walks"}).code, 0);
    EXPECT_EQ(figure(almanac({"cost"}), "time").second, "the slowest source of the last harvest")
        << "a run of one source is no harvest of all";
    EXPECT_EQ(figure(almanac({"cost", "--seconds", "5", "--memory", "256", "--storage", "1"}), "time"),
              (std::pair{5.0, std::string{"as given"}}));
}

TEST_F(Cost, OfShardsIsAtLeastThatOfTheSlowestSource)
{
    ASSERT_EQ(almanac({"run", "--run", "2031-04-01T09-00-00Z", "--shard", "walks"}).code, 0);
    ASSERT_EQ(almanac({"merge", "2031-04-01T09-00-00Z"}).code, 0);
    auto const ended = almanac({"cost"});
    auto const [seconds, of_time] = figure(ended, "time");
    EXPECT_EQ(of_time, "the slowest source of the last harvest");
    EXPECT_GT(seconds, 0.7);
    EXPECT_EQ(figure(ended, "memory"), (std::pair{128.0, std::string{"assumed: no harvest is known"}}));
}

}  // namespace
}  // namespace almanac
