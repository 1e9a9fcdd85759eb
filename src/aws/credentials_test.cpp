#include "aws/credentials.hpp"
#include "support/loopback_server.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

namespace almanac {
namespace {

using test::Asked;
using test::LoopbackServer;
using test::Reply;
using Variables = std::map<std::string, std::string, std::less<>>;

absl::Time const start = absl::FromCivil(absl::CivilSecond{2026, 11, 24, 8, 0, 0}, absl::UTCTimeZone());

struct World {
    LoopbackServer server;
    TemporaryFolder folder;
    absl::Time now = start;
    Variables variables{{"AWS_EC2_METADATA_DISABLED", "true"}};
    CredentialChain chain{[this](std::string_view name) -> std::optional<std::string> {
                              auto const at = variables.find(name);
                              return at == variables.end() ? std::nullopt : std::optional{at->second};
                          },
                          {.now = [this] { return now; }, .process_limit = absl::Milliseconds(300)}};

    void config(std::string_view text) { variables["AWS_CONFIG_FILE"] = folder.write("config", text); }

    std::string problem()
    {
        try {
            return "none: " + chain.get().access_key_id;
        } catch (CredentialError const& error) {
            return error.what();
        }
    }
};

std::string keys_json(std::string_view id, absl::Time expires)
{
    return fmt::format(R"({{"AccessKeyId":"{}","SecretAccessKey":"s3cr3t","Token":"t0k3n","Expiration":"{}"}})", id,
                       absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", expires, absl::UTCTimeZone()));
}

Reply sts_reply()
{
    return {.body =
                "<R><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s3cr3t</SecretAccessKey>"
                "<SessionToken>t0k3n</SessionToken><Expiration>2026-11-24T09:00:00Z</Expiration></Credentials></R>"};
}

TEST(CredentialChain, TakesTheFirstPlaceThatIsSetUp)
{
    World world;
    world.server.on("/keys", Reply{.body = keys_json("CONTAINER", start + absl::Hours(1))});
    world.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = world.server.url("/keys");
    EXPECT_EQ(world.chain.get().access_key_id, "CONTAINER");
    EXPECT_EQ(world.chain.origin(), "container");

    World profile;
    profile.variables = world.variables;
    profile.config("[default]\naws_access_key_id = PROFILE\naws_secret_access_key = b\n");
    EXPECT_EQ(profile.chain.get().access_key_id, "PROFILE");

    World environment;
    environment.variables = profile.variables;
    environment.variables["AWS_ACCESS_KEY_ID"] = "ENVIRONMENT";
    environment.variables["AWS_SECRET_ACCESS_KEY"] = "c";
    EXPECT_EQ(environment.chain.get().access_key_id, "ENVIRONMENT");
}

TEST(CredentialChain, SaysWhatIsMissingAndShowsNoKey)
{
    struct Case {
        Variables variables;
        std::string_view config, want;
    };
    Case const cases[] = {
        {{}, "", "There are no AWS credentials."},
        {{{"AWS_ACCESS_KEY_ID", "s3cr3t"}}, "", "only one is set"},
        {{{"AWS_PROFILE", "work"}}, "[default]\n", "The profile 'work' is not in"},
        {{}, "[default]\nsso_session = x\n", "credential_process = aws configure export-credentials --profile default"},
        {{}, "[default]\nsso_start_url = x\nsso_role_name = r\n", "The profile 'default' signs in by SSO. Give it"},
        {{}, "[default]\nlogin_session = x\n", "signs in by `aws login`"},
        {{},
         "[default]\nrole_arn = r\nsource_profile = a\n[profile a]\nsso_session = x\n",
         "The profile 'a' signs in by SSO"},
        {{},
         "[default]\nrole_arn = r\nmfa_serial = m\nsource_profile = default\naws_access_key_id = a\n"
         "aws_secret_access_key = s3cr3t\n",
         "asks for an MFA code"},
        {{}, "[default]\nrole_arn = r\ncredential_source = Environment\n", "a credential_source that is there"},
        {{}, "[default]\nrole_arn = r\nsource_profile = gone\n", "The profile 'gone' is not in"},
        {{}, "[default]\ncredential_process = yes s3cr3t\n", "credential_process printed more than 64 KB."},
        {{}, "[default]\ncredential_process = echo s3cr3t; sleep 60\n", "credential_process did not end within 0.3 s."},
        {{}, "[default]\ncredential_process = echo s3cr3t; exit 3\n", "credential_process ended with exit code 3."},
        {{}, "[default]\nrole_arn = r\n", "needs source_profile"},
        {{},
         "[default]\nrole_arn = r\nsource_profile = a\n[profile a]\nrole_arn = r\nsource_profile = default\n",
         "leads too far"},
        {{}, "[default]\ncredential_process = echo s3cr3t\n", "is no JSON"},
        {{}, "[default]\ncredential_process = echo '{\"AccessKeyId\":\"s3cr3t\"}'\n", "holds no keys"},
        {{{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.org/k"}}, "", "must be https"},
        {{{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "@example.org/k"}}, "", "must be https"},
        {{{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/"},
          {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "s3cr3t\r\nX: y"}},
         "",
         "line break"},
        {{{"AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere"}, {"AWS_ROLE_ARN", "r"}}, "", "/nowhere cannot be read"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.want);
        World world;
        world.variables.insert(c.variables.begin(), c.variables.end());
        world.config(c.config);
        auto const problem = world.problem();
        EXPECT_NE(problem.find(c.want), std::string::npos) << problem;
        EXPECT_EQ(problem.find("s3cr3t"), std::string::npos) << problem;
    }
}

TEST(CredentialChain, AsksTheMetadataServiceOfVersion2)
{
    World world;
    world.variables = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT", world.server.url("/")}};
    auto const guarded = [](std::string body) {
        return [body](Asked const& asked) {
            return header(asked.headers, "x-aws-ec2-metadata-token") == "session" ? Reply{.body = body}
                                                                                  : Reply{.status = 401};
        };
    };
    world.server.on("/latest/api/token", [](Asked const& asked) {
        bool const fine =
            asked.method == "PUT" && !header(asked.headers, "x-aws-ec2-metadata-token-ttl-seconds").empty();
        return fine ? Reply{.body = "session"} : Reply{.status = 400};
    });
    world.server.on("/latest/meta-data/iam/security-credentials/", guarded("ingester"));
    world.server.on("/latest/meta-data/iam/security-credentials/ingester",
                    guarded(keys_json("INSTANCE", start + absl::Hours(6))));
    world.server.on("/latest/meta-data/placement/region", guarded("eu-west-1"));
    auto const keys = world.chain.get();
    EXPECT_EQ(keys.access_key_id, "INSTANCE");
    EXPECT_EQ(keys.session_token, "t0k3n");
    EXPECT_EQ(keys.expiration, start + absl::Hours(6));
    EXPECT_EQ(world.chain.origin(), "role 'ingester' of this instance");
    EXPECT_EQ(world.chain.region(), "eu-west-1");
}

TEST(CredentialChain, ReadsTheContainersTokenFileEachTime)
{
    World world;
    world.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = world.server.url("/keys");
    world.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = world.folder.write("token", "first\n");
    world.server.on("/keys", [&](Asked const&) { return Reply{.body = keys_json("K", start + absl::Minutes(4))}; });
    (void)world.chain.get();
    (void)world.folder.write("token", "second\n");
    (void)world.chain.get();
    ASSERT_EQ(world.server.hits("/keys"), 2U);
    EXPECT_EQ(header(world.server.asked().at(0).headers, "Authorization"), "first");
    EXPECT_EQ(header(world.server.asked().at(1).headers, "Authorization"), "second");
}

TEST(CredentialChain, RefreshesBeforeExpiryAndLivesOnWithOldOnes)
{
    World world;
    world.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = world.server.url("/keys");
    world.server.on("/keys", std::vector<Reply>{{.body = keys_json("ONE", start + absl::Hours(1))},
                                                {.status = 500},
                                                {.body = keys_json("TWO", start + absl::Hours(2))},
                                                {.status = 500}});
    EXPECT_EQ(world.chain.get().access_key_id, "ONE");
    world.now = start + absl::Minutes(50);
    EXPECT_EQ(world.chain.get().access_key_id, "ONE");
    EXPECT_EQ(world.server.hits("/keys"), 1U);
    world.now = start + absl::Minutes(56);
    EXPECT_EQ(world.chain.get().access_key_id, "ONE");  // the refresh failed
    EXPECT_EQ(world.chain.get().access_key_id, "ONE");
    EXPECT_EQ(world.server.hits("/keys"), 2U);  // and is not tried again at once
    world.now = start + absl::Minutes(58);
    EXPECT_EQ(world.chain.get().access_key_id, "TWO");
    world.now = start + absl::Hours(3);
    EXPECT_THROW((void)world.chain.get(), CredentialError);
}

TEST(CredentialChain, SaysThatASessionHasEnded)
{
    World world;
    world.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = world.server.url("/keys");
    world.server.on("/keys", {.body = keys_json("OLD", start - absl::Minutes(3))});
    try {
        (void)world.chain.get();
        ADD_FAILURE() << "keys of yesterday were taken";
    } catch (CredentialError const& error) {
        EXPECT_STREQ(error.what(), "The AWS credentials, from container, ended at 2026-11-24 07:57 UTC. Get new ones, "
                                   "such as by signing in again; if that time is still to come, set the clock of this "
                                   "machine.");
    }
}

TEST(CredentialChain, KnowsTheEndOfASessionFromTheEnvironment)
{
    World world;
    world.variables = {{"AWS_ACCESS_KEY_ID", "ASIA"}, {"AWS_SECRET_ACCESS_KEY", "s"}};
    EXPECT_FALSE(world.chain.get().end_is_unknown());
    struct Case {
        std::string_view end;
        std::string_view problem;  ///< the beginning
    };
    for (auto const& [end, problem] : {Case{"", ""}, Case{"2026-11-24T09:00:00+00:00", ""},
                                       Case{"2026-11-24T07:00:00Z", "The AWS credentials, from environment variables, "
                                                                    "ended at 2026-11-24 07:00 UTC."},
                                       Case{"soon", "AWS_CREDENTIAL_EXPIRATION is no time"}}) {
        SCOPED_TRACE(end);
        World other;
        other.variables = world.variables;
        other.variables["AWS_SESSION_TOKEN"] = "t";
        other.variables["AWS_CREDENTIAL_EXPIRATION"] = end;
        try {
            auto const keys = other.chain.get();
            EXPECT_EQ(problem, "");
            EXPECT_EQ(keys.end_is_unknown(), end.empty());
            EXPECT_EQ(keys.expiration, end.empty() ? absl::InfiniteFuture() : start + absl::Hours(1));
        } catch (CredentialError const& error) {
            EXPECT_TRUE(!problem.empty() && std::string_view{error.what()}.starts_with(problem)) << error.what();
        }
    }
}

TEST(CredentialChain, AssumesARoleWithAWebIdentityWithoutASignature)
{
    World world;
    world.server.on("/", sts_reply());
    world.variables["AWS_ENDPOINT_URL_STS"] = world.server.url("");
    world.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = world.folder.write("token", "a.b+c\n");
    world.variables["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/r";
    EXPECT_EQ(world.chain.get().access_key_id, "ASIAROLE");
    auto const asked = world.server.asked().at(0);
    EXPECT_EQ(header(asked.headers, "Authorization"), "");
    EXPECT_EQ(asked.body,
              "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr"
              "&RoleSessionName=almanac&WebIdentityToken=a.b%2Bc");
}

TEST(CredentialChain, FollowsProfiles)
{
    World world;
    world.server.on("/", sts_reply());
    world.config(fmt::format("[profile work]\nrole_arn = arn:r\nsource_profile = base\nregion = eu-north-1\n"
                             "external_id = x y\nservices = local\n[services local]\nsts =\n  endpoint_url = {}\n"
                             "[profile base]\ncredential_process = echo '{}'\n",
                             world.server.url(""),
                             R"({"Version":1,"AccessKeyId":"PROCESS","SecretAccessKey":"s","SessionToken":"t"})"));
    world.variables["AWS_PROFILE"] = "work";
    EXPECT_EQ(world.chain.region(), "eu-north-1");
    EXPECT_EQ(world.chain.custom_endpoint(s3_service), "");
    EXPECT_EQ(world.chain.get().session_token, "t0k3n");
    auto const asked = world.server.asked().at(0);
    EXPECT_NE(header(asked.headers, "Authorization").find("Credential=PROCESS/20261124/eu-north-1/sts/aws4_request"),
              std::string_view::npos);
    EXPECT_NE(asked.body.find("&ExternalId=x%20y"), std::string::npos);
}

TEST(CredentialChain, PrefersTheCredentialsFileAndItsOwnEndpoint)
{
    World world;
    world.config("[default]\naws_access_key_id = A\naws_secret_access_key = b\nendpoint_url = http://127.0.0.1:9/\n");
    world.variables["AWS_SHARED_CREDENTIALS_FILE"] =
        world.folder.write("credentials", "# keys\n[default]\naws_access_key_id=B\nnonsense\n");
    EXPECT_EQ(world.chain.get().access_key_id, "B");
    EXPECT_EQ(world.chain.custom_endpoint(s3_service), "http://127.0.0.1:9");
    world.variables["AWS_ENDPOINT_URL"] = "http://127.0.0.1:8";
    world.variables["AWS_ENDPOINT_URL_S3"] = "http://127.0.0.1:7//";
    EXPECT_EQ(world.chain.custom_endpoint(s3_service), "http://127.0.0.1:7");
    EXPECT_EQ(world.chain.custom_endpoint(ssm_service), "http://127.0.0.1:8");
    world.variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";
    EXPECT_EQ(world.chain.custom_endpoint(ssm_service), "");
}

TEST(CredentialChain, ReadsWhatPeopleWriteIntoTheirProfiles)
{
    struct Case {
        std::string_view name, config;
    };
    Case const cases[] = {
        {"two words", "[profile \"two words\"]\naws_access_key_id=K\naws_secret_access_key=s\n"},
        {"a", "[ profile a ]\r\nAWS_ACCESS_KEY_ID = K \r\naws_secret_access_key = s\r\n"},
        {"a", "\n; old\n[default]\nregion = x\n[profile a]\naws_access_key_id = K\naws_secret_access_key = a=b==\n"},
        {"a", "[profile a]\nsso_session = x\naws_access_key_id = K\naws_secret_access_key = s\n"},
        {"a", "[profile a]\nsso_session = x\ncredential_process = echo "
              "'{\"AccessKeyId\":\"K\",\"SecretAccessKey\":\"s\"}'\n"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.config);
        World world;
        world.config(c.config);
        world.variables["AWS_PROFILE"] = c.name;
        EXPECT_EQ(world.chain.get().access_key_id, "K");
    }
}

}  // namespace
}  // namespace almanac
