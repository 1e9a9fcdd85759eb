// The program from the run to the mailbox: a real run, a real mail server.

#include "mail/sink.hpp"

#include <fmt/format.h>

#include <map>

namespace almanac {
namespace {

namespace fs = std::filesystem;
using test::Sink;

/// Holds a mail against what was published: its attachments are the files, byte for byte. Prints its headers and text.
constexpr std::string_view judge = R"(
import email, email.policy, os, sys
mail = email.message_from_bytes(open(sys.argv[1], 'rb').read(), policy=email.policy.default)
latest = sys.argv[2]
assert not any(part.defects for part in mail.walk())
text, html, *files = [part for part in mail.walk() if not part.is_multipart()]
assert (text.get_content_type(), html.get_content_type()) == ('text/plain', 'text/html')
for part in files:
    with open(os.path.join(latest, part.get_filename()), 'rb') as file:
        assert part.get_payload(decode=True) == file.read(), part.get_filename()
print(mail['From'], '|', mail['To'], '|', mail['Auto-Submitted'], '|', ' '.join(part.get_filename() for part in files))
print(mail['Subject'])
print(text.get_content().replace('\r\n', '\n'))
)";

/// A folder with a configuration, where the demo is run.
class World {
public:
    void configure(int port, std::string const& more = {}, std::string_view security = "starttls") const
    {
        (void)m_folder.write("almanac.toml",
                             fmt::format("[mail]\nto = [\"editor@example.org\", \"Zoë <zoe@example.org>\"]\n"
                                         "from = \"Calendar <calendar@example.org>\"\nvia = \"smtp\"\n{}"
                                         "[mail.smtp]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"{}\"\n"
                                         "user = \"SMTP_USER\"\npassword = \"SMTP_PASSWORD\"\n",
                                         more, port, security));
    }

    /// A run of two sources of the demo.
    [[nodiscard]] Ended run(std::string const& time, std::string const& certificate,
                            std::vector<std::string> more = {}) const
    {
        more.insert(more.begin(), {"--source", "vnps", "--source", "casey_trees"});
        return replay(time, certificate, more);
    }

    /// A run of two sources at a time of whose pages the demo has none.
    [[nodiscard]] Ended run_without_pages(std::string const& time, std::string const& certificate,
                                          std::vector<std::string> more = {}) const
    {
        more.insert(more.begin(), {"--source", "tnc", "--source", "casey_trees"});
        return replay(time, certificate, more);
    }

    [[nodiscard]] Ended replay(std::string const& time, std::string const& certificate,
                               std::vector<std::string> const& more) const
    {
        auto const project = project_folder();
        std::vector<std::string> arguments{"run",
                                           "--replay",
                                           (project / "demo/dc-area.warc.gz").string(),
                                           "--sources",
                                           (project / "sources").string(),
                                           "--run",
                                           time};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return almanac(arguments, certificate);
    }

    [[nodiscard]] Ended almanac(std::vector<std::string> const& arguments, std::string const& certificate) const
    {
        return run_almanac_program(
            arguments, m_folder.path(),
            {{"SMTP_USER", "me"}, {"SMTP_PASSWORD", m_password}, {"SSL_CERT_FILE", certificate}});
    }

    /// What the judge says of a mail.
    [[nodiscard]] std::string judged(std::string const& mail) const
    {
        auto const command =
            fmt::format("/usr/bin/python3 {} {} {} > {} 2>&1", m_folder.write("judge.py", judge),
                        m_folder.write("mail.eml", mail), m_folder.path("out/latest"), m_folder.path("said"));
        (void)std::system(command.c_str());  // NOLINT(cert-env33-c): a fixed command of our own
        return m_folder.read("said");
    }

    [[nodiscard]] bool is_anywhere(std::string_view text) const
    {
        for (auto const& entry : fs::recursive_directory_iterator{m_folder.path()})
            if (entry.is_regular_file() && read_whole_file(entry.path()).find(text) != std::string::npos)
                return true;
        return false;
    }

    [[nodiscard]] bool is_published() const { return fs::exists(m_folder.path("out/latest")); }

    [[nodiscard]] std::string log() const { return m_folder.read("out/latest/log.csv"); }

