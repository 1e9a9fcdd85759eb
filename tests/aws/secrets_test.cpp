// Tokens from SSM and Secrets Manager, against services that check each signature.

#include "aws/secrets.hpp"
#include "support/aws_services.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace almanac {
namespace {

using test::AwsServices;
using Variables = std::map<std::string, std::string, std::less<>>;

Environment environment_of(AwsServices const& services, Variables const& more = {})
{
    Variables variables{{"AWS_ACCESS_KEY_ID", "AKIDUSER"},
                        {"AWS_SECRET_ACCESS_KEY", "user/secret+key"},
                        {"AWS_REGION", "us-east-1"},
                        {"AWS_EC2_METADATA_DISABLED", "true"},
                        {"AWS_ENDPOINT_URL_SSM", services.url("/ssm")},
                        {"AWS_ENDPOINT_URL_SECRETS_MANAGER", services.url("/secretsmanager/")}};
    for (auto const& [name, value] : more)
        variables[name] = value;
    return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
        auto const at = variables.find(name);
        return at == variables.end() || at->second.empty() ? std::nullopt : std::optional{at->second};
    };
}

TEST(AwsSecrets, ComeDecryptedTenParametersACall)
{
    NEEDS_BOTOCORE();
    std::set<std::string> places{"secretsmanager:keys#one", "secretsmanager:keys#two", "secretsmanager:plain"};
    std::string parameters;
    for (int i = 10; i < 33; ++i) {
        places.insert(fmt::format("ssm:/almanac/k{}", i));
        parameters += fmt::format(R"({}"/almanac/k{}":"value {}")", i == 10 ? "" : ",", i, i);
    }
    AwsServices const services{fmt::format(
        R"({{"parameters":{{{}}},"secrets":{{"keys":"{{\"one\":\"1\",\"two\":2}}","plain":"p"}}}})", parameters)};
    auto const tokens = fetch_from_aws(environment_of(services))(places);
    ASSERT_EQ(tokens.size(), places.size());
    for (auto const& [place, token] : tokens)
        EXPECT_EQ(token.problem, "") << place;
    EXPECT_EQ(tokens.at("ssm:/almanac/k10").value, "value 10");
    EXPECT_EQ(tokens.at("ssm:/almanac/k32").value, "value 32");
    EXPECT_EQ(tokens.at("secretsmanager:keys#one").value, "1");
    EXPECT_EQ(tokens.at("secretsmanager:keys#two").value, "2");
    EXPECT_EQ(tokens.at("secretsmanager:plain").value, "p");
    std::vector<std::string> const want{
        "ssm 200 AmazonSSM.GetParameters 10", "ssm 200 AmazonSSM.GetParameters 10", "ssm 200 AmazonSSM.GetParameters 3",
        "secretsmanager 200 secretsmanager.GetSecretValue", "secretsmanager 200 secretsmanager.GetSecretValue"};
    EXPECT_EQ(services.log(), want);
}

TEST(AwsSecrets, SayWhatIsMissingEachForItself)
{
    NEEDS_BOTOCORE();
    AwsServices const services{R"({"parameters":{"/a/fine":"f1ne","/a/denied":"x","/a/kms":"x"},
        "denied":{"/a/denied":"User: u is not authorized to perform: ssm:GetParameters",
                  "/a/kms":"The ciphertext refers to a customer master key that you may not use.",
                  "other":"User: u is not authorized to perform: secretsmanager:GetSecretValue"},
        "secrets":{"text":"t0ps3cr3t","json":"{\"a\":\"t0ps3cr3t\"}","bytes":null}})"};
    struct Case {
        std::string place;
        std::string_view want;
    };
    Case const cases[] = {
        {"ssm:/a/none",
         "there is no such parameter in us-east-1. Store it: aws ssm put-parameter --region us-east-1 --type "
         "SecureString --name /a/none --value 'THE KEY'"},
        {"ssm:/a/denied",
         "the service answered 400 AccessDeniedException: User: u is not authorized to perform: ssm:GetParameters. "
         "Allow ssm:GetParameters on arn:aws:ssm:us-east-1:*:parameter/a/denied."},
        {"ssm:/a/kms", "Allow kms:Decrypt on the key that it is encrypted with."},
        {"secretsmanager:none",
         "there is no such secret in us-east-1. Store it: aws secretsmanager create-secret --region us-east-1 --name "
         "none --secret-string 'THE KEY'"},
        {"secretsmanager:other",
         "Allow secretsmanager:GetSecretValue on arn:aws:secretsmanager:us-east-1:*:secret:other-??????."},
        {"secretsmanager:text#a", "the secret is no JSON object. Name it without '#'."},
        {"secretsmanager:json#b", "the secret holds no 'b'."},
        {"secretsmanager:bytes", "the secret holds bytes, not text. Store it with --secret-string."},
    };
    std::set<std::string> places{"ssm:/a/fine"};
    for (auto const& c : cases)
        places.insert(c.place);
    auto const tokens = fetch_from_aws(environment_of(services))(places);
    EXPECT_EQ(tokens.at("ssm:/a/fine").value, "f1ne") << "one that is refused takes no other with it";
    for (auto const& c : cases) {
        SCOPED_TRACE(c.place);
        auto const& token = tokens.at(c.place);
        EXPECT_EQ(token.value, "");
        EXPECT_NE(token.problem.find(c.want), std::string::npos) << token.problem;
        EXPECT_EQ(token.problem.find("t0ps3cr3t"), std::string::npos) << token.problem;
    }
}

TEST(AwsSecrets, SayWhatIsWrongWithTheCredentials)
{
    NEEDS_BOTOCORE();
    AwsServices const services{R"({"parameters":{"/a":"x"}})"};
    struct Case {
        Variables variables;
        std::string_view want;
    };
    Case const cases[] = {
        {{{"AWS_ACCESS_KEY_ID", ""}, {"AWS_SECRET_ACCESS_KEY", ""}}, "There are no AWS credentials."},
        {{{"AWS_SECRET_ACCESS_KEY", "wrong"}},
         "the service answered 400 InvalidSignatureException: The request signature we calculated does not match the "
         "signature you provided. The credentials are from: environment variables."},
        {{{"AWS_ACCESS_KEY_ID", "AKIDOTHER"}}, "UnrecognizedClientException"},
        {{{"AWS_SESSION_TOKEN", "none"}}, "UnrecognizedClientException"},
        {{{"AWS_REGION", "eu-west-1"}}, "Credential should be scoped to us-east-1/ssm"},
        {{{"AWS_REGION", ""}, {"AWS_ENDPOINT_URL_SSM", ""}}, "There is no AWS region"},
        {{{"AWS_ENDPOINT_URL_SSM", "http://127.0.0.1:1"}, {"AWS_MAX_ATTEMPTS", "1"}},
         "the service could not be reached: 127.0.0.1 takes no connection."},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.want);
        auto const token = fetch_from_aws(environment_of(services, c.variables))({"ssm:/a"}).at("ssm:/a");
        EXPECT_EQ(token.value, "");
        EXPECT_NE(token.problem.find(c.want), std::string::npos) << token.problem;
        EXPECT_EQ(token.problem.find("user/secret+key"), std::string::npos) << token.problem;
    }
}

}  // namespace
}  // namespace almanac
