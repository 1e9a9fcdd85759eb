// S3Bucket against a real service.

#include "s3/s3_test.hpp"
#include "store/sha256.hpp"
#include "store/store.hpp"
#include "support/message_of.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <atomic>
#include <thread>

namespace almanac {
namespace {

using test::Keys;
using Paths = std::vector<std::string>;

class RadosgwBucket : public test::S3Test {};

Paths paths_of(std::vector<StoredEntry> const& entries)
{
    Paths paths;
    for (auto const& entry : entries)
        paths.push_back(entry.path);
    return paths;
}

TEST_F(RadosgwBucket, KeepsAndGivesBack)
{
    auto at = bucket_at("some/prefix");
    EXPECT_TRUE(at.list("").empty());
    EXPECT_FALSE(at.get("a/b.txt"));
    EXPECT_FALSE(at.head("a/b.txt"));
    std::string const bytes{"t\0o", 3};
    auto const etag = at.put({"a/b.txt", bytes, "text/plain"});
    EXPECT_EQ(at.get("a/b.txt").value().bytes, bytes);
    EXPECT_EQ(at.get("a/b.txt").value().etag, etag);
    EXPECT_EQ(at.head("a/b.txt").value().sha256, sha256_hex(bytes));
    at.put({"empty", "", "text/plain"});
    EXPECT_EQ(at.get("empty").value().bytes, "");
    at.remove("a/b.txt");
    at.remove("a/b.txt");
    auto const left = at.list("");
    ASSERT_EQ(paths_of(left), Paths{"empty"});
    EXPECT_LT(absl::AbsDuration(left[0].modified - absl::Now()), absl::Minutes(1));
    EXPECT_EQ(paths_of(bucket_at("").list("some/")), Paths{"some/prefix/empty"});
}

TEST_F(RadosgwBucket, TakesEveryNameThatAStoreTakes)
{
    auto at = bucket_at("p");
    Paths const names = {"a b", "a+b", "a&b=c?d#e", "a%20b", "a~b-c_d.e", "q'(x)!*;:@,$[y]", "z<&>\"", "Ünïcødé/日本"};
    for (auto const& name : names) {
        SCOPED_TRACE(name);
        at.put({name, "bytes of " + name, "text/plain"});
        EXPECT_EQ(at.get(name).value().bytes, "bytes of " + name);
        EXPECT_TRUE(at.copy(name, {name + "2", "bytes of " + name, "text/plain"}));
        EXPECT_EQ(at.get(name + "2").value().bytes, "bytes of " + name);
        EXPECT_EQ(paths_of(at.list(name)), (Paths{name, name + "2"}));
        at.remove(name + "2");
        EXPECT_FALSE(at.head(name + "2"));
    }
    EXPECT_EQ(at.list("").size(), names.size());
    EXPECT_NE(test::message_of([&] { at.put({"../x", "", ""}); }), "nothing was thrown");
}

TEST_F(RadosgwBucket, ListsPageByPage)
{
    auto at = bucket_at("p");
    std::vector<std::thread> threads;
    for (int part = 0; part < 4; ++part)
        threads.emplace_back([&, part] {
            auto mine = bucket_at("p");
            for (int i = part; i < 1100; i += 4)
                mine.put({fmt::format("{:04}", i), "", "text/plain"});
        });
    for (auto& thread : threads)
        thread.join();
    auto const all = at.list("");
    ASSERT_EQ(all.size(), 1100U);
    EXPECT_EQ(all.back().path, "1099");
    EXPECT_EQ(at.list("10").size(), 100U);
}

TEST_F(RadosgwBucket, SendsLargeFilesInPartsAndLeavesNoneBehind)
{
    auto at = bucket_at("p", owner, {.part_bytes = 5U << 20U});
    std::string bytes(12U << 20U, 'x');
    for (std::size_t i = 0; i < bytes.size(); i += 4096)
        bytes[i] = static_cast<char>('a' + i / 4096 % 26);
    ASSERT_TRUE(at.put({"large", bytes, "application/octet-stream"}));
    EXPECT_NE(at.head("large").value().etag.find("-3"), std::string::npos) << "it did not go up in three parts";
    EXPECT_EQ(sha256_hex(at.get("large").value().bytes), sha256_hex(bytes));
    EXPECT_EQ(at.head("large").value().sha256, sha256_hex(bytes));
    EXPECT_EQ(call(s3_service, "GET", "/" + bucket + "?uploads=").find("<UploadId>"), std::string::npos);
}

TEST_F(RadosgwBucket, WritesOnConditionOnly)
{
    auto at = bucket_at("p");
    auto const first = at.put({"x", "one", ""}, {.absent = true});
    ASSERT_TRUE(first);
    EXPECT_FALSE(at.put({"x", "two", ""}, {.absent = true}));
    EXPECT_EQ(at.put({"x", "one", ""}, {.absent = true}), first) << "it is what was to be written";
    auto const second = at.put({"x", "two", ""}, {.etag = *first});
    ASSERT_TRUE(second);
    EXPECT_FALSE(at.put({"x", "three", ""}, {.etag = *first}));
    EXPECT_FALSE(at.put({"not there", "three", ""}, {.etag = *first}));
    EXPECT_EQ(at.get("x").value().bytes, "two");
}

TEST_F(RadosgwBucket, LetsOneOfEightWritersWin)
{
    for (int round = 0; round < 5; ++round) {
        auto at = bucket_at("p");
        auto const before = round == 0 ? std::nullopt : at.head("x");
        PutCondition const condition = before ? PutCondition{.etag = before->etag} : PutCondition{.absent = true};
        std::atomic<int> winners = 0;
        std::string won;
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&, i] {
                auto const bytes = fmt::format("round {} writer {}", round, i);
                if (bucket_at("p").put({"x", bytes, "text/plain"}, condition) && ++winners == 1)
                    won = bytes;
            });
        for (auto& thread : threads)
            thread.join();
        EXPECT_EQ(winners, 1) << "round " << round;
        EXPECT_EQ(at.get("x").value().bytes, won);
    }
}

