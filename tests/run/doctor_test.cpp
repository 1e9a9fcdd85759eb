// `almanac doctor` against servers of this machine, well and ill.

#include "mail/sink.hpp"
#include "s3/s3_test.hpp"
#include "support/aws_services.hpp"
#include "support/loopback_server.hpp"
#include "support/program.hpp"
#include "text/text.hpp"

#include <absl/time/clock.h>
#include <absl/time/time.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

namespace almanac {
namespace {

using test::AwsServices;
using test::LoopbackServer;
using test::Reply;
using Variables = std::map<std::string, std::string>;

struct World {
    LoopbackServer site{LoopbackServer::Protocol::https};
    TemporaryFolder folder;
    Variables variables;

    explicit World(absl::Duration clock = absl::ZeroDuration())
    {
        site.on("/robots.txt", Reply{.headers = {{"Date", absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT",
                                                                           absl::Now() + clock, absl::UTCTimeZone())}},
                                     .body = "User-agent: *\nAllow: /\n"});
        std::filesystem::create_directory(folder.path() / "sources");
        (void)folder.write("almanac.toml", "");
        (void)folder.write("sources/site.toml",
                           fmt::format("name = \"Site\"\nurl = \"{}\"\nallow_private = true\nheaders = {{ X-Api-Key = "
                                       "\"{{token}}\" }}\ntoken = \"SITE_KEY\"\n",
                                       site.url("/events")));
        variables["SSL_CERT_FILE"] = folder.write("ca.pem", site.certificate());
        variables["SITE_KEY"] = "t0p-s3cr3t";
    }

