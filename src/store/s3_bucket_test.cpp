// What no real service can be made to answer when a test wants it. What one does answer: tests/s3/.

#include "store/object_headers.hpp"
#include "store/s3_bucket.hpp"
#include "store/s3_error.hpp"
#include "store/s3_listing.hpp"
#include "store/sha256.hpp"
#include "support/loopback_server.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

namespace almanac {
namespace {

using test::Asked;
using test::LoopbackServer;
using test::Reply;

std::string error_xml(std::string_view code, std::string_view more = {})
{
    return fmt::format("<?xml version=\"1.0\"?><Error><Code>{}</Code><Message>So it is.</Message>{}</Error>", code,
                       more);
}

/// A service that answers what a test wants of s3://bucket/p/x.
struct World {
    LoopbackServer server;
    std::vector<absl::Duration> slept;
    Environment environment = [this](std::string_view name) -> std::optional<std::string> {
        std::map<std::string_view, std::string> const variables = {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"},
                                                                   {"AWS_SECRET_ACCESS_KEY", "very secret"},
                                                                   {"AWS_ENDPOINT_URL_S3", server.url("/")}};
        auto const at = variables.find(name);
        return at == variables.end() ? std::nullopt : std::optional{at->second};
    };
    S3Bucket bucket{S3Place{"bucket", "p"},
                    {},
                    environment,
                    {.client = {.sleep = [this](absl::Duration time) { slept.push_back(time); }}, .part_bytes = 1000}};

    void on(std::function<Reply(Asked const&)> handler) { server.on("/bucket/p/x", std::move(handler)); }

