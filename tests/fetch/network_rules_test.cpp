#include "fetch/network_fetcher.hpp"
#include "fetch/quick_fetch.hpp"
#include "fetch/replay_fetcher.hpp"
#include "fetch/warc_writer.hpp"
#include "support/bytes.hpp"
#include "support/loopback_server.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
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

TEST(NetworkRules, FollowsRedirectsItself)
{
    auto server = LoopbackServer{};
    auto other = LoopbackServer{};
    server.on("/start", redirect_to("next?a=1#top", 301));
    server.on("/next", redirect_to(other.url("/end"), 307));
    other.on("/end", page("here"));
    server.on("/post", redirect_to("/end", 303));
    server.on("/end", page("after the post"));
    server.on("/circle", redirect_to("/circle"));
    server.on("/nowhere", redirect_to("javascript:alert(1)"));

    auto request = ask(server.url("/start"));
    request.headers = {{"X-Api-Key", "hush"}};
    auto answer = fetch(quick(), request);
    EXPECT_EQ(answer.body, "here");
    EXPECT_EQ(answer.url, server.url("/start"));
    EXPECT_EQ(answer.final_url, other.url("/end"));
    EXPECT_EQ(server.asked("/next").at(0).target, "/next?a=1");
    EXPECT_EQ(header(server.asked("/next").at(0).headers, "X-Api-Key"), "hush");
    EXPECT_EQ(header(other.asked("/end").at(0).headers, "X-Api-Key"), "") << "another origin gets no secret";

    request = ask(server.url("/post"));
    request.method = "POST";
    request.body = "page=1";
    EXPECT_EQ(fetch(quick(), request).body, "after the post");
    EXPECT_EQ(server.asked("/end").at(0).method, "GET");

    answer = fetch(quick(), ask(server.url("/circle")));
    EXPECT_EQ(answer.problem, FetchProblem::too_many_redirects);
    EXPECT_EQ(answer.message, server.url("/circle: more than 5 redirects, the last to ") + server.url("/circle"));
    EXPECT_EQ(server.hits("/circle"), 6U);

    answer = fetch(quick(), ask(server.url("/nowhere")));
    EXPECT_EQ(answer.problem, FetchProblem::bad_url);
    EXPECT_EQ(answer.message, server.url("/nowhere: answered 302 without a web address to go to"));
}

TEST(NetworkRules, KeepsOutOfPrivateNetworks)
{
    auto server = LoopbackServer{};
    auto local = server.url("/x");
    server.on("/x", page("private"));
    server.on("/metadata", redirect_to("http://169.254.169.254/latest/meta-data/"));
    server.on("/localhost", redirect_to(std::string{local}.replace(local.find("127.0.0.1"), 9, "localhost")));
    auto const refused = [](std::string const& what) {
        return fmt::format(": the address {}, which is not allowed (allow_private)", what);
    };

    // A source that may not; each spelling of the same address, also by name.
    for (auto const host : {"127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "localhost", "[::1]",
                            "[::ffff:127.0.0.1]", "0.0.0.0"}) {
        auto url = local;
        url.replace(url.find("127.0.0.1"), 9, host);
        auto const answer = fetch(quick(), {.source = "other", .url = url});
        EXPECT_EQ(answer.problem, FetchProblem::forbidden_address) << answer.message;
    }
    EXPECT_EQ(fetch(quick(), {.source = "other", .url = local}).message, local + refused("127.0.0.1 is loopback"));

    // A source that may, sent elsewhere.
    auto const answer = fetch(quick(), ask(server.url("/metadata")));
    EXPECT_EQ(answer.problem, FetchProblem::forbidden_address);
    EXPECT_EQ(answer.message, server.url("/metadata leads to http://169.254.169.254/latest/meta-data/") +
                                  refused("169.254.169.254 is link-local"));
    EXPECT_EQ(fetch(quick(), ask(server.url("/localhost"))).problem, FetchProblem::forbidden_address);

    // A connection that another source has opened is no way around.
    auto fetcher = NetworkFetcher{quick()};
    EXPECT_EQ(get(fetcher, ask(local)).body, "private");
    EXPECT_EQ(get(fetcher, {.source = "other", .url = local}).problem, FetchProblem::forbidden_address);

    auto options = quick();
    options.hosts["127.0.0.1"].allow_private = true;
    EXPECT_EQ(fetch(options, {.source = "other", .url = local}).body, "private");
}

