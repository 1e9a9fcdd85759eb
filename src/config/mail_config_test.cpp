#include "config/loaders.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

struct Read {
    Config config;
    std::string findings;  ///< "LINE: sentence", one a line
};

Read read(std::string const& toml)
{
    Findings findings;
    auto document = parse_toml(toml, "almanac.toml", findings);
    Read out;
    Shape shape;
    if (document) {
        out.config = read_config(Table{*document, shape, findings});
        report_unknown_keys(*document, shape, findings);
    }
    for (auto const& finding : findings.sorted())
        out.findings += std::to_string(finding.position.line) + ": " + finding.sentence + "\n";
    return out;
}

TEST(MailConfig, ReadsEveryKey)
{
    auto const got = read(R"([mail]
to = ["editor@example.org", "Zoë <zoe@example.org>"]
from = "Calendar <calendar@example.org>"
when = "change"
via = "smtp"
attach = false
link_days = 2
[mail.smtp]
host = "smtp.example.org"
port = 2525
security = "tls"
user = "SMTP_USER"
password = "SMTP_PASSWORD"
)");
    EXPECT_EQ(got.findings, "");
    auto const& mail = got.config.mail;
    ASSERT_EQ(mail.to.size(), 2U);
    EXPECT_EQ(mail.to[1], (Mailbox{"Zoë", "zoe@example.org"}));
    EXPECT_EQ(mail.from, (Mailbox{"Calendar", "calendar@example.org"}));
    EXPECT_EQ(mail.when, "change");
    EXPECT_EQ(mail.via, "smtp");
    EXPECT_FALSE(mail.attach);
    EXPECT_EQ(mail.link_days, 2);
    EXPECT_EQ(mail.smtp.host, "smtp.example.org");
    EXPECT_EQ(mail.smtp.port, 2525);
    EXPECT_EQ(mail.smtp.security, "tls");
    EXPECT_EQ(mail.smtp.user, "SMTP_USER");
    EXPECT_EQ(mail.smtp.password, "SMTP_PASSWORD");
}

TEST(MailConfig, NeedsNoMail)
{
    auto const got = read("");
    EXPECT_EQ(got.findings, "");
    EXPECT_TRUE(got.config.mail.to.empty());
}

TEST(MailConfig, ExplainsEveryMistake)
{
    std::string const good = "[mail]\nto = [\"a@example.org\"]\nfrom = \"b@example.org\"\n";
    std::string const smtp = good + "via = \"smtp\"\n[mail.smtp]\n";
    struct Case {
        std::string toml, want;
    };
    Case const cases[] = {
        {"[mail]\n", "1: [mail] needs 'from': the address that sends it\n1: [mail] needs 'to': the addresses that get "
                     "the mail\n"},
        {"[mail]\nto = []\nfrom = \"b@example.org\"\n", "2: 'to' is empty\n"},
        {"[mail]\nto = \"a@example.org\"\nfrom = \"b@example.org\"\n", "2: 'to' must be a list, not a string\n"},
        {"[mail]\nto = [\"a\", \"b@example.org\", \"b@example.org\"]\nfrom = \"c\"\n",
         "2: 'a' in 'to' is no mail address, such as \"editor@example.org\" or \"Calendar Editor "
         "<editor@example.org>\"\n2: b@example.org stands twice in 'to'\n3: 'c' in 'from' is no mail address, such as "
         "\"calendar@example.org\" or \"Calendar <calendar@example.org>\"\n"},
        {good + "when = \"changes\"\n",
         "4: there is no when 'changes' (did you mean 'change'?). Choices: always, change, trouble.\n"},
        {good + "link_days = 8\n", "4: 'link_days' must be from 1 to 7, not 8\n"},
        {good + "password = \"hunter2\"\n",
         "4: there is no key 'password' here. Keys: to, from, when, via, attach, link_days, smtp.\n"},
        {good + "via = \"smtp\"\n", "4: via \"smtp\" needs [mail.smtp] with 'host'\n"},
        {good + "[mail.smtp]\nhost = \"smtp.example.org\"\n",
         "4: [mail.smtp] says nothing here: 'via' is not \"smtp\"\n"},
        {smtp + "port = 25\n", "5: 'host' is missing: the server that takes the mail, such as \"smtp.example.org\"\n"},
        {smtp + "host = \"smtp.example.org:25\"\n", "6: 'smtp.example.org:25' is no host name: write it alone, such as "
                                                    "\"smtp.example.org\"; the port has a key of "
                                                    "its own\n"},
        {smtp + "host = \"smtp.example.org\"\nuser = \"SMTP_USER\"\n", "7: 'user' and 'password' go together\n"},
        {smtp + "host = \"smtp.example.org\"\nuser = \"ed@example.org\"\npassword = \"hunter-2\"\n",
         "7: 'user' must be the name of an environment variable that holds the user, such as SMTP_USER, or its place, "
         "such as ssm:/almanac/smtp-user. What is there is not shown, as it may be the user itself\n8: 'password' must "
         "be "
         "the name of an environment variable that holds the password, such as SMTP_PASSWORD, or its place, such as "
         "ssm:/almanac/smtp-password. What is there is not shown, as it may be the password itself\n"},
        {smtp + "host = \"smtp.example.org\"\nuser = \"SMTP_USER\"\npassword = \"ssm:/almanac/smtp-password\"\n", ""},
        {smtp + "host = \"smtp.example.org\"\nsecurity = \"none\"\n",
         "7: security \"none\" is for a server on this machine, and 'smtp.example.org' is another: write \"starttls\" "
         "or \"tls\", or allow_plain = true for a network that nobody else reads\n"},
        {smtp + "host = \"10.0.0.7\"\nsecurity = \"none\"\nallow_plain = true\nuser = \"U\"\npassword = \"P\"\n",
         "7: security \"none\" would send the password in the open: write \"starttls\" or \"tls\"\n"},
        {smtp + "host = \"smtp.example.org\"\nallow_plain = true\n",
         "7: 'allow_plain' does nothing here: 'security' is not \"none\"\n"},
        {smtp + "host = \"10.0.0.7\"\nsecurity = \"none\"\nallow_plain = true\n", ""},
        {smtp + "host = \"::1\"\nsecurity = \"none\"\nuser = \"U\"\npassword = \"P\"\n", ""},
        {smtp + "host = \"localhost\"\nsecurity = \"none\"\n", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.toml);
        EXPECT_EQ(read(c.toml).findings, c.want);
    }
}

}  // namespace
}  // namespace almanac