    std::string m_password = "s3cret-pass-word";

private:
    TemporaryFolder m_folder;
};

std::vector<std::string> const with_login{"--security", "starttls", "--login", "me:s3cret-pass-word"};
constexpr auto first_run = "2031-04-01T09-00-00Z";
constexpr auto second_run = "2031-04-01T10-00-00Z";

TEST(MailOfARun, GoesOutWhenEverythingIsStored)
{
    ALMANAC_NEEDS_SINK();
    Sink const sink{with_login};
    World const world;
    world.configure(sink.port());
    auto const dry = world.run(first_run, sink.certificate(), {"--dry-run"});
    EXPECT_NE(dry.out.find("A mail would go to editor@example.org, zoe@example.org: Almanac: "), std::string::npos)
        << dry.out;
    EXPECT_EQ(sink.mail(1), "");

    auto const ended = world.run(first_run, sink.certificate());
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
    EXPECT_NE(ended.out.find("Mailed to editor@example.org, zoe@example.org.\n"), std::string::npos) << ended.out;
    auto const said = world.judged(sink.mail(1));
    EXPECT_TRUE(said.starts_with("Calendar <calendar@example.org> | editor@example.org, Zoë <zoe@example.org> | "
                                 "auto-generated | venues.csv organizers.csv events.csv changes.csv report.csv\n"
                                 "Almanac: 9 new, 9 events\n"))
        << said;
    EXPECT_EQ(sink.mail(2), "");

    auto const test =
        world.almanac({"mail", "--test", "--sources", (project_folder() / "sources").string()}, sink.certificate());
    EXPECT_EQ(test.code, 0) << test.err;
    EXPECT_NE(world.judged(sink.mail(2)).find("Test: Almanac: 9 new, 9 events"), std::string::npos);
}

TEST(MailOfARun, GoesOutEncryptedFromTheFirstByte)
{
    ALMANAC_NEEDS_SINK();
    Sink const sink{{"--security", "tls", "--login", "me:s3cret-pass-word"}};
    World const world;
    world.configure(sink.port(), "", "tls");
    auto const ended = world.run(first_run, sink.certificate());
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.err, "");
    EXPECT_NE(world.judged(sink.mail(1)).find("Almanac: 9 new, 9 events\n"), std::string::npos);
    EXPECT_NE(sink.envelope(1).find(R"("tls": true, "user": true)"), std::string::npos) << sink.envelope(1);
}

TEST(MailOfARun, NeverFailsTheRunAndIsSentByTheNext)
{
    ALMANAC_NEEDS_SINK();
    World world;
    world.configure(1);
    auto const failed = world.run(first_run, "");
    EXPECT_EQ(failed.code, 0);
    EXPECT_EQ(failed.err, "almanac: the mail of the run 2031-04-01T09-00-00Z was not sent: 127.0.0.1 takes no "
                          "connection. It is tried again at the next run.\n");
    EXPECT_NE(failed.out.find("Published 9 events"), std::string::npos) << failed.out;

    Sink const sink{with_login};
    world.configure(sink.port());
    auto const password = world.m_password;
    world.m_password = "wr0ng-pass-word";
    auto const wrong = world.run(second_run, sink.certificate(), {"--log", "json"});
    EXPECT_EQ(wrong.code, 0);
    EXPECT_NE(wrong.err.find("does not take the user name or the password (it answered 535)"), std::string::npos)
        << wrong.err;
    EXPECT_NE(
        world.log().find("The mail of the run 2031-04-01T09-00-00Z has not been delivered (1 try): 127.0.0.1 takes "
                         "no connection."),
        std::string::npos)
        << world.log();
    EXPECT_EQ((wrong.out + wrong.err).find(world.m_password), std::string::npos);
    EXPECT_FALSE(world.is_anywhere(world.m_password));

    world.m_password = password;
    auto const good = world.run("2031-04-01T11-00-00Z", sink.certificate());
    EXPECT_EQ(good.code, 0);
    EXPECT_EQ(good.err, "");
    auto const late = world.judged(sink.mail(1));
    EXPECT_NE(late.find("Almanac: 9 new, 9 events\n"), std::string::npos) << late;
    EXPECT_NE(late.find("This mail is late. It could not be sent on Tuesday 1 April 2031, 05:00 EDT"),
              std::string::npos)
        << late;
    EXPECT_NE(world.judged(sink.mail(3)).find("Almanac: nothing changed, 9 events\n"), std::string::npos);
    EXPECT_EQ(sink.mail(4), "");
    EXPECT_FALSE(world.is_anywhere(password));
    auto const listed = world.almanac({"mail", "--sources", (project_folder() / "sources").string()}, "");
    EXPECT_EQ(listed.out, "2031-04-01T11-00-00Z  sent      Almanac: nothing changed, 9 events\n"
                          "2031-04-01T10-00-00Z  sent      Almanac: nothing changed, 9 events\n"
                          "2031-04-01T09-00-00Z  sent      Almanac: 9 new, 9 events\n");
}