TEST(NetworkRules, AsksRobotsOnce)
{
    auto server = LoopbackServer{};
    server.on("/robots.txt",
              page("User-agent: *\nDisallow: /\nUser-agent: almanac\nDisallow: /private/\n", "text/plain"));
    server.on("/walks", page("a walk"));
    server.on("/private/walks", page("a secret walk"));
    server.on("/go", redirect_to("/private/walks"));
    auto fetcher = NetworkFetcher{quick()};
    auto const requests =
        std::vector{ask(server.url("/walks")), ask(server.url("/private/walks")), ask(server.url("/go"))};
    auto const pages = fetcher.get(requests);
    EXPECT_EQ(pages[0].body, "a walk");
    auto const why = fmt::format(": forbidden by {} (Disallow: /private/)", server.url("/robots.txt"));
    EXPECT_EQ(pages[1].problem, FetchProblem::forbidden_by_robots);
    EXPECT_EQ(pages[1].message, server.url("/private/walks") + why);
    EXPECT_EQ(pages[2].message, server.url("/go leads to ") + server.url("/private/walks") + why);
    EXPECT_EQ(server.hits("/robots.txt"), 1U);
    EXPECT_EQ(server.hits("/private/walks"), 0U);

    auto options = quick();
    options.sources["walks"].ignore_robots = true;
    EXPECT_EQ(fetch(options, ask(server.url("/private/walks"))).body, "a secret walk");
    EXPECT_EQ(server.hits("/robots.txt"), 1U);
}

TEST(NetworkRules, KnowsWhatTheAnswerForRobotsMeans)
{
    struct Case {
        Reply robots;
        std::string message;
    };
    auto const bad = [](int status) { return Reply{.status = status}; };
    auto long_one = "User-agent: *\nDisallow: /walks\n" + std::string(600U << 10U, '#') + "\nAllow: /walks\n";
    Case const cases[] = {
        {bad(404), ""},
        {bad(403), ""},
        {redirect_to("/robots.txt"), ""},
        {bad(503), "URL: not asked for, as ROBOTS answered 503 three times"},
        {{.raw = "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nUser"},
         "URL: the connection broke before the answer was complete (3 tries)"},
        {page(long_one), "URL: forbidden by ROBOTS (Disallow: /walks)"},
    };
    for (auto const& c : cases) {
        auto server = LoopbackServer{};
        server.on("/robots.txt", c.robots);
        server.on("/walks", page("a walk"));
        auto want = c.message;
        for (auto const& [word, url] :
             {std::pair{"URL", server.url("/walks")}, {"ROBOTS", server.url("/robots.txt")}}) {
            if (auto const at = want.find(word); at != want.npos)
                want.replace(at, std::string_view{word}.size(), url);
        }
        auto const answer = fetch(quick(), ask(server.url("/walks")));
        EXPECT_EQ(answer.message, want);
        EXPECT_EQ(answer.body, want.empty() ? "a walk" : "");
    }
}

TEST(NetworkRules, AsksOnlyForWhatIsNew)
{
    auto server = LoopbackServer{};
    server.on("/walks", [](test::Asked const& asked) {
        if (header(asked.headers, "If-None-Match") == "\"v1\"")
            return Reply{.status = 304, .headers = {{"ETag", "\"v1\""}}};
        auto reply = page("a walk", "text/calendar");
        reply.headers.emplace_back("ETag", "\"v1\"");
        reply.headers.emplace_back("Last-Modified", "Mon, 23 Nov 2026 18:00:00 GMT");
        return reply;
    });
    server.on("/dated", [](test::Asked const& asked) {
        auto const since = header(asked.headers, "If-Modified-Since");
        return since.empty() ? Reply{.headers = {{"Last-Modified", "Mon, 23 Nov 2026 18:00:00 GMT"}}, .body = "dated"}
                             : Reply{.status = 304};
    });
    server.on("/plain", page("plain"));
    auto kept = std::map<std::string, CachedPage, std::less<>>{};
    auto options = quick();
    options.find_cached = [&](std::string_view url) -> std::optional<CachedPage> {
        auto const at = kept.find(url);
        return at == kept.end() ? std::nullopt : std::optional{at->second};
    };
    options.store_cached = [&](std::string_view url, CachedPage const& cached) { kept[std::string{url}] = cached; };
    auto fetcher = NetworkFetcher{options};
    for (auto const& [path, body] :
         {std::pair{"/walks?token=hush", "a walk"}, {"/dated", "dated"}, {"/plain", "plain"}}) {
        for (bool const again : {false, true}) {
            auto const answer = get(fetcher, ask(server.url(path)));
            EXPECT_EQ(answer.status, 200);
            EXPECT_EQ(answer.body, body);
            EXPECT_EQ(answer.from_cache, again && answer.body != "plain");
            EXPECT_EQ(answer.message, "");
        }
    }
    EXPECT_EQ(header(get(fetcher, ask(server.url("/walks?token=hush"))).headers, "Content-Type"), "text/calendar");
    EXPECT_EQ(kept.size(), 2U);
    EXPECT_TRUE(kept.contains(server.url("/walks?token=REDACTED")));

    options.record = [](Exchange const&) {};
    EXPECT_FALSE(fetch(options, ask(server.url("/walks?token=hush"))).from_cache) << "a capture must be whole";
}

