#include "config/error.hpp"
#include "fetch/digest.hpp"
#include "fetch/replay_fetcher.hpp"
#include "fetch/warc.hpp"
#include "fetch/warc_writer.hpp"
#include "support/bytes.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

FixedClock const& noon()
{
    static FixedClock const clock{absl::FromCivil(absl::CivilSecond(2026, 11, 23, 12), absl::UTCTimeZone())};
    return clock;
}

std::vector<Exchange> exchanges()
{
    return {
        {{.source = "walks", .url = "https://example.org/go?token=open-sesame", .headers = {{"Accept", "*/*"}}},
         302,
         {{"Location", "https://example.org/walks?token=open-sesame"}, {"Set-Cookie", "session=open-sesame"}},
         "",
         ""},
        {{.source = "walks",
          .url = "https://example.org/walks?token=open-sesame",
          .headers = {{"X-Api-Key", "friend%mellon"}}},
         200,
         {{"Content-Encoding", "gzip"}, {"Transfer-Encoding", "chunked"}},
         test::gzip(R"({"next": "/walks?page=2&token=open-sesame", "you": "friend%mellon", "or": "friend%25mellon"})"),
         ""},
        {{.source = "walks",
          .url = "https://example.org/ajax",
          .method = "POST",
          .body = "page=1&password=mellon",
          .content_type = "application/x-www-form-urlencoded",
          .headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Authorization", "Bearer speak-friend"}}},
         200,
         {},
         "one",
         ""},
        {{.source = "walks", .url = "https://example.org/long"}, 200, {}, "the beg", "disconnect"},
    };
}

std::string write(TemporaryFolder const& folder, std::string_view name)
{
    auto const file = folder.path(name);
    auto writer = WarcWriter{file, noon(), "Almanac/0", {"configured-secret"}};
    for (auto const& exchange : exchanges())
        writer.write(exchange);
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_EQ(writer.finish(), "");
    EXPECT_FALSE(std::filesystem::exists(file + ".part"));
    return file;
}

TEST(WarcWriter, WritesTheSameBytesForTheSameExchanges)
{
    auto const folder = TemporaryFolder{};
    write(folder, "one.warc.gz");
    write(folder, "two.warc.gz");
    EXPECT_EQ(folder.read("one.warc.gz"), folder.read("two.warc.gz"));
}

TEST(WarcWriter, WritesWhatReplays)
{
    auto const folder = TemporaryFolder{};
    auto fetcher = ReplayFetcher{{write(folder, "capture.warc.gz")}};
    auto const page = get(fetcher, {.source = "", .url = "https://example.org/go?token=another"});
    EXPECT_EQ(page.final_url, "https://example.org/walks?token=REDACTED");
    EXPECT_EQ(page.body, R"({"next": "/walks?page=2&token=REDACTED", "you": "REDACTED", "or": "REDACTED"})");
    auto const posted = get(fetcher, {.source = "",
                                      .url = "https://example.org/ajax",
                                      .method = "POST",
                                      .body = "password=else&page=1",
                                      .content_type = "application/x-www-form-urlencoded"});
    EXPECT_EQ(posted.body, "one");
    EXPECT_EQ(get(fetcher, {.source = "", .url = "https://example.org/long"}).problem, FetchProblem::truncated);
    EXPECT_EQ(fetcher.captured(), noon().now());
}

TEST(WarcWriter, KeepsNoSecretAndStatesWhatTheStandardAsks)
{
    auto const folder = TemporaryFolder{};
    auto reader = WarcReader{write(folder, "capture.warc.gz")};
    std::vector<std::string> types;
    auto last = WarcPosition{};
    while (auto const record = reader.next()) {
        types.emplace_back(record->get("WARC-Type"));
        EXPECT_EQ(record->get("WARC-Date"), "2026-11-23T12:00:00Z");
        EXPECT_TRUE(record->get("WARC-Record-ID").starts_with("<urn:uuid:"));
        EXPECT_EQ(record->position.inside, 0U) << "one gzip member a record";
        EXPECT_TRUE(types.size() == 1 || record->position.file > last.file);
        last = record->position;
        auto const block = reader.read(1U << 20U);
        EXPECT_EQ(record->get("WARC-Block-Digest"), warc_digest(block));
        if (auto const digest = record->get("WARC-Payload-Digest"); !digest.empty()) {
            EXPECT_EQ(digest, warc_digest(block.substr(block.find("\r\n\r\n") + 4)));
        }
        for (auto const secret : {"sesame", "mellon", "friend"}) {
            EXPECT_EQ(block.find(secret), block.npos) << block;
            for (auto const& [name, value] : record->headers)
                EXPECT_EQ(value.find(secret), value.npos) << name;
        }
    }
    EXPECT_EQ(reader.problem(), "");
    EXPECT_EQ(types, (std::vector<std::string>{"warcinfo", "request", "response", "request", "response", "request",
                                               "response", "request", "response"}));
}

TEST(WarcWriter, LeavesNothingBehindWhenItDoesNotFinish)
{
    auto const folder = TemporaryFolder{};
    {
        auto writer = WarcWriter{folder.path("capture.warc.gz"), noon(), "Almanac/0"};
        writer.write(exchanges()[0]);
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path("")));
    EXPECT_THROW((WarcWriter{folder.path("no/such/capture.warc.gz"), noon(), "Almanac/0"}), ConfigError);
    if (std::filesystem::exists("/dev/full")) {
        std::filesystem::create_symlink("/dev/full", folder.path("full.warc.gz.part"));
        auto writer = WarcWriter{folder.path("full.warc.gz"), noon(), "Almanac/0"};
        writer.write(exchanges()[0]);
        EXPECT_NE(writer.finish().find("No space left"), std::string::npos);
    }
}

TEST(Digest, AgreesWithOtherTools)
{
    EXPECT_EQ(warc_digest(""), "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
    EXPECT_EQ(warc_digest("abc"), "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5");
    EXPECT_EQ(name_uuid("x").size(), 36U);
}

}  // namespace
}  // namespace almanac
