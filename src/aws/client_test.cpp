#include "aws/client.hpp"
#include "support/loopback_server.hpp"

#include <gtest/gtest.h>

#include <map>

namespace almanac {
namespace {

using test::Asked;
using test::LoopbackServer;
using test::Reply;

Environment environment_of(std::map<std::string, std::string, std::less<>> variables)
{
    return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
        auto const at = variables.find(name);
        return at == variables.end() ? std::nullopt : std::optional{at->second};
    };
}

struct World {
    LoopbackServer server;
    CredentialChain chain{environment_of({{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
                                          {"AWS_SECRET_ACCESS_KEY", "secret"},
                                          {"AWS_ENDPOINT_URL_SSM", server.url("/")}})};
    absl::Time now = absl::FromCivil(absl::CivilSecond{2026, 11, 24, 8, 0, 0}, absl::UTCTimeZone());
    std::vector<absl::Duration> slept;
    AwsClient client{ssm_service,
                     chain,
                     {.now = [this] { return now; }, .sleep = [this](absl::Duration wait) { slept.push_back(wait); }}};

    HttpResponse post(std::string_view body = "{}")
    {
        return client.send({.method = "POST", .url = client.endpoint() + "/", .body = body});
    }
};

TEST(AwsClient, SendsWhatWasSigned)
{
    World world;
    world.server.on("/", Reply{.body = "fine"});
    auto const answer = world.post("{\"Name\":\"a\"}");
    EXPECT_TRUE(answer.ok()) << answer.problem;
    EXPECT_EQ(answer.body, "fine");
    auto const asked = world.server.asked().at(0);
    EXPECT_EQ(asked.body, "{\"Name\":\"a\"}");
    EXPECT_EQ(header(asked.headers, "X-Amz-Date"), "20261124T080000Z");
    EXPECT_NE(header(asked.headers, "Authorization").find("/20261124/us-east-1/ssm/aws4_request"),
              std::string_view::npos);
    EXPECT_EQ("http://" + std::string{header(asked.headers, "Host")}, world.client.endpoint());
    EXPECT_EQ(header(asked.headers, "Content-Type"), "");
}

TEST(AwsClient, TriesAgainOnlyWhatMayPass)
{
    struct Case {
        Reply reply;
        std::size_t tries;
    };
    auto const json = [](int status, std::string code) {
        return Reply{.status = status, .body = R"({"__type":"com.amazonaws.ssm#)" + code + R"(","message":"m"})"};
    };
    Case const cases[] = {
        {{.status = 500}, 3},
        {{.status = 503}, 3},
        {{.status = 429}, 3},
        {json(400, "ThrottlingException"), 3},
        {json(400, "RequestTimeout"), 3},
        {{.status = 503, .body = "<Error><Code>SlowDown</Code></Error>"}, 3},
        {{.raw = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"}, 3},
        {json(400, "ParameterNotFound"), 1},
        {{.status = 404}, 1},
        {{.status = 412}, 1},
        {{.status = 501}, 1},
        {{.status = 301, .headers = {{"Location", "/elsewhere"}}}, 1},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.reply.status);
        World world;
        world.server.on("/", c.reply);
        EXPECT_FALSE(world.post().ok());
        EXPECT_EQ(world.server.hits("/"), c.tries);
        EXPECT_EQ(world.slept.size() + 1, c.tries);
    }
}

TEST(AwsClient, StopsAtTheFirstGoodAnswer)
{
    World world;
    world.server.on("/", std::vector<Reply>{{.status = 503}, {.body = "fine"}});
    EXPECT_EQ(world.post().body, "fine");
    EXPECT_EQ(world.server.hits("/"), 2U);
    EXPECT_EQ(world.slept.size(), 1U);
    EXPECT_LE(world.slept.at(0), absl::Seconds(1));
}

TEST(AwsClient, StopsRetryingWhenAServiceIsDown)
{
    World world;
    world.server.on("/", Reply{.status = 503});
    for (int i = 0; i < 60; ++i)
        (void)world.post();
    EXPECT_EQ(world.server.hits("/"), 60U + 100U);
}

TEST(AwsClient, TakesOverTheClockOfTheServiceOnce)
{
    struct Case {
        std::string date;
        std::size_t tries;
    };
    Case const cases[] = {
        {"Tue, 24 Nov 2026 10:00:00 GMT", 2},
        {"Tue, 24 Nov 2026 08:02:00 GMT", 1},  // not the clock, then
        {"yesterday", 1},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.date);
        World world;
        world.server.on("/", Reply{.status = 403,
                                   .headers = {{"Date", c.date}},
                                   .body = "<Error><Code>RequestTimeTooSkewed</Code></Error>"});
        EXPECT_EQ(world.post().status, 403);
        ASSERT_EQ(world.server.hits("/"), c.tries);
        if (c.tries == 2) {
            EXPECT_EQ(header(world.server.asked().at(1).headers, "X-Amz-Date"), "20261124T100000Z");
            EXPECT_NE(world.client.presign("GET", "https://b.example/k", absl::Hours(1)).find("20261124T100000Z"),
                      std::string::npos);
        }
        EXPECT_TRUE(world.slept.empty());
    }
}

TEST(AwsClient, SaysWhatAServiceAnswered)
{
    struct Case {
        HttpResponse response;
        std::string_view want;
    };
    Case const cases[] = {
        {{.status = 403, .body = "<Error><Code>AccessDenied</Code><Message>No &amp; no.</Message></Error>"},
         "answered 403 AccessDenied: No & no"},
        {{.status = 400, .body = R"({"__type":"a.b#Bad","Message":"why"})"}, "answered 400 Bad: why"},
        {{.status = 404, .headers = {{"x-amzn-ErrorType", "NotFound:http://x"}}}, "answered 404 NotFound"},
        {{.status = 500, .body = "{not json"}, "answered 500"},
        {{.problem = "no connection within 10 s"}, "could not be reached: no connection within 10 s"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(describe_failure(c.response), c.want);
}

TEST(AwsClient, NeedsARegionForAws)
{
    CredentialChain chain{environment_of(
        {{"AWS_ACCESS_KEY_ID", "a"}, {"AWS_SECRET_ACCESS_KEY", "b"}, {"AWS_EC2_METADATA_DISABLED", "true"}})};
    EXPECT_THROW((AwsClient{s3_service, chain}), CredentialError);
    AwsClient const client{s3_service, chain, {.region = "cn-north-1"}};
    EXPECT_EQ(client.endpoint(), "https://s3.cn-north-1.amazonaws.com.cn");
    EXPECT_FALSE(client.is_custom());
}

TEST(HttpClient, BoundsAnswersAndTime)
{
    LoopbackServer server;
    server.on("/large", Reply{.body = std::string(5000, 'x')});
    server.on("/slow", Reply{.delay = std::chrono::milliseconds{3000}});
    server.on("/gone", Reply{.status = 204});
    HttpClient client{{.max_body_bytes = 4096}};
    EXPECT_EQ(client.send({.url = server.url("/large")}).problem, "stopped at 4 KB");
    EXPECT_NE(client.send({.url = server.url("/slow"), .timeout = absl::Milliseconds(100)}).problem, "");
    EXPECT_TRUE(client
                    .send({.method = "DELETE",
                           .url = server.url("/gone"),
                           .headers = {},
                           .body = {},
                           .timeout = absl::InfiniteDuration()})
                    .ok());
    EXPECT_NE(client.send({.url = "file:///etc/hostname"}).problem, "");
    EXPECT_EQ(header(server.asked("/gone").at(0).headers, "Content-Length"), "");
}

TEST(HttpClient, KeepsItsConnection)
{
    LoopbackServer server;
    server.on("/a", Reply{.body = "a"});
    HttpClient client;
    for (std::string const method : {"GET", "PUT", "HEAD", "POST", "DELETE", "GET"})
        EXPECT_TRUE(client.send({.method = method, .url = server.url("/a")}).ok()) << method;
    EXPECT_EQ(server.connections(), 1);
    EXPECT_EQ(header(server.asked().at(1).headers, "Content-Length"), "0");
}

}  // namespace
}  // namespace almanac