TEST(NetworkRules, KnowsWhereAnUnchangedPageStands)
{
    auto server = LoopbackServer{};
    server.on("/calendar", [](test::Asked const& asked) {
        if (!header(asked.headers, "If-None-Match").empty())
            return Reply{.status = 304};
        return redirect_to("/2031/walks?token=hush");
    });
    server.on("/2031/walks", [](test::Asked const& asked) {
        if (header(asked.headers, "If-None-Match") == "\"v1\"")
            return Reply{.status = 304};
        return Reply{.headers = {{"ETag", "\"v1\""}}, .body = "<a href='owls'>"};
    });
    auto kept = std::map<std::string, CachedPage, std::less<>>{};
    auto options = quick();
    options.find_cached = [&](std::string_view url) -> std::optional<CachedPage> {
        auto const at = kept.find(url);
        return at == kept.end() ? std::nullopt : std::optional{at->second};
    };
    options.store_cached = [&](std::string_view url, CachedPage const& cached) { kept[std::string{url}] = cached; };
    auto fetcher = NetworkFetcher{options};
    auto const url = server.url("/calendar");

    // The first answer comes by a redirect; the second is a 304 of the calendar's address itself.
    EXPECT_EQ(get(fetcher, ask(url)).final_url, server.url("/2031/walks?token=hush"));
    EXPECT_EQ(kept.at(url).final_url, server.url("/2031/walks?token=REDACTED"));
    auto const answer = get(fetcher, ask(url));
    EXPECT_TRUE(answer.from_cache);
    EXPECT_EQ(answer.body, "<a href='owls'>");
    EXPECT_EQ(answer.final_url, server.url("/2031/walks?token=REDACTED"));
}

TEST(NetworkRules, IsPoliteToEachHost)
{
    auto server = LoopbackServer{};
    server.on("/walks", {.body = "a walk", .delay = 300ms});
    auto options = quick();
    options.requests_per_second = 10;
    options.sources["walks"].ignore_robots = true;
    auto fetcher = NetworkFetcher{options};
    auto requests = std::vector<Request>(6, ask(server.url("/walks")));
    for (auto const& answer : fetcher.get(requests))
        EXPECT_EQ(answer.body, "a walk");
    EXPECT_EQ(server.most_at_once(), 2);
    EXPECT_LE(server.connections(), 2);
    auto const asked = server.asked("/walks");
    for (std::size_t i = 1; i < asked.size(); ++i)
        EXPECT_GE(asked[i].at - asked[i - 1].at, 80ms);

    options.requests_per_second = 1;  // the source's own pace counts before the host's
    options.hosts["127.0.0.1"] = {.requests_per_second = 2, .connections = 4};
    options.sources["walks"].requests_per_second = 1000;
    auto quicker = NetworkFetcher{options};
    EXPECT_EQ(quicker.get(requests).size(), 6U);
    EXPECT_EQ(server.most_at_once(), 4);
}

TEST(NetworkRules, KeepsBudgetsAndDeadlines)
{
    auto server = LoopbackServer{};
    server.on("/walks", page("a walk"));
    server.on("/slow", {.body = "late", .delay = 10s});
    auto options = quick();
    options.sources["walks"].max_pages = 2;
    options.sources["walks"].max_time = absl::Milliseconds(400);
    {
        auto fetcher = NetworkFetcher{options};
        auto const pages = fetcher.get(std::vector(3, ask(server.url("/walks"))));
        EXPECT_EQ(pages[1].body, "a walk");
        EXPECT_EQ(pages[2].problem, FetchProblem::budget);
        EXPECT_EQ(pages[2].message, server.url("/walks: not asked for: source walks has had its 2 pages (max_pages)"));
    }
    auto answer = fetch(options, ask(server.url("/slow")));
    EXPECT_EQ(answer.problem, FetchProblem::budget);
    EXPECT_EQ(answer.message, server.url("/slow: not reached within the 0.4 s of source walks (max_time)"));

    options.deadline = absl::Milliseconds(300);
    answer = fetch(options, ask(server.url("/slow")));
    EXPECT_EQ(answer.problem, FetchProblem::deadline);
    EXPECT_EQ(answer.message, server.url("/slow: not reached before the deadline of the run"));
}

