// A second S3 service, which looks more closely at regions and digests, and has no conditional writes.

#include "s3/s3_test.hpp"
#include "store/sha256.hpp"
#include "support/message_of.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>

#include <set>

namespace almanac {
namespace {

class Swift : public test::S3Test {
protected:
    Swift() : S3Test("ALMANAC_TEST_SWIFT") {}

    [[nodiscard]] Ended almanac(std::vector<std::string> const& words) const
    {
        return run_almanac_program(words, project_folder(), variables());
    }
};

TEST_F(Swift, KeepsAndGivesBack)
{
    auto at = bucket_at("p", owner, {.part_bytes = 5U << 20U});
    std::set<std::string> const names = {"a b+c&d=e", "Ünï/日本", "plain"};
    for (auto const& name : names)
        at.put({name, "bytes of " + name, "text/plain"});
    for (auto const& entry : at.list("")) {
        EXPECT_TRUE(names.contains(entry.path)) << entry.path;
        EXPECT_EQ(at.get(entry.path).value().bytes, "bytes of " + entry.path);
    }
    EXPECT_EQ(at.list("").size(), names.size());
    EXPECT_TRUE(at.copy("plain", {"plain2", "bytes of plain", "text/plain"}));
    EXPECT_EQ(at.get("plain2").value().bytes, "bytes of plain");
    EXPECT_FALSE(at.get("not there"));
    at.remove("plain");
    at.remove("plain");
    EXPECT_FALSE(at.head("plain"));
    std::string const large(11U << 20U, 'x');
    at.put({"large", large, "text/plain"});
    EXPECT_EQ(sha256_hex(at.get("large").value().bytes), sha256_hex(large));
}

TEST_F(Swift, IsAskedInItsOwnRegion)
{
    S3Bucket at{S3Place{bucket, "p"}, {.region = "eu-north-1"}, environment()};
    at.put({"x", "1", "text/plain"});
    EXPECT_EQ(at.get("x").value().bytes, "1");
    // Signed for another region, a request is refused: so it was followed.
    CredentialChain chain{environment()};
    AwsClient stubborn{s3_service, chain, {.region = "eu-north-1"}};
    auto const response = stubborn.send({.url = fmt::format("{}/{}/p/x", endpoint, bucket)});
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(read_aws_error(response).code, "AuthorizationHeaderMalformed");
}

TEST_F(Swift, ChecksTheDigestOfWhatComesIn)
{
    CredentialChain chain{environment()};
    AwsClient client{s3_service, chain};
    auto const response = client.send({.method = "PUT",
                                       .url = fmt::format("{}/{}/p/x", endpoint, bucket),
                                       .headers = {{"X-Amz-Content-Sha256", sha256_hex("other bytes")}},
                                       .body = "bytes"});
    EXPECT_EQ(response.status, 400) << describe_failure(response);
    EXPECT_FALSE(bucket_at("p").head("x"));
}

TEST_F(Swift, SaysWhatIsWrong)
{
    auto const wrong_secret = test::message_of([&] { (void)bucket_at("p", {owner.id, "wrong"}).get("x"); });
    EXPECT_NE(wrong_secret.find("403 SignatureDoesNotMatch"), std::string::npos) << wrong_secret;
    EXPECT_NE(wrong_secret.find("The secret access key, from environment variables"), std::string::npos)
        << wrong_secret;
    auto const nobody = test::message_of([&] { (void)bucket_at("p", {"test:nobody", "wrong"}).get("x"); });
    EXPECT_NE(nobody.find("answered 403"), std::string::npos) << nobody;
    auto const condition = test::message_of([&] { bucket_at("p").put({"x", "1", "text/plain"}, {.absent = true}); });
    EXPECT_NE(condition.find("knows no conditional writes"), std::string::npos) << condition;
}

TEST_F(Swift, IsPublishedToOnlyWhenSomebodySeesToItThatRunsDoNotOverlap)
{
    auto words = std::vector<std::string>{"run",       "--replay", "demo/dc-area.warc.gz", "--out",
                                          place("dc"), "--run",    "2031-04-01T09-00-00Z"};
    auto const refused = almanac(words);
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("conditional_writes = false"), std::string::npos) << refused.err;
    EXPECT_TRUE(bucket_at("dc").list("").empty());

    TemporaryFolder const folder;
    words.insert(words.end(), {"--config", folder.write("almanac.toml", "[s3]\nconditional_writes = false\n")});
    auto const ended = almanac(words);
    EXPECT_EQ(ended.code, 0) << ended.err;
    words.back() = "almanac.toml";
    EXPECT_EQ(almanac(words).code, 0) << "it is published already";
    auto const links = almanac({"presign", "--out", place("dc"), "--for", "7d"});
    auto const begin = links.out.find("http://");
    auto const url = links.out.substr(begin, links.out.find('\n', begin) - begin);
    EXPECT_EQ(test::run_shell("curl -s -o /dev/null -w '%{http_code}' '" + url + "'"), "200");
    EXPECT_EQ(test::run_shell("curl -s -o /dev/null -w '%{http_code}' '" + url + "0'"), "403");
}

}  // namespace
}  // namespace almanac
