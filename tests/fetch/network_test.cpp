#include "fetch/network_fetcher.hpp"
#include "fetch/quick_fetch.hpp"
#include "support/bytes.hpp"
#include "support/loopback_server.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace almanac {
namespace {

using test::ask;
using test::fetch;
using test::LoopbackServer;
using test::page;
using test::quick;
using test::redirect_to;
using test::Reply;
using namespace std::chrono_literals;

TEST(Network, GetsAPage)
{
    auto server = LoopbackServer{};
    server.on("/walks", page("<p>A walk</p>"));
    auto const answer = fetch(quick(), ask(server.url("/walks?page=1#top")));
    EXPECT_EQ(answer.message, "");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "<p>A walk</p>");
    EXPECT_EQ(answer.url, server.url("/walks?page=1#top"));
    EXPECT_EQ(answer.final_url, server.url("/walks?page=1"));
    EXPECT_EQ(header(answer.headers, "content-type"), "text/html; charset=utf-8");
    EXPECT_FALSE(answer.from_cache);
    EXPECT_GT(answer.took, absl::ZeroDuration());

    auto const asked = server.asked("/walks").at(0);
    EXPECT_EQ(asked.target, "/walks?page=1");
    EXPECT_EQ(header(asked.headers, "User-Agent"), "Almanac/0 (+https://almanac.example/about)");
    EXPECT_EQ(header(asked.headers, "Accept-Encoding"), "gzip, deflate, br, zstd");
    EXPECT_EQ(header(asked.headers, "Cookie"), "");
    EXPECT_EQ(server.hits("/robots.txt"), 1U);
}

TEST(Network, PostsFormsAndJson)
{
    auto server = LoopbackServer{};
    server.on("/ajax", page("ok"));
    auto request = ask(server.url("/ajax"));
    request.method = "POST";
    request.body = R"({"page": 1})";
    request.content_type = "application/json";
    request.headers = {{"X-Api-Key", "hush\r\nX-Injected: 1"}};
    EXPECT_EQ(fetch(quick(), request).body, "ok");
    auto const asked = server.asked("/ajax").at(0);
    EXPECT_EQ(asked.method, "POST");
    EXPECT_EQ(asked.body, R"({"page": 1})");
    EXPECT_EQ(header(asked.headers, "Content-Type"), "application/json");
    EXPECT_EQ(header(asked.headers, "X-Api-Key"), "hushX-Injected: 1");
    EXPECT_EQ(header(asked.headers, "X-Injected"), "");
}

TEST(Network, AnswersInOrderAndKeepsConnections)
{
    auto server = LoopbackServer{};
    server.on("/walks", [](test::Asked const& asked) { return page(asked.target); });
    auto fetcher = NetworkFetcher{quick()};
    auto requests = std::vector<Request>{};
    for (int i = 0; i < 30; ++i)
        requests.push_back(ask(server.url(fmt::format("/walks?{}", i))));
    auto const pages = fetcher.get(requests);
    for (int i = 0; i < 30; ++i)
        EXPECT_EQ(pages[static_cast<std::size_t>(i)].body, fmt::format("/walks?{}", i));
    EXPECT_LE(server.connections(), 2);
    EXPECT_TRUE(fetcher.get({}).empty());
}

TEST(Network, DecodesAndCutsOff)
{
    auto server = LoopbackServer{};
    server.on("/gzip", {.headers = {{"Content-Encoding", "gzip"}}, .body = test::gzip("a walk")});
    server.on("/zstd", {.headers = {{"Content-Encoding", "zstd"}}, .body = test::zstd("a walk")});
    server.on("/deflate", {.headers = {{"Content-Encoding", "deflate"}}, .body = test::deflate("a walk", true)});
    for (auto const path : {"/gzip", "/zstd", "/deflate"})
        EXPECT_EQ(fetch(quick(), ask(server.url(path))).body, "a walk") << path;

    server.on("/long", page(std::string(3U << 20U, 'x')));
    auto options = quick();
    options.max_body_bytes = 2U << 20U;
    auto const answer = fetch(options, ask(server.url("/long")));
    EXPECT_EQ(answer.problem, FetchProblem::too_large);
    EXPECT_EQ(answer.message, server.url("/long: stopped at 2 MB"));
    EXPECT_TRUE(answer.body.empty());
    EXPECT_EQ(answer.retries, 0);
}