TEST(MailOfARun, IsSentByAMergeToo)
{
    ALMANAC_NEEDS_SINK();
    Sink const sink{with_login};
    World const world;
    world.configure(sink.port());
    auto const project = project_folder();
    EXPECT_EQ(world.replay(first_run, sink.certificate(), {"--shard", "vnps"}).code, 0);
    EXPECT_EQ(sink.mail(1), "");
    auto const merged =
        world.almanac({"merge", first_run, "--sources", (project / "sources").string()}, sink.certificate());
    EXPECT_EQ(merged.code, 3) << merged.err;
    EXPECT_NE(world.judged(sink.mail(1)).find("Almanac: 24 sources need attention, 4 new, 4 events\n"),
              std::string::npos)
        << world.judged(sink.mail(1));
    // What is published already is not mailed again.
    EXPECT_EQ(world.almanac({"merge", first_run, "--sources", (project / "sources").string()}, sink.certificate()).code,
              0);
    EXPECT_EQ(sink.mail(2), "");
}

TEST(MailOfARun, SaysThatNothingCouldBeRead)
{
    ALMANAC_NEEDS_SINK();
    Sink const sink{with_login};
    World const world;
    world.configure(sink.port(), "when = \"trouble\"\n");
    std::string const run = "2031-08-01T09-00-00Z";
    EXPECT_NE(world.run_without_pages(run, "", {"--dry-run"})
                  .out.find("A mail would go to editor@example.org, zoe@example.org: Almanac: nothing could be read, 2 "
                            "sources need attention\n"),
              std::string::npos);
    auto const ended = world.run_without_pages(run, sink.certificate());
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(ended.out, "Mailed to editor@example.org, zoe@example.org.\n");
    EXPECT_NE(ended.err.find("so nothing was published."), std::string::npos) << ended.err;
    EXPECT_FALSE(world.is_published());
    auto const said = world.judged(sink.mail(1));
    EXPECT_NE(said.find("| \nAlmanac: nothing could be read, 2 sources need attention\n"
                        "Nothing could be read, Friday 1 August 2031, 05:00 EDT.\n"
                        "Nothing was published; what was there before is as it was. Is the network there? "),
              std::string::npos)
        << said;
    EXPECT_NE(said.find("- Casey Trees (casey_trees): broken\n  None of 3 pages could be had."), std::string::npos)
        << said;
    EXPECT_EQ(said.find("Import in this order"), std::string::npos) << said;
    EXPECT_NE(said.find("Almanac, run 2031-08-01T09-00-00Z, nothing published in out"), std::string::npos) << said;

    EXPECT_EQ(world.run_without_pages(run, sink.certificate()).out, "") << "its mail is there already";
    EXPECT_EQ(sink.mail(2), "");
    EXPECT_EQ(world.run_without_pages("2031-08-02T09-00-00Z", sink.certificate()).code, 1);
    EXPECT_NE(sink.mail(2).find("nothing could be read"), std::string::npos);
    world.configure(sink.port(), "when = \"change\"\n");
    EXPECT_EQ(world.run_without_pages("2031-08-03T09-00-00Z", sink.certificate()).code, 1);
    EXPECT_EQ(sink.mail(3), "") << "as it was the day before";
}

TEST(MailOfARun, SaysLaterThatNothingCouldBeRead)
{
    ALMANAC_NEEDS_SINK();
    World const world;
    world.configure(1, "when = \"change\"\n");
    auto const failed = world.run_without_pages("2031-08-01T09-00-00Z", "");
    EXPECT_EQ(failed.code, 1);
    EXPECT_TRUE(failed.err.starts_with("almanac: the mail of the run 2031-08-01T09-00-00Z was not sent: 127.0.0.1 "
                                       "takes no connection. It is tried again at the next run.\n"))
        << failed.err;
    Sink const sink{with_login};
    world.configure(sink.port(), "when = \"change\"\n");
    EXPECT_EQ(world.run_without_pages("2031-08-01T09-00-00Z", sink.certificate()).code, 1);
    EXPECT_NE(world.judged(sink.mail(1)).find("This mail is late."), std::string::npos);
    EXPECT_EQ(sink.mail(2), "");
}

TEST(MailOfARun, IsLeftOutWhenNothingIsWorthOne)
{
    ALMANAC_NEEDS_SINK();
    Sink const sink{with_login};
    World const world;
    world.configure(sink.port(), "when = \"change\"\nattach = false\n");
    EXPECT_EQ(world.run(first_run, sink.certificate()).code, 0);
    EXPECT_NE(world.judged(sink.mail(1)).find("auto-generated | \n"), std::string::npos);
    auto const quiet = world.run(second_run, sink.certificate());
    EXPECT_EQ(quiet.out.find("Mailed"), std::string::npos) << quiet.out;
    EXPECT_EQ(sink.mail(2), "");
}

}  // namespace
}  // namespace almanac
