// The mail of a run that is published to a real S3 service: its links work, and what waits is kept in the bucket.

#include "aws/http.hpp"
#include "mail/sink.hpp"
#include "s3/s3_test.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

namespace almanac {
namespace {

class RadosgwMail : public test::S3Test {
protected:
    [[nodiscard]] Ended run(int port, std::string const& name) const
    {
        auto const project = project_folder();
        (void)m_folder.write("almanac.toml", fmt::format("[mail]\nto = [\"editor@example.org\"]\nfrom = "
                                                         "\"calendar@example.org\"\nvia = \"smtp\"\nlink_days = 2\n"
                                                         "[mail.smtp]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = "
                                                         "\"none\"\n",
                                                         port));
        return run_almanac_program({"run", "--replay", (project / "demo/dc-area.warc.gz").string(), "--sources",
                                    (project / "sources").string(), "--source", "vnps", "--run", name, "--out",
                                    place("mailed")},
                                   m_folder.path(), variables());
    }

    /// The mail's plain text, decoded by Python.
    [[nodiscard]] std::string text_of(std::string const& mail) const
    {
        auto const script = m_folder.write("text.py", "import email, email.policy, sys\n"
                                                      "mail = email.message_from_bytes(open(sys.argv[1], 'rb').read(), "
                                                      "policy=email.policy.default)\n"
                                                      "print(mail.get_body(('plain',)).get_content())\n");
        return test::run_shell(fmt::format("/usr/bin/python3 {} {}", script, m_folder.write("mail.eml", mail)));
    }

    TemporaryFolder m_folder;
};

TEST_F(RadosgwMail, HasLinksThatWorkAndWaitsInTheBucket)
{
    ALMANAC_NEEDS_SINK();
    auto const failed = run(1, "2031-04-01T09-00-00Z");
    EXPECT_EQ(failed.code, 0) << failed.err;
    EXPECT_NE(failed.err.find("It is tried again at the next run."), std::string::npos) << failed.err;

    test::Sink const sink;
    EXPECT_EQ(run(sink.port(), "2031-04-01T10-00-00Z").code, 0);
    EXPECT_NE(text_of(sink.mail(1)).find("This mail is late."), std::string::npos) << sink.mail(1);
    EXPECT_EQ(sink.mail(3), "");
    auto published = bucket_at("mailed");
    HttpClient client;
    for (int number : {1, 2}) {
        auto const text = text_of(sink.mail(number));
        EXPECT_NE(text.find("2 days from now. Until then whoever has a link can read the file."), std::string::npos)
            << text;
        int links = 0;
        for (auto const line : split(text, '\n')) {
            auto const at = line.find(": http");
            if (!line.starts_with("- ") || line.find("X-Amz-Signature=") == line.npos)
                continue;
            auto const name = std::string{line.substr(2, at - 2)};
            auto const answer = client.send({.url = std::string{trim(line.substr(at + 2))}});
            EXPECT_EQ(answer.status, 200) << line;
            EXPECT_EQ(answer.body, published.get("latest/" + name).value().bytes) << name;
            ++links;
        }
        EXPECT_EQ(links, 6) << text;
    }
    // It was saved that both are sent: a third run sends its own alone.
    EXPECT_EQ(run(sink.port(), "2031-04-01T11-00-00Z").code, 0);
    EXPECT_EQ(text_of(sink.mail(3)).find("This mail is late."), std::string::npos);
    EXPECT_EQ(sink.mail(4), "");
}

}  // namespace
}  // namespace almanac