TEST(Network, StopsAGzipBombEarly)
{
    // 10 GB of zeros as gzip: members that follow one another are one stream.
    auto const member = test::gzip_bomb(10);
    auto sent = std::atomic<std::size_t>{0};
    auto server = LoopbackServer{};
    server.on("/bomb", {.headers = {{"Content-Encoding", "gzip"}}, .next = [&, left = 1000]() mutable {
                            if (left-- == 0)
                                return std::string{};
                            sent += member.size();
                            return member;
                        }});
    auto const answer = fetch(quick(), ask(server.url("/bomb")));
    EXPECT_EQ(answer.problem, FetchProblem::too_large);
    EXPECT_EQ(answer.message, server.url("/bomb: stopped at 20 MB"));
    EXPECT_LT(sent, 1000 * member.size());
}

TEST(Network, TriesAgain)
{
    auto server = LoopbackServer{};
    auto const bad = [](int status) { return Reply{.status = status, .body = "no"}; };
    server.on("/third", {bad(500), bad(429), page("at last")});
    auto answer = fetch(quick(), ask(server.url("/third")));
    EXPECT_EQ(answer.message, "");
    EXPECT_EQ(answer.body, "at last");
    EXPECT_EQ(answer.retries, 2);

    server.on("/down", bad(503));
    answer = fetch(quick(), ask(server.url("/down?api_key=hush")));
    EXPECT_EQ(answer.problem, FetchProblem::http_status);
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.message, server.url("/down?api_key=REDACTED answered 503 three times"));
    EXPECT_EQ(server.hits("/down"), 3U);

    answer = fetch(quick(), ask(server.url("/absent")));
    EXPECT_EQ(answer.message, server.url("/absent answered 404"));
    EXPECT_EQ(answer.body, "not here");
    EXPECT_EQ(server.hits("/absent"), 1U);
}

TEST(Network, ObeysRetryAfter)
{
    auto server = LoopbackServer{};
    server.on("/busy", {Reply{.status = 429, .headers = {{"Retry-After", "1"}}}, page("ok")});
    server.on("/other", page("ok"));
    auto fetcher = NetworkFetcher{quick()};
    auto const busy = std::vector{ask(server.url("/busy"))};
    EXPECT_EQ(fetcher.get(busy).at(0).body, "ok");
    auto const asked = server.asked("/busy");
    EXPECT_GE(asked.at(1).at - asked.at(0).at, 1s);

    server.on("/closed", Reply{.status = 503, .headers = {{"Retry-After", "3600"}}});
    EXPECT_EQ(get(fetcher, ask(server.url("/closed"))).message,
              server.url("/closed answered 503 and asks to wait 3600 s"));
    auto const after = get(fetcher, ask(server.url("/other")));
    EXPECT_EQ(after.message, server.url("/other: not asked for: 127.0.0.1 asks to wait 3600 s"));
    EXPECT_EQ(server.hits("/closed"), 1U);
    EXPECT_EQ(server.hits("/other"), 0U);
}

TEST(Network, EndsWhatTakesTooLong)
{
    auto server = LoopbackServer{};
    server.on("/silent", {.body = "late", .delay = 20s});
    server.on("/stalls", {.body = "late", .piece = 1, .pause = 20s});
    server.on("/drips", {.body = std::string(1000, 'x'), .piece = 1, .pause = 50ms});
    struct Case {
        std::string path;
        std::string message;
    };
    Case const cases[] = {
        {"/silent", ": not complete after 0.5 s (2 tries)"},
        {"/drips", ": not complete after 0.5 s (2 tries)"},
    };
    auto options = quick();
    options.tries = 2;
    options.request_timeout = absl::Milliseconds(500);
    for (auto const& c : cases) {
        auto const answer = fetch(options, ask(server.url(c.path)));
        EXPECT_EQ(answer.problem, FetchProblem::timeout);
        EXPECT_EQ(answer.message, server.url(c.path) + c.message);
        EXPECT_EQ(answer.retries, 1);
    }
    options = quick();
    options.tries = 1;
    options.stall_timeout = absl::Seconds(1);
    EXPECT_EQ(fetch(options, ask(server.url("/stalls"))).message, server.url("/stalls: nothing came for 1 s"));
}

