// Every place of credentials, against services that check each signature with botocore and can say no.

#include "aws/client.hpp"
#include "aws/credentials.hpp"
#include "support/aws_services.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace almanac {
namespace {

using test::AwsServices;

absl::Time const start = absl::FromCivil(absl::CivilSecond{2026, 11, 24, 8, 0, 0}, absl::UTCTimeZone());

/// What the services know besides their keys; {} is their clock and {} more.
constexpr std::string_view known = R"({{"now":"{}","parameters":{{"/p":"v"}},
    "roles":{{"arn:aws:iam::1:role/web":{{"web_identity":"a.b+c/="}},
              "arn:aws:iam::1:role/work":{{"by":["AKIDUSER"],"external_id":"x y"}},
              "arn:aws:iam::1:role/closed":{{"by":[]}}}},
    "container":{{"authorization":"Basic b64+/="}},"instance":{{"role":"ingester role"}}{}}})";

struct World {
    absl::Time now = start;
    AwsServices services{fmt::format(known, time_text(start), "")};
    TemporaryFolder folder;
    std::map<std::string, std::string, std::less<>> variables{{"AWS_REGION", "us-east-1"}};
    CredentialChain chain{environment(), {.now = [this] { return now; }}};

    static std::string time_text(absl::Time time)
    {
        return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
    }

    Environment environment()
    {
        return [this](std::string_view name) -> std::optional<std::string> {
            auto const at = variables.find(name);
            return at == variables.end() ? std::nullopt : std::optional{at->second};
        };
    }

    World()
    {
        for (std::string const name : {"SSM", "STS", "SESV2"})
            variables["AWS_ENDPOINT_URL_" + name] = services.url(name == "SESV2" ? "/ses" : "/" + lower(name));
    }

    static std::string lower(std::string text)
    {
        std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(c | 0x20); });
        return text;
    }

    void use_environment()
    {
        variables["AWS_ACCESS_KEY_ID"] = "AKIDUSER";
        variables["AWS_SECRET_ACCESS_KEY"] = "user/secret+key";
    }
    void use_web_identity()
    {
        variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = folder.write("web", "a.b+c/=\n");
        variables["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/web";
    }
    void use_profile(std::string_view role = "work")
    {
        variables["AWS_CONFIG_FILE"] = folder.write(
            "config", fmt::format("[default]\nrole_arn = arn:aws:iam::1:role/{}\nsource_profile = my keys\n"
                                  "external_id = x y\nrole_session_name = a b\nduration_seconds = 900\n"
                                  "[profile \"my keys\"]\naws_access_key_id = AKIDUSER\n"
                                  "aws_secret_access_key = user/secret+key\n",
                                  role));
    }
    void use_container()
    {
        variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = services.url("/container/keys");
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = folder.write("authorization", "Basic b64+/=\n");
    }
    void use_instance() { variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = services.url("/imds"); }

    /// The services go on to the time of `now`; `more` is further state.
    void set(std::string_view more = "") const { services.set(fmt::format(known, time_text(now), more)); }

    /// A signed call; a fresh client, so that no clock is known from before.
    HttpResponse call(AwsService const& service = ssm_service)
    {
        AwsClient client{service, chain, {.attempts = 1, .now = [this] { return now; }}};
        return ask(client);
    }

    static HttpResponse ask(AwsClient& client)
    {
        bool const mail = client.endpoint().ends_with("/ses");
        return client.send(
            {.method = "POST",
             .url = client.endpoint() + (mail ? "/v2/email/outbound-emails" : "/"),
             .headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", "AmazonSSM.GetParameters"}},
             .body = mail ? R"({"Content":{}})" : R"({"Names":["/p"],"WithDecryption":true})"});
    }

    std::string problem()
    {
        try {
            return "found: " + chain.get().access_key_id;
        } catch (CredentialError const& error) {
            return error.what();
        }
    }
};

constexpr std::string_view called = "ssm 200 AmazonSSM.GetParameters 1";
using Log = std::vector<std::string>;

