// The mail of a function's runs, from the event to the mailbox.

#include "lambda/function.hpp"
#include "mail/sink.hpp"
#include "support/aws_services.hpp"

namespace almanac {
namespace {

using test::RuntimeApi;
using test::Sink;

constexpr std::string_view mail = "[mail]\nto = [\"editor@example.org\"]\nfrom = \"calendar@example.org\"\n";

/// An event of the schedule at 18:00.
std::string scheduled(int day)
{
    return fmt::format(R"({{"version": "0", "detail-type": "Scheduled Event", "source": "aws.events",
                           "time": "2031-04-{:02}T18:00:00Z", "resources": []}})",
                       day);
}

class LambdaMail : public test::Lambda {
protected:
    void configure_smtp(Sink const& sink)
    {
        configure(fmt::format("{}via = \"smtp\"\n[mail.smtp]\nhost = \"127.0.0.1\"\nport = {}\n"
                              "user = \"SMTP_USER\"\npassword = \"SMTP_PASSWORD\"\n",
                              mail, sink.port()));
        m_variables = {{"SMTP_USER", "me"}, {"SMTP_PASSWORD", "s3cret-word"}, {"SSL_CERT_FILE", sink.certificate()}};
    }

    void configure_ses(std::string const& endpoint)
    {
        configure(fmt::format("{}via = \"ses\"\n", mail));
        m_variables = {{"AWS_ACCESS_KEY_ID", "ASIAROLE"},
                       {"AWS_SECRET_ACCESS_KEY", "role/secret+key"},
                       {"AWS_SESSION_TOKEN", "session-token"},
                       {"AWS_REGION", "us-east-1"},
                       {"AWS_ENDPOINT_URL_SESV2", endpoint}};
    }

    /// Each event is answered as done, with the exit code that the answer tells.
    void expect_runs(RuntimeApi const& api, std::vector<std::int64_t> const& codes)
    {
        m_log = run(api, m_variables).err;
        EXPECT_TRUE(api.faults().empty()) << api.faults().front();
        ASSERT_EQ(api.answers().size(), codes.size()) << m_log;
        for (std::size_t i = 0; i < codes.size(); ++i) {
            auto const& answer = api.answers().at(RuntimeApi::id(i));
            ASSERT_FALSE(answer.is_error) << answer.body;
            EXPECT_EQ(test::object_of(answer.body).at("exit").as_int64(), codes[i]) << answer.body;
        }
    }

    std::map<std::string, std::string> m_variables;
    std::string m_log;
};

TEST_F(LambdaMail, ArrivesOnceAlsoWhenItHasToBeTriedAgain)
{
    ALMANAC_NEEDS_SINK();
    Sink const sink{{"--security", "starttls", "--login", "me:s3cret-word", "--behave", "full-at-first"}};
    configure_smtp(sink);
    // Lambda may hand over an event twice.
    RuntimeApi const api{{scheduled(1), scheduled(1), scheduled(2), scheduled(2)}};
    expect_runs(api, {0, 0, 0, 0});
    EXPECT_NE(
        m_log.find("the mail of the run 2031-04-01T18-00-00Z was not sent: the server refuses the mail: 452 4.3.1 "
                   "the disk is full. It is tried again at the next run."),
        std::string::npos)
        << m_log;
    EXPECT_NE(m_log.find(R"("requestId":")" + RuntimeApi::id(0)), std::string::npos) << m_log;
    EXPECT_EQ(m_log.find("s3cret"), std::string::npos);
    EXPECT_EQ(m_pages.hits("/walks"), 4U) << "two sources, two runs: what is published already is not read again";

    EXPECT_NE(sink.mail(1).find("\r\n <2031-04-01T18-00-00Z."), std::string::npos) << sink.mail(1);
    EXPECT_NE(sink.mail(1).find("Subject: Almanac: 1 new, 1 event\r\n"), std::string::npos) << sink.mail(1);
    EXPECT_NE(sink.mail(1).find("This mail is late."), std::string::npos);
    EXPECT_NE(sink.mail(2).find("\r\n <2031-04-02T18-00-00Z."), std::string::npos) << sink.mail(2);
    EXPECT_NE(sink.mail(2).find("Subject: Almanac: nothing changed, 1 event\r\n"), std::string::npos) << sink.mail(2);
    EXPECT_EQ(sink.mail(3), "");
    EXPECT_NE(sink.envelope(1).find(R"("to": ["editor@example.org"])"), std::string::npos) << sink.envelope(1);
}

TEST_F(LambdaMail, GoesThroughSesWithTheKeysOfTheFunctionsRole)
{
    NEEDS_BOTOCORE();
    std::string const keys = R"("keys": {"ASIAROLE": {"secret": "role/secret+key", "token": "session-token"}})";
    test::AwsServices const services{fmt::format(R"({{{}, "down": ["ses"]}})", keys)};
    configure_ses(services.url("/ses"));
    RuntimeApi api{{scheduled(1), scheduled(2), scheduled(2)}};
    std::vector<std::string> refused;
    api.before([&](std::size_t number) {
        if (number != 1)
            return;
        refused = services.log();
        services.set(fmt::format("{{{}}}", keys));
    });
    expect_runs(api, {0, 0, 0});
    EXPECT_FALSE(refused.empty());
    for (auto const& line : refused)
        EXPECT_TRUE(line.starts_with("ses 500")) << line;
    auto sent = services.log();
    sent.erase(sent.begin(), sent.begin() + std::ssize(refused));
    EXPECT_EQ(sent, (std::vector<std::string>{"ses 200 SendEmail", "ses 200 SendEmail"}));
    EXPECT_NE(m_log.find("was not sent: SES answered 500 InternalFailure. It is tried again"), std::string::npos)
        << m_log;
}

TEST_F(LambdaMail, TellsThatNothingCouldBeRead)
{
    ALMANAC_NEEDS_SINK();
    Sink const sink{{"--security", "starttls", "--login", "me:s3cret-word"}};
    configure_smtp(sink);
    m_pages.on("/walks", test::Reply{.status = 503});
    // The run failed, so Lambda hands the event over once more.
    RuntimeApi const api{{scheduled(1), scheduled(1)}};
    auto const ended = run(api, m_variables);
    ASSERT_EQ(api.answers().size(), 2U) << ended.err;
    for (auto const& [id, answer] : api.answers()) {
        EXPECT_EQ(answer.type, "Almanac.Failed") << answer.body;
        EXPECT_NE(answer.body.find("no source could be read"), std::string::npos) << answer.body;
    }
    EXPECT_NE(sink.mail(1).find("Subject: Almanac: nothing could be read, 2 sources need attention\r\n"),
              std::string::npos)
        << sink.mail(1);
    EXPECT_EQ(sink.mail(2), "") << "the second try says nothing new";
}

}  // namespace
}  // namespace almanac