TEST(Network, SaysWhyThereIsNoAnswer)
{
    auto server = LoopbackServer{};
    server.on("/cut", {.body = std::string(1000, 'x'), .cut_after = 500});
    server.on("/cut-gzip", {.headers = {{"Content-Encoding", "gzip"}}, .body = test::gzip("a walk").substr(0, 15)});
    server.on("/bad-gzip", {.headers = {{"Content-Encoding", "gzip"}}, .body = "\x1f\x8b rubbish that is no gzip"});
    server.on("/cut-chunks", {.raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"});
    server.on("/closes", {.raw = " "});
    server.on("/rubbish", {.raw = "SSH-2.0-OpenSSH_9.2\r\n"});
    server.on("/headers", {.raw = "HTTP/1.1 200 OK\r\n" + [] {
                  std::string lines;
                  for (int i = 0; i < 2000; ++i)
                      lines += "X-Filler: " + std::string(80, 'x') + "\r\n";
                  return lines;
              }() + "\r\n"});
    struct Case {
        std::string url;
        FetchProblem problem;
        std::string message;
    };
    Case const cases[] = {
        {server.url("/cut"), FetchProblem::truncated,
         ": the connection broke before the answer was complete (3 tries)"},
        {server.url("/cut-chunks"), FetchProblem::truncated,
         ": the connection broke before the answer was complete (3 tries)"},
        {server.url("/cut-gzip"), FetchProblem::truncated, ": the compressed answer was cut off (3 tries)"},
        {server.url("/bad-gzip"), FetchProblem::io, ": the answer is damaged: its gzip data cannot be decoded"},
        {server.url("/rubbish"), FetchProblem::io, ": the answer is no HTTP"},
        {server.url("/headers"), FetchProblem::too_large, ": stopped at 64 KB of headers"},
        {"http://127.0.0.1:1/walks", FetchProblem::connect, ": 127.0.0.1 takes no connection (3 tries)"},
        {"http://no-such-name.invalid/", FetchProblem::dns, ": the name no-such-name.invalid is not known (3 tries)"},
        {"ftp://127.0.0.1/", FetchProblem::bad_url, ": this is no web address"},
        {"file:///etc/passwd", FetchProblem::bad_url, ": this is no web address"},
        {"walks", FetchProblem::bad_url, ": this is no web address"},
    };
    auto fetcher = NetworkFetcher{quick()};
    for (auto const& c : cases) {
        auto const answer = get(fetcher, ask(c.url));
        EXPECT_EQ(answer.message, c.url + c.message);
        EXPECT_EQ(answer.problem, c.problem) << c.url;
        EXPECT_TRUE(answer.body.empty());
    }
}

TEST(Network, TrustsNoStranger)
{
    auto server = LoopbackServer{LoopbackServer::Protocol::https};
    server.on("/walks", page("a walk"));
    auto const folder = TemporaryFolder{};
    auto options = quick();
    options.ca_file = folder.write("ca.pem", server.certificate());
    EXPECT_EQ(fetch(options, ask(server.url("/walks"))).body, "a walk");

    auto other = LoopbackServer{LoopbackServer::Protocol::https};
    auto answer = fetch(options, ask(other.url("/walks")));
    EXPECT_EQ(answer.problem, FetchProblem::tls);
    EXPECT_EQ(answer.message, other.url("/walks: the certificate is not valid: self-signed certificate"));
    EXPECT_EQ(answer.retries, 0);
    EXPECT_EQ(other.hits(""), 0U);

    auto misnamed = server.url("/walks");
    misnamed.replace(misnamed.find("127.0.0.1"), 9, "127.0.0.2");
    options.sources["walks"].private_hosts.emplace_back("127.0.0.2");
    EXPECT_NE(fetch(options, ask(misnamed)).problem, FetchProblem::none);

    options.ca_file = folder.path("missing.pem");
    answer = fetch(options, ask(server.url("/walks")));
    EXPECT_EQ(answer.problem, FetchProblem::tls);
    EXPECT_EQ(answer.message,
              server.url("/walks: the list of certificate authorities " + options.ca_file + " cannot be read"));
}

}  // namespace
}  // namespace almanac
