// `almanac run` with tokens that AWS keeps: fetched once, only when needed, and never seen again.

#include "support/aws_services.hpp"
#include "support/loopback_server.hpp"
#include "support/program.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

namespace almanac {
namespace {

using test::Asked;
using test::AwsServices;
using test::LoopbackServer;
using test::Reply;

constexpr std::string_view secret = "t0p-s3cr3t-k3y";

std::string unzipped(std::filesystem::path const& file)
{
    std::unique_ptr<gzFile_s, int (*)(gzFile)> const in{gzopen(file.c_str(), "rb"), gzclose};
    std::string bytes;
    std::array<char, 4096> block{};
    for (int n = 0; (n = gzread(in.get(), block.data(), block.size())) > 0;)
        bytes.append(block.data(), static_cast<std::size_t>(n));
    return bytes;
}

/// Three sources with tokens that AWS keeps, two of which share one, and one without.
struct World {
    LoopbackServer site;
    AwsServices services{fmt::format(R"({{"parameters":{{"/almanac/site":"{}"}}}})", secret)};
    TemporaryFolder folder;

    World()
    {
        site.on("/events", [](Asked const& asked) {
            auto const given = header(asked.headers, "X-Api-Key");
            if (!given.empty() && given != secret)
                return Reply{.status = 403};
            return test::page(fmt::format(R"(<!DOCTYPE html><title>Events</title><!-- you said {} -->
                <script type="application/ld+json">{{"@context": "https://schema.org", "@type": "Event",
                "name": "Walk {}", "startDate": "2031-04-05T10:00", "endDate": "2031-04-05T11:00"}}</script>)",
                                          given, asked.target));
        });
        std::filesystem::create_directory(folder.path() / "sources");
        (void)folder.write("almanac.toml",
                           "[tokens]\nSITE_KEY = \"ssm:/almanac/site\"\nOTHER = \"ssm:/almanac/other\"\n"
                           "[fetch]\nrequests_per_second = 100\n");
        add("plain", "");
        add("one", "SITE_KEY");
        add("two", "SITE_KEY");
        add("three", "OTHER");
    }

    void add(std::string const& id, std::string const& token) const
    {
        (void)folder.write(
            "sources/" + id + ".toml",
            fmt::format("name = \"{0}\"\nurl = \"{1}?{0}\"\nreader = \"jsonld\"\nallow_private = true\n{2}", id,
                        site.url("/events"),
                        token.empty() ? ""
                                      : fmt::format("token = \"{}\"\nheaders = {{ X-Api-Key = "
                                                    "\"{{token}}\" }}\n",
                                                    token)));
    }

    [[nodiscard]] Ended run(std::vector<std::string> arguments,
                            std::map<std::string, std::string> const& more = {}) const
    {
        std::map<std::string, std::string> environment{{"AWS_ACCESS_KEY_ID", "AKIDUSER"},
                                                       {"AWS_SECRET_ACCESS_KEY", "user/secret+key"},
                                                       {"AWS_REGION", "us-east-1"},
                                                       {"AWS_ENDPOINT_URL", services.url("/none")},
                                                       {"AWS_ENDPOINT_URL_SSM", services.url("/ssm")}};
        for (auto const& [name, value] : more)
            environment[name] = value;
        arguments.insert(arguments.begin(), "run");
        return run_almanac_program(arguments, folder.path(), environment);
    }
};

TEST(RunWithTokens, FetchesThemOnceAndShowsThemNowhere)
{
    NEEDS_BOTOCORE();
    World const world;
    auto const ended = world.run({"--out", "out", "--record", "all.warc.gz"});
    EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
    EXPECT_EQ(world.services.log(), std::vector<std::string>{"ssm 200 AmazonSSM.GetParameters 2"});
    EXPECT_EQ(world.site.hits("/events"), 3U);
    EXPECT_NE(ended.out.find("skipped"), std::string::npos) << ended.out;
    auto const report = read_whole_file(world.folder.path() / "out/latest/report.csv");
    EXPECT_NE(
        report.find("ssm:/almanac/other: there is no such parameter in us-east-1. Store it: aws ssm put-parameter"),
        std::string::npos)
        << report;

    auto const capture = unzipped(world.folder.path() / "all.warc.gz");
    EXPECT_NE(capture.find("you said REDACTED"), std::string::npos) << "the page repeated it";
    std::string everything = capture + ended.out + ended.err;
    int files = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator{world.folder.path() / "out"}) {
        if (!entry.is_regular_file())
            continue;
        everything += read_whole_file(entry.path());
        ++files;
    }
    EXPECT_GE(files, 10);
    EXPECT_NE(everything.find("Walk /events?two"), std::string::npos);
    EXPECT_EQ(everything.find(secret), std::string::npos);
    EXPECT_EQ(everything.find("user/secret+key"), std::string::npos);
}

TEST(RunWithTokens, AsksForNoneThatItDoesNotNeed)
{
    NEEDS_BOTOCORE();
    World const world;
    EXPECT_EQ(world.run({"--dry-run", "--source", "plain"}).code, 0);
    EXPECT_EQ(world.run({"--dry-run", "--source", "one"}, {{"SITE_KEY", std::string{secret}}}).code, 0);
    EXPECT_EQ(world.services.log(), std::vector<std::string>{});
    EXPECT_EQ(world.run({"--dry-run", "--source", "two"}).code, 0);
    EXPECT_EQ(world.services.log(), std::vector<std::string>{"ssm 200 AmazonSSM.GetParameters 1"});
}

TEST(RunWithTokens, SkipsTheirSourcesWhenTheCredentialsAreWrong)
{
    NEEDS_BOTOCORE();
    World const world;
    auto const ended = world.run({"--dry-run"}, {{"AWS_SECRET_ACCESS_KEY", "wrong"}});
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_NE(ended.out.find("InvalidSignatureException"), std::string::npos) << ended.out;
    EXPECT_EQ(world.site.hits("/events"), 1U) << "the source without a token is read all the same";
}

}  // namespace
}  // namespace almanac