TEST(VerifiedCredentials, OfEveryPlaceSignCallsTheFirstPlaceFirst)
{
    NEEDS_BOTOCORE();
    struct Case {
        std::string_view origin;
        void (*set_up)(World&);
        Log log;
    };
    Case const cases[] = {
        {"role 'ingester role' of this instance",
         [](World& world) { world.use_instance(); },
         {"imds 200 token", "imds 200 roles", "imds 200 keys"}},
        {"container", [](World& world) { world.use_container(); }, {"container 200 keys"}},
        {"profile 'default'", [](World& world) { world.use_profile(); }, {"sts 200 AssumeRole"}},
        {"web identity", [](World& world) { world.use_web_identity(); }, {"sts 200 AssumeRoleWithWebIdentity"}},
        {"environment variables", [](World& world) { world.use_environment(); }, {}},
    };
    for (std::size_t last = 0; last < std::size(cases); ++last) {
        SCOPED_TRACE(cases[last].origin);
        World world;
        for (std::size_t i = 0; i <= last; ++i)  // those that come later are all set up too
            cases[i].set_up(world);
        auto const answer = world.call();
        EXPECT_TRUE(answer.ok()) << answer.status << answer.problem << answer.body;
        EXPECT_TRUE(world.call(ses_service).ok());
        EXPECT_EQ(world.chain.origin(), cases[last].origin);
        auto want = cases[last].log;
        want.insert(want.end(), {std::string{called}, "ses 200 SendEmail"});
        EXPECT_EQ(world.services.log(), want);
    }
}

TEST(VerifiedCredentials, AreRefusedWhenAnythingIsWrong)
{
    NEEDS_BOTOCORE();
    World world;
    world.use_environment();
    ASSERT_TRUE(world.call().ok());
    world.variables["AWS_SECRET_ACCESS_KEY"] = "user/secret-key";
    CredentialChain wrong{world.environment(), {.now = [&] { return world.now; }}};
    for (auto const* const service : {&ssm_service, &ses_service}) {
        AwsClient client{*service, wrong, {.attempts = 1, .now = [&] { return world.now; }}};
        auto const answer = World::ask(client);
        EXPECT_EQ(answer.status, service == &ses_service ? 403 : 400);
        EXPECT_EQ(read_aws_error(answer).code, "InvalidSignatureException");
    }

    // One bit of what was signed.
    auto const keys = Credentials{"AKIDUSER", "user/secret+key", {}};
    auto const fine = HttpRequest{.method = "POST",
                                  .url = world.services.url("/ses/v2/email/outbound-emails"),
                                  .headers = {{"Content-Type", "application/json"}},
                                  .body = R"({"Content":{}})"};
    auto const added = sign(fine, keys, {"us-east-1", "ses"}, world.now);
    HttpClient http;
    auto const status = [&](auto&& change) {
        auto request = fine;
        request.headers.insert(request.headers.end(), added.begin(), added.end());
        change(request);
        return http.send(request).status;
    };
    EXPECT_EQ(status([](HttpRequest&) {}), 200);
    EXPECT_EQ(status([](HttpRequest& request) { request.body = R"({"Content":{} })"; }), 403);
    EXPECT_EQ(status([](HttpRequest& request) { request.url += "?a=b"; }), 403);
    EXPECT_EQ(status([](HttpRequest& request) { request.method = "PUT"; }), 403);
    EXPECT_EQ(status([](HttpRequest& request) { request.headers[0].second = "text/plain"; }), 403);
    EXPECT_EQ(status([](HttpRequest& request) { request.headers.emplace_back("X-Amz-Extra", "1"); }), 403);
    world.now += absl::Minutes(6);
    world.set();
    EXPECT_EQ(status([](HttpRequest&) {}), 403) << "and not for ever";
}

