// Mails handed to a real mail server: Python's aiosmtpd.

#include "mail/sink.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

namespace almanac {
namespace {

using test::Sink;

std::string const message = "Subject: Hello\r\nFrom: a@example.org\r\n\r\nA line\r\n.\r\n..two dots\r\nFrom here\r\n";

Envelope envelope(std::vector<std::string> to = {"editor@example.org"})
{
    return {"calendar@example.org", std::move(to), message};
}

Sent send(Sink const& sink, std::string security, std::string user = {}, std::string password = {})
{
    return send_by_smtp(envelope(), sink.server(std::move(security), std::move(user), std::move(password)),
                        absl::Seconds(20));
}

TEST(Smtp, HandsTheMailOverAsItIs)
{
    ALMANAC_NEEDS_SINK();
    Sink const sink;
    auto const sent =
        send_by_smtp(envelope({"editor@example.org", "zoe@example.org"}), sink.server("none"), absl::Seconds(20));
    EXPECT_EQ(sent.problem, "");
    EXPECT_TRUE(sent.refused.empty());
    EXPECT_EQ(sink.mail(1), message);
    EXPECT_EQ(sink.envelope(1), R"({"from": "calendar@example.org", "to": ["editor@example.org", "zoe@example.org"], )"
                                R"("hello": "example.org", "tls": false, "user": null})");
}

TEST(Smtp, EncryptsAndLogsIn)
{
    ALMANAC_NEEDS_SINK();
    for (std::string const security : {"starttls", "tls"}) {
        SCOPED_TRACE(security);
        Sink const sink{{"--security", security, "--login", "me:s3cret word"}};
        EXPECT_EQ(send(sink, security, "me", "s3cret word").problem, "");
        EXPECT_EQ(sink.mail(1), message);
        EXPECT_NE(sink.envelope(1).find(R"("tls": true, "user": true)"), std::string::npos) << sink.envelope(1);

        auto const wrong = send(sink, security, "me", "wr0ng-password");
        EXPECT_EQ(wrong.problem, "the server does not take the user name or the password (it answered 535)");
        EXPECT_TRUE(wrong.unreachable);
        EXPECT_EQ(sink.mail(2), "");

        // Its certificate is nobody's: without being told, it is not trusted.
        auto server = sink.server(security, "me", "s3cret word");
        server.ca_file = {};
        EXPECT_EQ(send_by_smtp(envelope(), server, absl::Seconds(20)).problem,
                  "the certificate is not valid: self-signed certificate");
        EXPECT_EQ(sink.mail(2), "");
    }
}

TEST(Smtp, SendsNothingUnencrypted)
{
    ALMANAC_NEEDS_SINK();
    Sink const sink;
    EXPECT_EQ(send(sink, "starttls").problem,
              "the server offers no encryption (STARTTLS), so the mail was not handed to it");
    EXPECT_EQ(sink.mail(1), "");
    Sink const strict{{"--security", "starttls"}};
    EXPECT_EQ(send(strict, "none").problem, "the server refuses the sender: 530 Must issue a STARTTLS command first");
}

TEST(Smtp, TellsWhoWasRefused)
{
    ALMANAC_NEEDS_SINK();
    Sink const sink{{"--refuse", "gone@example.org"}};
    auto const some =
        send_by_smtp(envelope({"gone@example.org", "editor@example.org"}), sink.server("none"), absl::Seconds(20));
    EXPECT_EQ(some.problem, "");
    ASSERT_EQ(some.refused.size(), 1U);
    EXPECT_EQ(some.refused[0].address, "gone@example.org");
    EXPECT_EQ(some.refused[0].problem, "550 5.1.1 <gone@example.org>: no such user here");
    EXPECT_NE(sink.envelope(1).find(R"("to": ["editor@example.org"])"), std::string::npos);

    auto const all = send_by_smtp(envelope({"gone@example.org"}), sink.server("none"), absl::Seconds(20));
    EXPECT_EQ(all.problem, "the server refuses every recipient: 550 5.1.1 <gone@example.org>: no such user here");
    EXPECT_FALSE(all.unreachable);
}

TEST(Smtp, SaysHowAServerFailed)
{
    ALMANAC_NEEDS_SINK();
    struct Case {
        std::string behaviour, want;
    };
    Case const cases[] = {
        {"vanish", "the connection broke while the mail was handed over"},
        {"hang", "the server did not answer within 1.5 s"},
        {"silent", "the server did not answer within 1.5 s"},
        {"full", "the server refuses the mail: 452 4.3.1 the disk is full"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.behaviour);
        Sink const sink{{"--behave", c.behaviour}};
        auto const begin = absl::Now();
        EXPECT_EQ(send_by_smtp(envelope(), sink.server("none"), absl::Seconds(1.5)).problem, c.want);
        EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
        EXPECT_EQ(sink.mail(1), "");
    }
    SmtpServer nobody{.host = "127.0.0.1", .port = 1, .security = "none"};
    EXPECT_EQ(send_by_smtp(envelope(), nobody, absl::Seconds(5)).problem, "127.0.0.1 takes no connection");
    nobody.host = "mail.invalid";
    EXPECT_EQ(send_by_smtp(envelope(), nobody, absl::Seconds(5)).problem, "the name mail.invalid is not known");
}

TEST(Smtp, HandsOverSeveralMegabytes)
{
    ALMANAC_NEEDS_SINK();
    Sink const sink;
    std::string large = "Subject: Large\r\n\r\n";
    while (large.size() < 5'000'000)
        large += fmt::format(".{}\r\n", std::string(large.size() % 75, 'x'));
    EXPECT_EQ(send_by_smtp({"a@example.org", {"b@example.org"}, large}, sink.server("none"), absl::Seconds(30)).problem,
              "");
    EXPECT_TRUE(sink.mail(1) == large);
}

}  // namespace
}  // namespace almanac
