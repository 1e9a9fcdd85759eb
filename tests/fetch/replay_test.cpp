#include "config/error.hpp"
#include "fetch/http_message.hpp"
#include "fetch/replay_fetcher.hpp"
#include "support/bytes.hpp"
#include "support/paths.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

namespace almanac {
namespace {

using test::gzip;

/// A record as other tools write them: `fields` are lines with their line ends.
std::string record(std::string_view type, std::string_view target, std::string_view block, std::string_view fields = "",
                   std::string_view version = "WARC/1.0")
{
    return fmt::format("{}\r\nWARC-Type: {}\r\nWARC-Target-URI: {}\r\nWARC-Date: 2026-11-23T18:00:00Z\r\n{}"
                       "Content-Length: {}\r\n\r\n{}\r\n\r\n",
                       version, type, target, fields, block.size(), block);
}

std::string ok(std::string_view body, std::string_view fields = "")
{
    return fmt::format("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{}\r\n{}", fields, body);
}

Page replay(std::string const& file, Request request)
{
    auto fetcher = ReplayFetcher{{file}};
    return get(fetcher, std::move(request));
}

Request post(std::string url, std::string body, std::string type = "application/x-www-form-urlencoded")
{
    return {.source = "walks",
            .url = std::move(url),
            .method = "POST",
            .body = std::move(body),
            .content_type = std::move(type),
            .headers = {}};
}

TEST(Replay, AnswersInAnyFormThatToolsWrite)
{
    auto const folder = TemporaryFolder{};
    auto const info = record("warcinfo", "x", "software: some tool\r\n");
    auto const page = "<p>A walk</p>";
    auto const chunked = std::string{"6;x=y\r\n<p>A w\r\n7\r\nalk</p>\r\n0\r\nTrailer: 1\r\n\r\n"};
    auto const url = std::string{"https://example.org/walks?b=2&a=1"};
    struct Case {
        std::string_view name;
        std::string bytes;
    };
    Case const cases[] = {
        {"plain", info + record("response", url, ok(page))},
        {"a member per record", gzip(info) + gzip(record("response", url, ok(page)))},
        {"one member",
         gzip(info + record("response", "https://example.org/", ok("?")) + record("response", url, ok(page)))},
        {"1.1", record("response", url, ok(page), "", "WARC/1.1")},
        {"angle brackets", record("response", "<" + url + ">", ok(page))},
        {"other order of parameters", record("response", "https://example.org:443/walks?a=1&b=2", ok(page))},
        {"chunked", record("response", url, ok(chunked, "Transfer-Encoding: chunked\r\n"))},
        {"chunked in name only", record("response", url, ok(page, "Transfer-Encoding: chunked\r\n"))},
        {"gzip", record("response", url, ok(gzip(page), "Content-Encoding: gzip\r\n"))},
        {"gzip in name only", record("response", url, ok(page, "Content-Encoding: gzip\r\n"))},
        {"zstd, chunked", record("response", url,
                                 ok(fmt::format("{:x}\r\n{}\r\n0\r\n\r\n", test::zstd(page).size(), test::zstd(page)),
                                    "Transfer-Encoding: chunked\r\nContent-Encoding: zstd\r\n"))},
        {"bare line feeds", record("response", url, "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>A walk</p>")},
        {"HTTP/2", record("response", url, "HTTP/2 200\r\ncontent-type: text/html\r\n\r\n<p>A walk</p>")},
        {"resource", record("resource", url, page, "Content-Type: text/html\r\n")},
        {"folded and odd headers",
         record("response", url, ok(page), "WARC-Warcinfo-ID:\r\n <urn:uuid:1>\r\nnonsense\r\n")},
        {"good after bad", record("response", url, "HTTP/1.1 503 Busy\r\n\r\n") + record("response", url, ok(page))},
        {"bad after good", record("response", url, ok(page)) + record("response", url, "HTTP/1.1 503 Busy\r\n\r\n")},
        {"revisit by id", record("response", "https://example.org/x", ok(page), "WARC-Record-ID: <urn:uuid:7>\r\n") +
                              record("revisit", url, ok(""), "WARC-Refers-To: <urn:uuid:7>\r\n")},
        {"revisit by target", record("revisit", url, ok(""),
                                     "WARC-Refers-To-Target-URI: https://example.org/x\r\n"
                                     "WARC-Refers-To-Date: 2026-11-23T18:00:00Z\r\n") +
                                  record("response", "https://example.org/x", ok(page))},
        {"revisit by digest, not modified",
         gzip(record("response", "https://example.org/x", ok(page), "WARC-Payload-Digest: sha1:AB\r\n")) +
             gzip(record("revisit", url, "HTTP/1.1 304 Not Modified\r\n\r\n", "WARC-Payload-Digest: sha1:AB\r\n"))},
        {"other records between", record("metadata", "metadata://x", "x") +
                                      record("response", "dns:example.org", "1.2.3.4") +
                                      record("response", url, ok(page)) + record("conversion", url, "y")},
        {"more empty lines", "\r\n\n" + record("response", url, ok(page)) + "\r\n\r\n"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const answer = replay(folder.write("capture.warc", c.bytes), {.source = "walks", .url = url});
        EXPECT_EQ(answer.message, "");
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, page);
        EXPECT_EQ(header(answer.headers, "content-type"), "text/html");
        EXPECT_EQ(answer.final_url, url);
    }
}

TEST(Replay, SaysWhatIsWrongWithAPage)
{
    auto const folder = TemporaryFolder{};
    auto const url = std::string{"https://example.org/walks?api_key=hush"};
    auto const shown = std::string{"https://example.org/walks?api_key=REDACTED "};
    struct Case {
        std::string_view name;
        std::string bytes;
        FetchProblem problem;
        std::string message;
    };
    Case const cases[] = {
        {"missing", record("response", "https://example.org/other", ok("x")), FetchProblem::not_in_capture,
         shown + "is not in the capture FILE"},
        {"404", record("response", url, "HTTP/1.1 404 Not Found\r\n\r\ngone"), FetchProblem::http_status,
         shown + "answered 404"},
        {"file ends", record("response", url, ok(std::string(500, 'x'))).substr(0, 400), FetchProblem::truncated,
         shown + "is cut off: the capture FILE ends inside it"},
        {"gzip file ends", gzip(record("response", url, ok("x"))).substr(0, 150), FetchProblem::not_in_capture,
         shown + "is not in the capture FILE"},
        {"marked", record("response", url, ok("x"), "WARC-Truncated: time\r\n"), FetchProblem::truncated,
         shown + "was cut off when it was captured (time)"},
        {"chunks missing", record("response", url, ok("5\r\nhello\r\n", "Transfer-Encoding: chunked\r\n")),
         FetchProblem::truncated, shown + "was cut off when it was captured"},
        {"bomb", record("response", url, ok(test::gzip_bomb(30), "Content-Encoding: gzip\r\n")),
         FetchProblem::too_large, shown + "is larger than 20 MB"},
        {"bomb as a record", gzip(record("response", url, ok(std::string(30U << 20U, 'x')))), FetchProblem::too_large,
         shown + "is larger than 20 MB"},
        {"broken gzip", record("response", url, ok("\x1f\x8b rubbish", "Content-Encoding: gzip\r\n")), FetchProblem::io,
         shown + "is damaged: its gzip data cannot be decoded"},
        {"redirect out of the capture",
         record("response", url, "HTTP/1.1 302 Found\r\nLocation: /b?token=hush\r\n\r\n"), FetchProblem::not_in_capture,
         "https://example.org/b?token=REDACTED is not in the capture FILE"},
        {"redirects in a circle", record("response", url, "HTTP/1.1 302 Found\r\nLocation: ?api_key=hush\r\n\r\n"),
         FetchProblem::too_many_redirects,
         "https://example.org/walks?api_key=REDACTED: more than 5 redirects, the last to " +
             shown.substr(0, shown.size() - 1)},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const start = record("response", "https://example.org/start", ok("x"));
        auto const file =
            folder.write("capture.warc", c.bytes.starts_with('\x1f') ? gzip(start) + c.bytes : start + c.bytes);
        auto message = c.message;
        if (auto const at = message.find("FILE"); at != message.npos)
            message.replace(at, 4, file);
        auto const answer = replay(file, {.source = "walks", .url = url});
        EXPECT_EQ(answer.problem, c.problem);
        EXPECT_EQ(answer.message, message);
        EXPECT_EQ(replay(file, {.source = "walks", .url = "https://example.org/start"}).body, "x");
    }
    EXPECT_EQ(replay(folder.write("c", record("response", url, ok("x"))), {.source = "", .url = "walks"}).problem,
              FetchProblem::bad_url);
}

TEST(Replay, ReadsADamagedCaptureAsFarAsItGoes)
{
    auto const folder = TemporaryFolder{};
    auto const good = record("response", "https://example.org/a", ok("x"));
    struct Case {
        std::string bytes;
        std::string note;
    };
    Case const cases[] = {
        {good + "WARC/1.1\r\nWARC-Type: resp",
         "FILE ends inside a record header at byte 200; the 1 answers before it are used"},
        {good + "rubbish", "FILE has no WARC record at byte 180; the 1 answers before it are used"},
        {good + "WARC/1.0\r\nWARC-Type: x\r\n\r\n", "FILE has a record without its Content-Length"},
        {good + std::string(100'000, 'W'), "FILE has a header line of more than 64 KB"},
        {gzip(good) + gzip(good).substr(0, 40), "FILE ends inside a gzip member"},
        {gzip(good) + "rubbish", "FILE goes on with something else than gzip"},
        {gzip(good) + "\x1f\x8b\x08 rubbish that is no gzip data", "FILE is damaged (gzip)"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.note);
        auto const file = folder.write("capture.warc", c.bytes);
        auto fetcher = ReplayFetcher{{file}};
        EXPECT_EQ(get(fetcher, {.source = "", .url = "https://example.org/a"}).body, "x");
        ASSERT_EQ(fetcher.notes().size(), 1U);
        auto const what = c.note.substr(4, c.note.find(" at byte") - 4);
        EXPECT_TRUE(fetcher.notes()[0].starts_with(file + what)) << fetcher.notes()[0];
    }
}

TEST(Replay, RefusesWhatIsNoCapture)
{
    auto const folder = TemporaryFolder{};
    EXPECT_THROW(ReplayFetcher{{folder.path("missing.warc")}}, ConfigError);
    EXPECT_THROW(ReplayFetcher{{folder.path("")}}, ConfigError);
    EXPECT_THROW(ReplayFetcher{{folder.write("page.html", "<html>")}}, ConfigError);
    EXPECT_THROW(ReplayFetcher{{folder.write("page.html.gz", gzip("<html>"))}}, ConfigError);
    EXPECT_THROW(ReplayFetcher{{folder.write("empty.warc", "")}}, ConfigError);
}

TEST(Replay, TellsPostsApartByTheirBodies)
{
    auto const folder = TemporaryFolder{};
    auto const url = std::string{"https://example.org/ajax"};
    auto const asked = [](std::string_view body) {
        return fmt::format(
            "POST /ajax HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\r\n\r\n{}", body);
    };
    auto const id = [](int n) { return fmt::format("WARC-Record-ID: <urn:uuid:{}>\r\n", n); };
    auto const with = [](int n) { return fmt::format("WARC-Concurrent-To: <urn:uuid:{}>\r\n", n); };
    std::string const captures[] = {
        // wget: request before its response; warcio: after it; either may name the other.
        record("request", url, asked("page=1&key=hush")) + record("response", url, ok("one")) +
            record("request", url, asked("page=2")) + record("response", url, ok("two")),
        record("response", url, ok("one"), id(1)) + record("request", url, asked("page=1&key=hush"), with(1)) +
            record("response", url, ok("two"), id(2)) + record("request", url, asked("page=2"), with(2)),
        record("request", url, asked("page=1&key=hush"), id(1)) + record("request", url, asked("page=2"), id(2)) +
            record("response", url, ok("two"), with(2)) + record("response", url, ok("one"), with(1)),
    };
    for (auto const& capture : captures) {
        auto const file = folder.write("capture.warc", capture);
        EXPECT_EQ(replay(file, post(url, "key=REDACTED&page=1")).body, "one");
        EXPECT_EQ(replay(file, post(url, "page=2")).body, "two");
        EXPECT_EQ(replay(file, post(url, "page=3")).problem, FetchProblem::not_in_capture);
        EXPECT_EQ(replay(file, {.source = "", .url = url}).problem, FetchProblem::not_in_capture);
    }
    auto const only_answers = folder.write("capture.warc", record("response", url, ok("one")));
    EXPECT_EQ(replay(only_answers, post(url, "page=3")).body, "one");
    EXPECT_EQ(replay(only_answers, {.source = "", .url = url}).body, "one");
}

TEST(Replay, FollowsRecordedRedirectsOverSeveralFiles)
{
    auto const folder = TemporaryFolder{};
    auto const one =
        folder.write("one.warc", record("response", "http://example.org/",
                                        "HTTP/1.1 301 Moved\r\nLocation: https://example.org/new/#top\r\n\r\n"));
    auto const two = folder.write("two.warc.gz", gzip(record("response", "https://example.org/new/", ok("here"))));
    auto fetcher = ReplayFetcher{{one, two}};
    auto const page = get(fetcher, {.source = "", .url = "http://example.org/"});
    EXPECT_EQ(page.body, "here");
    EXPECT_EQ(page.url, "http://example.org/");
    EXPECT_EQ(page.final_url, "https://example.org/new/");
    EXPECT_EQ(fetcher.captured(), absl::FromCivil(absl::CivilSecond(2026, 11, 23, 18), absl::UTCTimeZone()));
}

TEST(Replay, ReadsTheCaptureOfElevenOrganisations)
{
    auto const file = shared_folder() / "captures/dc-2019.warc.gz";
    if (!std::filesystem::exists(file))
        GTEST_SKIP() << "no " << file;
    auto fetcher = ReplayFetcher{{file}};
    EXPECT_TRUE(fetcher.notes().empty());
    auto const page =
        get(fetcher,
            {.source = "nps", .url = "https://developer.nps.gov/api/v1/events?parkCode=nama&api_key=x&limit=1000"});
    EXPECT_EQ(page.message, "");
    EXPECT_GT(page.body.size(), 1000U);
    EXPECT_EQ(get(fetcher, {.source = "casey_trees", .url = "https://caseytrees.org/events/2019-02/"}).status, 200);
}

TEST(Replay, AnswersSeveralThreads)
{
    auto const folder = TemporaryFolder{};
    std::string bytes;
    for (int i = 0; i < 50; ++i)
        bytes += gzip(record("response", fmt::format("https://example.org/{}", i), ok(fmt::format("page {}", i))));
    auto const file = folder.write("capture.warc.gz", bytes);
    auto fetcher = ReplayFetcher{{file}};
    auto threads = std::vector<std::jthread>{};
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&fetcher] {
            for (int i = 0; i < 50; ++i)
                EXPECT_EQ(get(fetcher, {.source = "", .url = fmt::format("https://example.org/{}", i)}).body,
                          fmt::format("page {}", i));
        });
    }
}

}  // namespace
}  // namespace almanac