TEST(NetworkRules, StopsWhenToldTo)
{
    auto server = LoopbackServer{};
    server.on("/slow", {.body = "late", .delay = 10s});
    auto cancel = std::atomic<bool>{false};
    auto options = quick();
    options.cancel = &cancel;
    auto fetcher = NetworkFetcher{options};
    auto const start = std::chrono::steady_clock::now();
    auto const later = std::jthread{[&] {
        std::this_thread::sleep_for(200ms);
        cancel = true;
    }};
    for (auto const& answer : fetcher.get(std::vector(5, ask(server.url("/slow"))))) {
        EXPECT_EQ(answer.problem, FetchProblem::deadline);
        EXPECT_EQ(answer.message, server.url("/slow: not reached: the run was stopped"));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

TEST(NetworkRules, ServesManyCallers)
{
    auto server = LoopbackServer{};
    server.on("/walks", [](test::Asked const& asked) { return page(asked.target); });
    auto options = quick();
    options.sources["walks"].max_pages = 1000;
    auto fetcher = NetworkFetcher{options};
    auto threads = std::vector<std::jthread>{};
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i) {
                auto const target = fmt::format("/walks?{}-{}", t, i);
                EXPECT_EQ(get(fetcher, ask(server.url(target))).body, target);
            }
        });
    }
    threads.clear();
    EXPECT_EQ(server.hits("/walks"), 160U);
    EXPECT_LE(server.most_at_once(), 2);
}

TEST(NetworkRules, ReplaysWhatItRecorded)
{
    auto server = LoopbackServer{};
    server.on("/go", redirect_to("/walks?token=hush-hush"));
    server.on("/walks",
              {.headers = {{"Content-Type", "text/html"}, {"Content-Encoding", "gzip"}, {"Set-Cookie", "id=hush-hush"}},
               .body = test::gzip("<a href='/walks?page=2&token=hush-hush'>")});
    server.on("/flaky", {Reply{.status = 500}, page("at last")});
    server.on("/ajax", [](test::Asked const& asked) { return page("got " + asked.body); });
    server.on("/cut", {.body = std::string(1000, 'x'), .cut_after = 500});
    auto const folder = TemporaryFolder{};
    auto const file = folder.path("capture.warc.gz");
    auto const clock = FixedClock{absl::FromUnixSeconds(1'795'456'800)};

    auto requests = std::vector{ask(server.url("/go")), ask(server.url("/walks?token=hush-hush")),
                                ask(server.url("/flaky")), ask(server.url("/cut")), ask(server.url("/absent"))};
    for (auto const body : {"page=1", "page=2"}) {
        auto post = ask(server.url("/ajax"));
        post.method = "POST";
        post.body = body;
        post.content_type = "application/x-www-form-urlencoded";
        requests.push_back(post);
    }
    auto recorded = std::vector<Page>{};
    {
        auto writer = WarcWriter{file, clock, "Almanac/0"};
        auto options = quick();
        options.record = [&](Exchange const& exchange) { writer.write(exchange); };
        recorded = NetworkFetcher{options}.get(requests);
        EXPECT_EQ(writer.finish(), "");
    }
    auto replayed = ReplayFetcher{{file}}.get(requests);
    ASSERT_EQ(replayed.size(), recorded.size());
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        SCOPED_TRACE(requests[i].url);
        EXPECT_EQ(replayed[i].status, recorded[i].status);
        EXPECT_EQ(replayed[i].problem, recorded[i].problem);
        EXPECT_EQ(header(replayed[i].headers, "Content-Type"), header(recorded[i].headers, "Content-Type"));
        if (i > 1) {  // the first two repeat a secret
            EXPECT_EQ(replayed[i].body, recorded[i].body);
        }
    }
    EXPECT_EQ(recorded[5].body, "got page=1");
    EXPECT_EQ(recorded[1].body, "<a href='/walks?page=2&token=hush-hush'>");
    EXPECT_EQ(replayed[1].body, "<a href='/walks?page=2&token=REDACTED'>");
    EXPECT_EQ(ReplayFetcher{{file}}.captured(), clock.now());
}

}  // namespace
}  // namespace almanac
