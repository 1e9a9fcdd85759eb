#include "fetch/network_fetcher.hpp"
#include "fetch/quick_fetch.hpp"
#include "fetch/replay_fetcher.hpp"
#include "fetch/warc_writer.hpp"
#include "support/loopback_server.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

using test::Asked;
using test::fetch;
using test::LoopbackServer;
using test::page;
using test::redirect_to;

/// Nothing private is allowed to any source, and there is no list of CAs: a stand-in needs neither.
FetchOptions standing_in(LoopbackServer const& server)
{
    auto options = FetchOptions{};
    options.user_agent = "Almanac/0";
    options.stand_in = server.url("").substr(std::string_view{"http://"}.size());
    options.requests_per_second = 10'000;
    options.backoff = absl::Milliseconds(1);
    options.proxy = "http://127.0.0.1:1";
    return options;
}

Request ask(std::string url)
{
    return {.source = "walks", .url = std::move(url)};
}

std::string hosts_of(std::vector<Asked> const& asked)
{
    std::string hosts;
    for (auto const& request : asked)
        hosts += std::string{header(request.headers, "Host")} + request.target + "\n";
    return hosts;
}

TEST(StandInServer, AnswersForEveryHost)
{
    auto server = LoopbackServer{};
    server.on("/walks", [](Asked const& asked) { return page(std::string{header(asked.headers, "Host")}); });
    auto fetcher = NetworkFetcher{standing_in(server)};
    for (auto const url : {"https://walks.example/walks?page=1", "http://walks.example/walks?page=2",
                           "https://169.254.169.254/walks", "https://user@other.example:8443/walks"}) {
        auto const answer = get(fetcher, ask(url));
        EXPECT_EQ(answer.message, "");
        EXPECT_EQ(answer.final_url, url);
    }
    EXPECT_EQ(hosts_of(server.asked()), "walks.example/robots.txt\n"
                                        "walks.example/walks?page=1\n"
                                        "walks.example/robots.txt\n"
                                        "walks.example/walks?page=2\n"
                                        "169.254.169.254/robots.txt\n"
                                        "169.254.169.254/walks\n"
                                        "other.example:8443/robots.txt\n"
                                        "other.example:8443/walks\n");
}

TEST(StandInServer, FollowsRedirectsAndRobotsOfTheHostsItStandsInFor)
{
    auto server = LoopbackServer{};
    auto bystander = LoopbackServer{};
    bystander.on("/end", page("not the stand-in"));
    server.on("/start", redirect_to("https://other.example/go"));
    server.on("/go", redirect_to(bystander.url("/end")));
    server.on("/end", page("here"));
    server.on("/private", page("not for us"));
    server.on("/robots.txt", [](Asked const& asked) {
        bool const walks = header(asked.headers, "Host") == "walks.example";
        return page(walks ? "User-agent: *\nDisallow: /private\n" : "", "text/plain");
    });
    auto fetcher = NetworkFetcher{standing_in(server)};
    auto answer = get(fetcher, ask("https://walks.example/start"));
    EXPECT_EQ(answer.message, "");
    EXPECT_EQ(answer.body, "here");
    EXPECT_EQ(answer.final_url, bystander.url("/end"));
    EXPECT_TRUE(bystander.asked().empty());

    answer = get(fetcher, ask("https://walks.example/private"));
    EXPECT_EQ(answer.message, "https://walks.example/private: forbidden by https://walks.example/robots.txt "
                              "(Disallow: /private)");
    EXPECT_EQ(get(fetcher, ask("https://other.example/private")).body, "not for us");
}

TEST(StandInServer, IsRecordedUnderTheAddressesOfTheHosts)
{
    auto server = LoopbackServer{};
    server.on("/start", redirect_to("https://other.example/end"));
    server.on("/end", page("here"));
    auto const folder = TemporaryFolder{};
    auto const file = folder.path("capture.warc.gz");
    auto const clock = FixedClock{absl::FromUnixSeconds(1'932'800'400)};
    {
        auto writer = WarcWriter{file, clock, "Almanac/0", {}};
        auto options = standing_in(server);
        options.record = [&writer](Exchange const& exchange) {
            EXPECT_EQ(header(exchange.request.headers, "Host"),
                      exchange.status == 302 ? "walks.example" : "other.example");
            writer.write(exchange);
        };
        EXPECT_EQ(fetch(options, ask("https://walks.example/start")).body, "here");
        EXPECT_EQ(writer.finish(), "");
    }
    auto replay = ReplayFetcher{{file}};
    auto const answer = get(replay, ask("https://walks.example/start"));
    EXPECT_EQ(answer.message, "");
    EXPECT_EQ(answer.body, "here");
    EXPECT_EQ(answer.final_url, "https://other.example/end");
}

TEST(StandInServer, IsTheOnlyAddressThatIsConnectedTo)
{
    auto server = LoopbackServer{};
    auto const port = server.url("").substr(std::string_view{"http://127.0.0.1:"}.size());
    struct Case {
        std::string stand_in;
        std::string message;
    };
    Case const cases[] = {
        {"127.0.0.1:1", "the stand-in 127.0.0.1:1 takes no connection"},
        {"127.1:" + port, "the address 127.0.0.1:" + port + " is not the stand-in"},
        {"127.0.0.1", "the address 127.0.0.1:" + port + " is not the stand-in"},
    };
    for (auto const& c : cases) {
        auto options = standing_in(server);
        options.stand_in = c.stand_in;
        options.tries = 1;
        auto const url = "http://127.0.0.1:" + port + "/walks";
        EXPECT_EQ(fetch(options, ask(url)).message, url + ": " + c.message);
    }
    EXPECT_TRUE(server.asked().empty());
}

}  // namespace
}  // namespace almanac
