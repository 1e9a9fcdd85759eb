// Who may do what, sessions and links, against a real S3 service.

#include "s3/s3_test.hpp"
#include "support/loopback_server.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <thread>

namespace almanac {
namespace {

class RadosgwRights : public test::S3Test {
protected:
    [[nodiscard]] Ended almanac(std::vector<std::string> const& words,
                                std::map<std::string, std::string> const& settings) const
    {
        return run_almanac_program(words, project_folder(), settings);
    }

    [[nodiscard]] std::vector<std::string> replay() const
    {
        return {"run", "--replay", "demo/dc-area.warc.gz", "--out", place("dc"), "--run", "2031-04-01T09-00-00Z"};
    }

    /// What deploy/base allows a harvest: objects below dc/, and listing them.
    [[nodiscard]] std::string statements(std::string const& principal) const
    {
        return fmt::format(R"([{{"Effect": "Allow", {0}"Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject",
                                 "s3:AbortMultipartUpload"], "Resource": "arn:aws:s3:::{1}/dc/*"}},
                               {{"Effect": "Allow", {0}"Action": "s3:ListBucket", "Resource": "arn:aws:s3:::{1}",
                                 "Condition": {{"StringLike": {{"s3:prefix": "dc/*"}}}}}}])",
                           principal, bucket);
    }

    /// That those keys can do all below dc/ and nothing beside it.
    void expect_only_prefix(test::Keys const& keys)
    {
        bucket_at("outside").put({"x", "not yours", "text/plain"});
        auto inside = bucket_at("dc", keys);
        inside.put({"x", "mine", "text/plain"});
        EXPECT_EQ(inside.get("x").value().bytes, "mine");
        EXPECT_EQ(inside.list("").size(), 1U);
        EXPECT_FALSE(inside.get("not there")) << "not there is not: not allowed";
        inside.remove("x");

        auto outside = bucket_at("outside", keys);
        EXPECT_THROW((void)outside.get("x"), StoreError);
        EXPECT_THROW(outside.put({"x", "mine", "text/plain"}), StoreError);
        EXPECT_THROW(outside.put({"new", "mine", "text/plain"}), StoreError);
        EXPECT_THROW(outside.remove("x"), StoreError);
        EXPECT_THROW((void)outside.list(""), StoreError);
        EXPECT_THROW((void)bucket_at("", keys).list(""), StoreError);
        EXPECT_EQ(bucket_at("outside").get("x").value().bytes, "not yours");
    }
};

TEST_F(RadosgwRights, APolicyForThePrefixIsEnough)
{
    EXPECT_EQ(almanac(replay(), variables(other)).code, 1);
    call(s3_service, "PUT", "/" + bucket + "?policy=",
         fmt::format(R"({{"Version": "2012-10-17", "Statement": {}}})",
                     statements(R"("Principal": {"AWS": "arn:aws:iam:::user/two"}, )")));
    expect_only_prefix(other);
    auto const ended = almanac(replay(), variables(other));
    EXPECT_EQ(ended.code, 0) << ended.err;
    auto words = replay();
    words[4] = place("outside");
    auto const refused = almanac(words, variables(other));
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("answered 403"), std::string::npos) << refused.err;
}