    /// What went wrong with `work`, as a person reads it.
    static std::string message(std::function<void()> const& work)
    {
        try {
            work();
        } catch (StoreError const& error) {
            return error.what();
        }
        return "no error";
    }
};

TEST(S3Bucket, RecognisesAPutWhoseAnswerWasLost)
{
    World world;
    std::string stored;
    world.on([&](Asked const& asked) -> Reply {
        if (asked.method == "PUT" && !stored.empty() && !header(asked.headers, "If-None-Match").empty())
            return {.status = 412, .body = error_xml("PreconditionFailed")};
        if (asked.method == "PUT") {
            stored = asked.body;
            return {.raw = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"};
        }
        return {.headers = {{"ETag", "\"e1\""}, {"x-amz-meta-sha256", sha256_hex(stored)}}};
    });
    EXPECT_EQ(world.bucket.put({"x", "mine", "text/plain"}, {.absent = true}), "\"e1\"");
    stored = "another's";
    EXPECT_EQ(world.bucket.put({"x", "mine", "text/plain"}, {.absent = true}), std::nullopt);
    EXPECT_EQ(world.bucket.put({"x", "mine", "text/plain"}), "\"e1\"") << "three answers lost";
}

TEST(S3Bucket, TriesARaceAgain)
{
    World world;
    int puts = 0;
    world.on([&](Asked const&) -> Reply {
        if (++puts < 3)
            return {.status = 409, .body = error_xml("ConditionalRequestConflict")};
        return {.headers = {{"ETag", "\"e1\""}}};
    });
    EXPECT_EQ(world.bucket.put({"x", "mine", ""}, {.etag = "\"e0\""}), "\"e1\"");
    EXPECT_EQ(puts, 3);
}

TEST(S3Bucket, WaitsForAServiceThatIsOverloaded)
{
    World world;
    world.server.on("/bucket/p/x", std::vector<Reply>{{.status = 503, .body = error_xml("SlowDown")},
                                                      {.status = 503, .body = error_xml("SlowDown")},
                                                      {.body = "bytes"}});
    EXPECT_EQ(world.bucket.get("x").value().bytes, "bytes");
    EXPECT_EQ(world.slept.size(), 2U);
    world.server.on("/bucket/p/x", Reply{.status = 503, .body = error_xml("SlowDown")});
    auto const message = world.message([&] { world.bucket.put({"x", "mine", ""}); });
    EXPECT_NE(message.find("answered 503 SlowDown: So it is. It was tried several times"), std::string::npos)
        << message;
}

TEST(S3Bucket, FollowsTheRegionOfABucket)
{
    World world;
    world.on([&](Asked const& asked) -> Reply {
        if (header(asked.headers, "Authorization").find("/eu-north-1/") != std::string_view::npos)
            return {.body = "found"};
        return {.status = 400, .body = error_xml("AuthorizationHeaderMalformed", "<Region>eu-north-1</Region>")};
    });
    EXPECT_EQ(world.bucket.get("x").value().bytes, "found");
    EXPECT_EQ(world.bucket.get("x").value().bytes, "found");
    EXPECT_EQ(world.server.hits("/bucket/p/x"), 3U) << "it is asked in the right region from then on";
}

TEST(S3Bucket, SaysWhatToDo)
{
    struct Case {
        Reply reply;
        std::string_view want;
    };
    Case const cases[] = {
        {{.status = 403, .body = error_xml("SignatureDoesNotMatch")},
         "The secret access key, from environment variables"},
        {{.status = 403, .body = error_xml("InvalidAccessKeyId")}, "is not known there"},
        {{.status = 400, .body = error_xml("ExpiredToken")}, "is over or unknown there: get new ones"},
        {{.status = 403, .body = error_xml("AccessDenied")}, "have to be allowed s3:PutObject"},
        {{.status = 403, .body = error_xml("RequestTimeTooSkewed")}, "Set the clock"},
        {{.status = 404, .body = error_xml("NoSuchBucket")}, "Create the bucket"},
        {{.status = 301, .headers = {{"x-amz-bucket-region", "eu-west-1"}}, .body = error_xml("PermanentRedirect")},
         "answered 301 PermanentRedirect"},
        {{.status = 501, .body = error_xml("NotImplemented")}, "docs/s3.md"},
    };
    for (auto const& c : cases) {
        World world;
        world.server.on("/bucket/p/x", c.reply);
        auto const message = world.message([&] { world.bucket.put({"x", "mine", ""}); });
        EXPECT_NE(message.find(c.want), std::string::npos) << message;
        EXPECT_EQ(message.find("very secret"), std::string::npos);
    }
    World world;
    world.server.on("/bucket/p/x", Reply{.status = 501, .body = error_xml("NotImplemented")});
    auto const message = world.message([&] { world.bucket.put({"x", "mine", ""}, {.absent = true}); });
    EXPECT_NE(message.find("knows no conditional writes"), std::string::npos) << message;
}

TEST(S3Bucket, RemovesThePartsOfAnUploadThatFails)
{
    World world;
    world.on([&](Asked const& asked) -> Reply {
        if (asked.target.ends_with("?uploads="))
            return {.body = "<R><UploadId>u/1</UploadId></R>"};
        if (asked.target.find("partNumber=2") != std::string::npos)
            return {.status = 500};
        return {.headers = {{"ETag", "\"part\""}}};
    });
    auto const message = world.message([&] { world.bucket.put({"x", std::string(2500, 'x'), ""}); });
    EXPECT_NE(message.find("answered 500"), std::string::npos) << message;
    auto const asked = world.server.asked();
    ASSERT_EQ(asked.size(), 7U);  // begun, one part, the other three times, a look, removed
    EXPECT_EQ(std::ranges::count(asked, "DELETE", &Asked::method), 1);
}

TEST(S3Bucket, TellsWhatIsNotThereFromWhatIsNotAllowed)
{
    World world;
    world.server.on("/bucket/p/x", Reply{.status = 403, .body = error_xml("AccessDenied")});
    world.server.on("/bucket/", Reply{.body = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"});
    EXPECT_FALSE(world.bucket.get("x"));
    world.server.on("/bucket/",
                    Reply{.body = "<ListBucketResult><Contents><Key>p/x</Key></Contents></ListBucketResult>"});
    EXPECT_NE(world.message([&] { (void)world.bucket.get("x"); }).find("s3:GetObject"), std::string::npos);
}

TEST(S3Listing, IsReadWhateverItHolds)
{
    auto const read = [](std::string_view inside) {
        return read_s3_listing(fmt::format("<ListBucketResult>{}</ListBucketResult>", inside));
    };
    EXPECT_EQ(read("").objects.size(), 0U);
    auto const one = read("<EncodingType>url</EncodingType><Contents><Key>a+b%2Bc/%C3%A4</Key><Size>12</Size>"
                          "<LastModified>2026-11-24T08:00:00.000Z</LastModified></Contents>");
    ASSERT_EQ(one.objects.size(), 1U);
    EXPECT_EQ(one.objects[0].path, "a b+c/ä");
    EXPECT_EQ(one.objects[0].bytes, 12);
    EXPECT_EQ(one.objects[0].modified, absl::FromCivil(absl::CivilSecond{2026, 11, 24, 8, 0, 0}, absl::UTCTimeZone()));
    auto const plain = read("<Contents><Key>a+b%2B</Key></Contents><Contents><Key>c</Key></Contents>"
                            "<IsTruncated>true</IsTruncated><NextContinuationToken>n</NextContinuationToken>");
    ASSERT_EQ(plain.objects.size(), 2U);
    EXPECT_EQ(plain.objects[0].path, "a+b%2B");
    EXPECT_EQ(plain.next, "n");
    EXPECT_NE(read("<IsTruncated>true</IsTruncated>").problem, "");
    EXPECT_NE(read_s3_listing("<html>a portal</html>").problem, "");
    EXPECT_NE(read_s3_listing("").problem, "");
}

TEST(S3Place, IsReadFromWhatPeopleWrite)
{
    EXPECT_EQ(read_s3_place("out"), std::nullopt);
    EXPECT_EQ(read_s3_place("s3://b-1.x"), (S3Place{"b-1.x", ""}));
    EXPECT_EQ(read_s3_place("s3://bucket/a/b/"), (S3Place{"bucket", "a/b"}));
    EXPECT_EQ(to_text({"bucket", "a"}, "x/y"), "s3://bucket/a/x/y");
    EXPECT_EQ(to_text({"bucket", ""}), "s3://bucket");
    for (auto const* const bad : {"s3://", "s3:///a", "s3://b", "s3://Bucket", "s3://bucket/../a", "s3://bucket//a",
                                  "s3://user@host", "s3://a..b"})
        EXPECT_THROW((void)read_s3_place(bad), StoreError) << bad;
    EXPECT_THROW((void)make_store("gs://bucket"), StoreError);
}

TEST(S3Objects, SayWhatTheyAre)
{
    auto const csv = object_headers("data/events-2026-11-23.csv", "text/csv; charset=utf-8", "d");
    EXPECT_EQ(header(csv, "Content-Type"), "text/csv; charset=utf-8");
    EXPECT_EQ(header(csv, "Content-Disposition"), "attachment; filename=\"events-2026-11-23.csv\"");
    EXPECT_EQ(header(csv, "Cache-Control"), "max-age=300");
    EXPECT_EQ(header(csv, "x-amz-meta-sha256"), "d");
    auto const page = object_headers("latest/report.html", "text/html", "d");
    EXPECT_EQ(header(page, "Content-Disposition"), "");
    EXPECT_EQ(header(page, "Cache-Control"), "no-cache");
}

}  // namespace
}  // namespace almanac