    [[nodiscard]] Ended doctor(std::vector<std::string> arguments = {}) const
    {
        arguments.insert(arguments.begin(), "doctor");
        return run_almanac_program(arguments, folder.path(), variables);
    }
};

/// Whether a line holds all of these, in this order.
testing::AssertionResult says(Ended const& ended, std::string_view health, std::string_view what)
{
    for (auto const line : split(std::string_view{ended.out}, '\n'))
        if (line.starts_with(health) && line.find(what) != std::string_view::npos)
            return testing::AssertionSuccess();
    return testing::AssertionFailure() << "no line '" << health << " ... " << what << "' in\n"
                                       << ended.out << ended.err;
}

TEST(Doctor, FindsAllWell)
{
    World const world;
    auto const ended = world.doctor();
    EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
    EXPECT_TRUE(ended.out.ends_with("All is well.\n")) << ended.out;
    EXPECT_TRUE(says(ended, "ok", "SITE_KEY (of site)"));
    EXPECT_TRUE(says(ended, "ok", "1 of 1 answer"));
    EXPECT_TRUE(says(ended, "ok", "agrees with that of the hosts"));
    EXPECT_EQ(ended.out.find("t0p-s3cr3t"), std::string::npos);
    EXPECT_EQ(ended.out.find('\x1b'), std::string::npos) << "colours are for terminals";
    EXPECT_FALSE(std::filesystem::exists(world.folder.path() / "out")) << "it changes nothing";
    EXPECT_LE(world.site.asked().size(), 2U) << "robots.txt, and no page";
}

TEST(Doctor, SaysWhetherAMailCouldBeSent)
{
    World world;
    (void)world.folder.write("almanac.toml", "[mail]\nto = [\"a@example.org\"]\nfrom = \"b@example.org\"\nvia = "
                                             "\"smtp\"\n[mail.smtp]\nhost = \"smtp.example.org\"\nuser = "
                                             "\"MAIL_USER\"\npassword = \"MAIL_PASSWORD\"\n");
    world.variables["MAIL_USER"] = "almanac";
    auto const without = world.doctor({"--offline"});
    EXPECT_EQ(without.code, 1) << without.out;
    EXPECT_TRUE(says(without, "failed", "MAIL_PASSWORD is not set"));
    world.variables["MAIL_PASSWORD"] = "p4ss";
    auto const with = world.doctor({"--offline"});
    EXPECT_EQ(with.code, 0) << with.out << with.err;
    EXPECT_TRUE(says(with, "ok", "through smtp.example.org"));
    EXPECT_EQ(with.out.find("p4ss"), std::string::npos);
}

TEST(Doctor, LogsInToTheMailServer)
{
    ALMANAC_NEEDS_SINK();
    test::Sink const sink{{"--security", "starttls", "--login", "almanac:p4ss-word"}};
    World world;
    auto const configure = [&](std::string_view host, int port) {
        (void)world.folder.write("almanac.toml",
                                 fmt::format("[mail]\nto = [\"a@example.org\"]\nfrom = \"b@example.org\"\nvia = "
                                             "\"smtp\"\n[mail.smtp]\nhost = \"{}\"\nport = {}\nuser = \"MAIL_USER\"\n"
                                             "password = \"MAIL_PASSWORD\"\n",
                                             host, port));
    };
    world.variables["MAIL_USER"] = "almanac";
    world.variables["MAIL_PASSWORD"] = "p4ss-word";
    world.variables["SSL_CERT_FILE"] =
        world.folder.write("ca.pem", world.site.certificate() + read_whole_file(sink.certificate()));
    configure("127.0.0.1", sink.port());
    auto const well = world.doctor();
    EXPECT_EQ(well.code, 0) << well.out;
    EXPECT_TRUE(says(well, "ok", "through 127.0.0.1; `almanac mail --test` sends one"));

    world.variables["MAIL_PASSWORD"] = "wr0ng-word";
    auto const wrong = world.doctor();
    EXPECT_EQ(wrong.code, 1);
    EXPECT_TRUE(says(wrong, "failed", "the server does not take the user name or the password (it answered 535)"));
    EXPECT_TRUE(says(wrong, "", "Correct host, port, security, user or password in [mail.smtp]"));
    EXPECT_EQ(wrong.out.find("wr0ng-word"), std::string::npos);

    configure("mail.invalid", 587);
    EXPECT_TRUE(says(world.doctor(), "failed", "through mail.invalid: the name mail.invalid is not known"));
    EXPECT_EQ(sink.mail(1), "") << "nothing is sent";
}

TEST(Doctor, SaysWhichNamesAreNotKnown)
{
    World const world;
    (void)world.folder.write("sources/moved.toml",
                             "name = \"Moved\"\nurl = \"https://calendar.moved.invalid/events\"\n");
    auto const some = world.doctor();
    EXPECT_EQ(some.code, 0) << some.out;
    EXPECT_TRUE(says(some, "warning", "1 of 2 names are known"));
    EXPECT_TRUE(says(some, "warning", "1 of 2 answer"));
    EXPECT_TRUE(says(some, "warning", "the name calendar.moved.invalid is not known"));
    EXPECT_TRUE(says(some, "", "Is `url` of the source moved right, or did the site move?"));

    std::filesystem::remove(world.folder.path() / "sources/site.toml");
    auto const none = world.doctor();
    EXPECT_EQ(none.code, 1) << none.out;
    EXPECT_TRUE(says(none, "failed", "no name is known"));
    EXPECT_TRUE(says(none, "", "Is the network there? See /etc/resolv.conf"));
    EXPECT_TRUE(says(none, "failed", "0 of 1 answer"));
}

TEST(Doctor, TriesNoBucketWithoutCredentials)
{
    World world;
    world.variables["AWS_EC2_METADATA_DISABLED"] = "true";
    auto const ended = world.doctor({"--out", "s3://bucket/almanac"});
    EXPECT_EQ(ended.code, 1);
    EXPECT_TRUE(says(ended, "failed", "There are no AWS credentials."));
    EXPECT_TRUE(says(ended, "failed", "There is no AWS region: set AWS_REGION"));
    EXPECT_TRUE(says(ended, "left out", "not checked: that needs what failed above"));

    world.variables["AWS_ACCESS_KEY_ID"] = "ASIA";
    world.variables["AWS_SECRET_ACCESS_KEY"] = "s";
    world.variables["AWS_SESSION_TOKEN"] = "t";
    world.variables["AWS_CREDENTIAL_EXPIRATION"] = "2026-01-01T00:00:00Z";
    EXPECT_TRUE(says(world.doctor({"--out", "s3://bucket/almanac"}), "failed", "ended at 2026-01-01 00:00 UTC"));
}

TEST(Doctor, SaysWhatIsWrongAndWhatToDo)
{
    World const early{absl::Minutes(-17)};
    EXPECT_TRUE(says(early.doctor(), "warning", "this machine's is 17 minutes fast"));
    EXPECT_EQ(early.doctor().code, 0);

    World untrusted;
    untrusted.variables.erase("SSL_CERT_FILE");
    auto const tls = untrusted.doctor();
    EXPECT_EQ(tls.code, 1);
    EXPECT_TRUE(says(tls, "failed", "0 of 1 answer"));
    EXPECT_TRUE(says(tls, "warning", "the certificate is not valid"));
    EXPECT_TRUE(says(tls, "left out", "no host told its time"));

    World ca;
    ca.variables["SSL_CERT_FILE"] = "/nowhere.pem";
    EXPECT_TRUE(says(ca.doctor(), "failed", "/nowhere.pem cannot be read"));

    World bare;
    bare.variables.erase("SITE_KEY");
    EXPECT_TRUE(says(bare.doctor(), "warning", "SITE_KEY is not set."));
    EXPECT_EQ(bare.doctor().code, 0);
    (void)bare.folder.write("file", "");
    EXPECT_TRUE(says(bare.doctor({"--out", "file"}), "failed", "file cannot be written"));
    EXPECT_EQ(bare.doctor({"--out", "file", "--offline"}).code, 1);
}

TEST(Doctor, ChecksWhatAwsKeeps)
{
    NEEDS_BOTOCORE();
    AwsServices const services{R"({"parameters":{"/site":"t0p-s3cr3t"},"container":{"authorization":"go"}})"};
    World world;
    (void)world.folder.write("almanac.toml", "[tokens]\nSITE_KEY = \"ssm:/site\"\n");
    world.variables.erase("SITE_KEY");
    world.variables["AWS_ENDPOINT_URL_SSM"] = services.url("/ssm");
    world.variables["AWS_REGION"] = "us-east-1";
    world.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = services.url("/container/keys");
    world.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "go";
    auto const well = world.doctor();
    EXPECT_EQ(well.code, 0) << well.out;
    EXPECT_TRUE(says(well, "ok", "container, valid until 20"));
    EXPECT_TRUE(says(well, "ok", "ssm:/site (of site)"));
    EXPECT_TRUE(says(well, "ok", "us-east-1"));
    EXPECT_EQ(well.out.find("t0p-s3cr3t"), std::string::npos);

    auto const before = services.log().size();
    auto const offline = world.doctor({"--offline"});
    EXPECT_EQ(services.log().size(), before);
    EXPECT_TRUE(says(offline, "left out", "ssm:/site"));

    world.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "stop";
    auto const refused = world.doctor();
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(says(refused, "failed", "The container's credentials answered 401"));
    world.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "go";
    services.set(R"({"container":{"authorization":"go"}})");
    EXPECT_TRUE(says(world.doctor(), "failed", "ssm:/site: there is no such parameter in us-east-1."));
}

class RadosgwDoctor : public test::S3Test {};

TEST_F(RadosgwDoctor, TriesTheBucketAndLeavesNothing)
{
    World world;
    for (auto const& [name, value] : variables())
        world.variables[name] = value;
    auto const well = world.doctor({"--out", place("almanac")});
    EXPECT_EQ(well.code, 0) << well.out;
    EXPECT_TRUE(says(well, "ok", "can be listed, written, read and deleted from"));
    EXPECT_TRUE(says(well, "ok", "environment variables, which do not expire"));
    EXPECT_EQ(call(s3_service, "GET", "/" + bucket + "?list-type=2").find("<Key>"), std::string::npos);

    for (auto const& [name, value] : variables(other))
        world.variables[name] = value;
    auto const refused = world.doctor({"--out", place("almanac")});
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(says(refused, "failed", "cannot be written: ")) << refused.out;
}

}  // namespace
}  // namespace almanac