TEST(VerifiedCredentials, AreRefreshedInALongRun)
{
    NEEDS_BOTOCORE();
    struct Case {
        std::string_view name;
        void (*set_up)(World&);
        std::string_view fetched;
    };
    Case const cases[] = {
        {"container", [](World& world) { world.use_container(); }, "container 200 keys"},
        {"profile", [](World& world) { world.use_profile(); }, "sts 200 AssumeRole"},
        {"web", [](World& world) { world.use_web_identity(); }, "sts 200 AssumeRoleWithWebIdentity"},
        {"instance", [](World& world) { world.use_instance(); }, "imds 200 keys"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        World world;
        c.set_up(world);
        for (int minutes = 0; minutes <= 8 * 60; minutes += 4) {
            world.now = start + absl::Minutes(minutes);
            world.set();
            auto const answer = world.call();
            EXPECT_TRUE(answer.ok()) << minutes << answer.body;
        }
        EXPECT_EQ(std::ranges::count(world.services.log(), c.fetched), 9) << "keys for an hour serve 55 minutes";
        EXPECT_EQ(std::ranges::count(world.services.log(), called), 121);
    }
}

TEST(VerifiedCredentials, ServeOnWhileARefreshFails)
{
    NEEDS_BOTOCORE();
    World world;
    world.use_container();
    ASSERT_TRUE(world.call().ok());
    for (int const minutes : {56, 57, 59}) {
        world.now = start + absl::Minutes(minutes);
        world.set(R"(,"down":["container"])");
        EXPECT_TRUE(world.call().ok()) << minutes;
    }
    EXPECT_EQ(std::ranges::count(world.services.log(), "container 500 InternalFailure"), 3);
    world.now = start + absl::Minutes(60);
    world.set(R"(,"down":["container"])");
    EXPECT_EQ(world.problem(), "The container's credentials answered 500 InternalFailure.");
    world.set();
    EXPECT_TRUE(world.call().ok()) << "until it works again";
}

TEST(VerifiedCredentials, ReadTokenFilesAnewForEachRefresh)
{
    NEEDS_BOTOCORE();
    World world;
    world.use_container();
    ASSERT_TRUE(world.call().ok());
    world.now += absl::Minutes(56);
    world.set(R"(,"container":{"authorization":"rotated"})");
    EXPECT_TRUE(world.call().ok()) << "with the old keys";
    EXPECT_EQ(world.services.log().at(2), "container 401 Unauthorized");
    (void)world.folder.write("authorization", "rotated\n");
    world.now += absl::Minutes(2);
    world.set(R"(,"container":{"authorization":"rotated"})");
    EXPECT_TRUE(world.call().ok());
    EXPECT_EQ(world.services.log().at(4), "container 200 keys");
}

TEST(VerifiedCredentials, CorrectTheClockOnce)
{
    NEEDS_BOTOCORE();
    World world;
    world.use_profile();
    world.set();
    world.now -= absl::Hours(2);
    AwsClient client{ssm_service, world.chain, {.attempts = 1, .now = [&] { return world.now; }}};
    EXPECT_TRUE(World::ask(client).ok());
    EXPECT_TRUE(World::ask(client).ok());
    EXPECT_EQ(world.services.log(),
              (Log{"sts 403 InvalidSignatureException", "sts 200 AssumeRole", "ssm 400 InvalidSignatureException",
                   std::string{called}, std::string{called}}));
}

TEST(VerifiedCredentials, SayWhatStsAndTheMetadataServiceRefuse)
{
    NEEDS_BOTOCORE();
    World closed;
    closed.use_profile("closed");
    EXPECT_EQ(closed.problem(), "The role could not be assumed: STS answered 403 AccessDenied: AKIDUSER is not "
                                "authorized to perform: sts:AssumeRole.");
    World web;
    web.use_web_identity();
    (void)web.folder.write("web", "another");
    EXPECT_EQ(web.problem(), "The role could not be assumed: STS answered 400 InvalidIdentityToken: The identity token "
                             "is not valid.");

    // No session, one that has ended, and what came through a proxy.
    World world;
    HttpClient http;
    auto const ask = [&](std::string_view path, std::string method, Headers headers) {
        return http.send({.method = std::move(method),
                          .url = world.services.url("/imds/latest" + std::string{path}),
                          .headers = std::move(headers)});
    };
    constexpr std::string_view roles = "/meta-data/iam/security-credentials/";
    EXPECT_EQ(ask(roles, "GET", {}).status, 401);
    EXPECT_EQ(ask("/api/token", "GET", {{"X-aws-ec2-metadata-token-ttl-seconds", "60"}}).status, 400);
    EXPECT_EQ(ask("/api/token", "PUT", {{"X-aws-ec2-metadata-token-ttl-seconds", "21601"}}).status, 400);
    EXPECT_EQ(
        ask("/api/token", "PUT", {{"X-aws-ec2-metadata-token-ttl-seconds", "60"}, {"X-Forwarded-For", "::1"}}).status,
        403);
    auto const token = ask("/api/token", "PUT", {{"X-aws-ec2-metadata-token-ttl-seconds", "60"}}).body;
    EXPECT_EQ(ask(roles, "GET", {{"X-aws-ec2-metadata-token", token}}).body, "ingester role");
    world.now += absl::Seconds(61);
    world.set();
    EXPECT_EQ(ask(roles, "GET", {{"X-aws-ec2-metadata-token", token}}).status, 401);
    EXPECT_EQ(ask(roles, "GET", {}).status, 401);
    world.use_instance();
    EXPECT_EQ(world.call().status, 200);
}

}  // namespace
}  // namespace almanac