TEST_F(RadosgwRights, ARoleIsTakenOnAndItsLinksEndWithIt)
{
    auto const role = "harvest-" + bucket;
    auto const admin = "radosgw-admin -c " + conf + " ";
    test::run_shell(fmt::format(
        "{} role create --role-name={} --path=/ --assume-role-policy-doc='{{\"Version\":\"2012-10-17\",\"Statement\":"
        "[{{\"Effect\":\"Allow\",\"Principal\":{{\"AWS\":[\"arn:aws:iam:::user/two\"]}},\"Action\":"
        "[\"sts:AssumeRole\"]}}]}}' && {} role-policy put --role-name={} --policy-name=p --policy-doc='{}' 2>&1",
        admin, role, admin, role, fmt::format(R"({{"Version": "2012-10-17", "Statement": {}}})", statements(""))));
    TemporaryFolder const folder;
    auto settings = variables(other);
    settings["AWS_CONFIG_FILE"] = folder.write(
        "config", fmt::format("[profile base]\naws_access_key_id = {}\naws_secret_access_key = {}\n"
                              "[profile harvest]\nrole_arn = arn:aws:iam:::role/{}\nsource_profile = base\n",
                              other.id, other.secret, role));
    settings["AWS_PROFILE"] = "harvest";
    settings.erase("AWS_ACCESS_KEY_ID");
    settings.erase("AWS_SECRET_ACCESS_KEY");
    auto const ended = almanac(replay(), settings);
    ASSERT_EQ(ended.code, 0) << ended.err;

    // A role's session lives an hour, whatever is asked of a link.
    auto const links = almanac({"presign", "--out", place("dc"), "--for", "2d"}, settings);
    ASSERT_EQ(links.code, 0) << links.err;
    EXPECT_NE(links.out.find("and not in 2d, because the credentials that sign them end then"), std::string::npos)
        << links.out;
    auto const at = links.out.find("These links end ") + 16;
    absl::Time end;
    std::string problem;
    ASSERT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M:%S UTC", links.out.substr(at, 23), &end, &problem)) << links.out;
    EXPECT_LT(absl::AbsDuration(end - absl::Now() - absl::Hours(1)), absl::Minutes(2));
    auto const begin = links.out.find("http://");
    auto const url = links.out.substr(begin, links.out.find('\n', begin) - begin);
    EXPECT_NE(url.find("X-Amz-Security-Token="), std::string::npos);
    EXPECT_EQ(test::run_shell("curl -s -o /dev/null -w '%{http_code}' '" + url + "'"), "200");

    // The keys of a session are worth nothing without its token.
    auto const sts = call(
        sts_service, "POST", "/",
        fmt::format("Action=AssumeRole&Version=2011-06-15&RoleSessionName=test&RoleArn=arn:aws:iam:::role/{}", role),
        &other);
    test::Keys session{first_xml_element(sts, "AccessKeyId"), first_xml_element(sts, "SecretAccessKey"),
                       first_xml_element(sts, "SessionToken")};
    ASSERT_NE(session.token, "");
    EXPECT_TRUE(bucket_at("dc", session).get("latest/run.json"));
    EXPECT_THROW((void)bucket_at("outside", session).list(""), StoreError);
    auto of_session = variables(session);
    auto const unknown = almanac({"presign", "--out", place("dc")}, of_session);
    EXPECT_NE(unknown.out.find("at the latest, but before that with the credentials that sign them"), std::string::npos)
        << unknown.out << unknown.err;
    of_session["AWS_CREDENTIAL_EXPIRATION"] = first_xml_element(sts, "Expiration");
    EXPECT_NE(almanac({"presign", "--out", place("dc")}, of_session).out.find("and not in 2d, because"),
              std::string::npos);
    auto without = session;
    without.token.clear();
    EXPECT_THROW((void)bucket_at("dc", without).get("latest/run.json"), StoreError);
    auto damaged = session;
    damaged.token[damaged.token.size() / 2] = damaged.token[damaged.token.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_THROW((void)bucket_at("dc", damaged).get("latest/run.json"), StoreError);
}

TEST_F(RadosgwRights, ALinkEndsWithTheCredentialsThatSignIt)
{
    ASSERT_EQ(almanac(replay(), variables()).code, 0);
    test::LoopbackServer agent;
    auto settings = variables();
    settings.erase("AWS_ACCESS_KEY_ID");
    settings.erase("AWS_SECRET_ACCESS_KEY");
    settings["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = agent.url("/keys");
    auto const presign = [&](absl::Duration left) {
        auto const end = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::Now() + left, absl::UTCTimeZone());
        agent.on("/keys", {.body = fmt::format(R"({{"AccessKeyId":"{}","SecretAccessKey":"{}","Expiration":"{}"}})",
                                               owner.id, owner.secret, end)});
        return almanac({"presign", "--out", place("dc"), "--for", "2d"}, settings);
    };
    auto const soon = presign(absl::Minutes(10));
    EXPECT_EQ(soon.code, 0) << soon.err;
    EXPECT_NE(soon.out.find("and not in 2d, because the credentials that sign them end then.\n"), std::string::npos)
        << soon.out;
    EXPECT_NE(soon.out.find("X-Amz-Expires=59"), std::string::npos) << "9 minutes and some seconds: " << soon.out;
    auto const ended = presign(-absl::Minutes(1));
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(ended.out, "");
    EXPECT_NE(ended.err.find("The AWS credentials, from container, ended at 20"), std::string::npos) << ended.err;
    EXPECT_NE(ended.err.find("Get new ones"), std::string::npos) << ended.err;
}

TEST_F(RadosgwRights, LinksWorkWithoutCredentialsAndDieOnTime)
{
    ASSERT_EQ(almanac(replay(), variables()).code, 0);
    auto const link = bucket_at("dc").link("latest/events.csv", absl::Seconds(4));
    EXPECT_FALSE(link.shortened);
    auto const code = [&](std::string const& options, std::string const& url) {
        return test::run_shell("curl -s -o /dev/null -w '%{http_code}' " + options + " '" + url + "'");
    };
    EXPECT_EQ(code("", link.url), "200");
    EXPECT_EQ(code("-X PUT -d x", link.url), "403");
    EXPECT_EQ(code("", link.url.substr(0, link.url.find('?'))), "403");
    auto other_file = link.url;
    other_file.replace(other_file.find("events.csv"), 10, "venues.csv");
    EXPECT_EQ(code("", other_file), "403");
    absl::SleepFor(link.expires - absl::Now() + absl::Seconds(2));
    EXPECT_EQ(code("", link.url), "403");

    auto const links = almanac({"presign", "--out", place("dc"), "--format", "jsonl"}, variables());
    EXPECT_EQ(links.code, 0) << links.err;
    for (auto const* const name : {"events", "venues", "organizers", "changes", "report"})
        EXPECT_NE(links.out.find(fmt::format("{}-2031-04-01.csv\",\"url\":\"http", name)), std::string::npos)
            << links.out;
    EXPECT_EQ(almanac({"presign", "nothing.csv", "--out", place("dc")}, variables()).code, 1);
    EXPECT_EQ(links.out.find(owner.secret), std::string::npos);
}

TEST_F(RadosgwRights, AKeyThatIsTakenAwayIsRefused)
{
    auto const admin = "radosgw-admin -c " + conf + " ";
    test::Keys const gone{"GONE" + bucket, "secretGone0123456789"};
    test::run_shell(admin + "key create --uid=one --key-type=s3 --access-key=" + gone.id +
                    " --secret-key=" + gone.secret + " 2>&1 >/dev/null");
    auto at = bucket_at("dc", gone);
    at.put({"x", "1", "text/plain"});
    test::run_shell(admin + "key rm --uid=one --key-type=s3 --access-key=" + gone.id + " 2>&1 >/dev/null");
    auto const ended = almanac({"store", "cat", "x", "--out", place("dc")}, variables(gone));
    EXPECT_EQ(ended.code, 1);
    EXPECT_NE(ended.err.find("answered 403"), std::string::npos) << ended.err;
    EXPECT_EQ(ended.err.find(gone.secret), std::string::npos);
    EXPECT_EQ(ended.out, "");
}

TEST_F(RadosgwRights, AServerKilledInTheMiddleOfAnUploadLeavesWhatWasThere)
{
    bucket_at("p").put({"large", "before", "text/plain"});
    TemporaryFolder const folder;
    // A second radosgw of the same store, to be killed.
    auto const port = test::run_shell("python3 -c 'import socket; s = socket.socket(); s.bind((\"127.0.0.1\", 0)); "
                                      "print(s.getsockname()[1], end=\"\")'");
    auto const pid_file = folder.path("pid");
    test::run_shell(fmt::format(
        "radosgw -c {} -n client.rgw.a --rgw_frontends='beast endpoint=127.0.0.1:{}' "
        "--pid_file={} --admin_socket={}/asok --log_file={}/log > {}/start.log 2>&1 < /dev/null; "
        "for i in $(seq 200); do curl -s -o /dev/null http://127.0.0.1:{}/ && exit; sleep 0.1; "
        "done; exit 1",
        conf, port, pid_file, folder.path().string(), folder.path().string(), folder.path().string(), port));
    auto const pid = test::run_shell("cat " + pid_file);
    std::string const bytes(100U << 20U, 'x');
    std::string message;
    auto upload = std::thread{[&] {
        S3Bucket at{S3Place{bucket, "p"},
                    {.endpoint = "http://127.0.0.1:" + port},
                    environment(),
                    {.client = {.sleep = [](absl::Duration) {}}, .part_bytes = 5U << 20U}};
        try {
            at.put({"large", bytes, "text/plain"});
        } catch (StoreError const& error) {
            message = error.what();
        }
    }};
    auto const began = absl::Now();
    while (call(s3_service, "GET", "/" + bucket + "?uploads=").find("<UploadId>") == std::string::npos &&
           absl::Now() - began < absl::Seconds(20))
        absl::SleepFor(absl::Milliseconds(20));
    test::run_shell("kill -9 " + pid);
    upload.join();
    EXPECT_NE(message.find("could not be reached"), std::string::npos) << message;
    EXPECT_EQ(bucket_at("p").get("large").value().bytes, "before");
    bucket_at("p").put({"large", "after", "text/plain"});
    EXPECT_EQ(bucket_at("p").get("large").value().bytes, "after");
}

}  // namespace
}  // namespace almanac