TEST_F(RadosgwBucket, SeesDamage)
{
    bucket_at("p").put({"x", "true", "text/plain"});
    // Another program writes other bytes under our digest.
    auto const digest = bucket_at("p").head("x").value().sha256;
    test::run_shell(fmt::format("printf false | aws --endpoint-url {} s3 cp --metadata sha256={} - s3://{}/p/x",
                                endpoint, digest, bucket),
                    variables());
    auto const message = test::message_of([&] { (void)bucket_at("p").get("x"); });
    EXPECT_NE(message.find("/p/x is damaged"), std::string::npos) << message;
}

TEST_F(RadosgwBucket, SaysWhatIsWrongAndWhatToDo)
{
    bucket_at("p").put({"x", "1", "text/plain"});
    struct Case {
        Keys keys;
        S3Place place;
        std::vector<std::string> words;
    };
    Case const cases[] = {
        // With STS switched on, radosgw tells neither a wrong key nor a wrong secret from what is not allowed.
        {{owner.id, "wrong"}, {bucket, "p"}, {"answered 403", "environment variables, are wrong"}},
        {{"AKIDNOBODY", owner.secret}, {bucket, "p"}, {"answered 403", "environment variables, are wrong"}},
        {other, {bucket, "p"}, {"403 AccessDenied", "s3:GetObject"}},
        {owner, {"almanac-none", "p"}, {"404 NoSuchBucket", "Create the bucket"}},
    };
    for (auto const& c : cases) {
        auto const message = test::message_of([&] { (void)S3Bucket(c.place, {}, environment(c.keys)).get("x"); });
        for (auto const& word : c.words)
            EXPECT_NE(message.find(word), std::string::npos) << word << ": " << message;
        EXPECT_NE(message.find("Could not read s3://" + c.place.bucket + "/p/x: " + endpoint), std::string::npos)
            << message;
        EXPECT_EQ(message.find(owner.secret), std::string::npos);
    }
    auto const nowhere = test::message_of([&] {
        (void)S3Bucket(S3Place{bucket, "p"}, {.endpoint = "http://127.0.0.1:1"}, environment(),
                       {.client = {.sleep = [](absl::Duration) {}}})
            .get("x");
    });
    EXPECT_NE(nowhere.find("could not be reached"), std::string::npos) << nowhere;
    EXPECT_NE(nowhere.find("AWS_ENDPOINT_URL_S3"), std::string::npos) << nowhere;
}

TEST_F(RadosgwBucket, TakesOverTheClockOfTheService)
{
    auto slow = bucket_at("p", owner, {.client = {.now = [] { return absl::Now() - absl::Hours(2); }}});
    slow.put({"x", "1", "text/plain"});
    EXPECT_EQ(slow.get("x").value().bytes, "1");
    EXPECT_LT(absl::AbsDuration(slow.now() - absl::Now()), absl::Minutes(1));
}

TEST_F(RadosgwBucket, IsFoundByHostNameToo)
{
    // radosgw knows BUCKET.s3.localhost as a bucket, and that name is this machine (RFC 6761 section 6.3).
    auto const port = endpoint.substr(endpoint.rfind(':'));
    S3Bucket at{S3Place{bucket, "p"}, {.endpoint = "http://s3.localhost" + port, .path_style = false}, environment()};
    at.put({"ä b", "by host", "text/plain"});
    EXPECT_EQ(at.get("ä b").value().bytes, "by host");
    EXPECT_EQ(paths_of(at.list("")), Paths{"ä b"});
    EXPECT_EQ(at.link("ä b", absl::Minutes(1)).url.substr(0, 8 + bucket.size()), "http://" + bucket + ".");
    EXPECT_EQ(bucket_at("p").get("ä b").value().bytes, "by host");
}

}  // namespace
}  // namespace almanac
