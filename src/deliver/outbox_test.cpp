#include "deliver/outbox.hpp"
#include "store/folder_store.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace almanac {
namespace {

absl::Time const start = absl::FromCivil(absl::CivilSecond{2031, 4, 1, 13, 0, 0}, absl::UTCTimeZone());

/// A catalog and a store, a clock to turn, and a server whose answers are set by each test.
struct World {
    TemporaryFolder folder;
    Catalog catalog{folder.path() / "almanac.db"};
    std::unique_ptr<Store> store = make_store(folder.path("out"));
    Config::Mail mail{.to = {{"", "editor@example.org"}, {"", "zoe@example.org"}}, .from = {"", "from@example.org"}};
    absl::Time now = start;
    absl::Time until = absl::InfiniteFuture();
    std::deque<Sent> answers;  ///< what the server says to each mail; all is well when there is none
    std::vector<std::vector<std::string>> asked;
    std::vector<std::string> messages;

    void keep(int run, bool news = true)
    {
        MailContent const content{.run = run_name(start + absl::Hours(run)),
                                  .time = start + absl::Hours(run),
                                  .timezone = "UTC",
                                  .place = "out",
                                  .events = run,
                                  .news = news};
        catalog.begin();
        keep_mail(content, mail, now, catalog);
        catalog.commit(now);
    }

    Delivered deliver()
    {
        Delivery const delivery{.mail = &mail,
                                .send =
                                    [this](Envelope const& envelope, absl::Duration) {
                                        asked.push_back(envelope.to);
                                        messages.emplace_back(envelope.message);
                                        if (answers.empty())
                                            return Sent{};
                                        auto answer = answers.front();
                                        answers.pop_front();
                                        return answer;
                                    },
                                .until = until,
                                .now = [this] { return now; }};
        return deliver_mails(delivery, *store, catalog);
    }

    std::vector<std::string> states()
    {
        std::vector<std::string> states;
        for (auto const& kept : catalog.mails())
            states.push_back(kept.state);
        return states;
    }
};

using Strings = std::vector<std::string>;

TEST(Outbox, SendsOnce)
{
    World world;
    world.keep(1);
    auto const first = world.deliver();
    EXPECT_EQ(first.sent, 1);
    EXPECT_TRUE(first.problems.empty());
    EXPECT_EQ(world.deliver().sent, 0);
    EXPECT_EQ(world.asked, (std::vector<Strings>{{"editor@example.org", "zoe@example.org"}}));
    EXPECT_EQ(world.states(), Strings{"sent"});
    EXPECT_EQ(world.messages[0].find("This mail is late."), std::string::npos);
}

TEST(Outbox, KeepsOneMailOfARunThatReadsNothingAgainAndAgain)
{
    World world;
    MailContent nothing{.run = run_name(start), .time = start, .timezone = "UTC", .place = "out", .nothing_read = true};
    auto const keep = [&](MailContent const& content) {
        world.catalog.begin();
        keep_mail(content, world.mail, world.now, world.catalog);
        world.catalog.commit(world.now);
    };
    keep(nothing);
    world.answers = {{.problem = "the server is down", .refused = {}, .unreachable = true}};
    (void)world.deliver();
    keep(nothing);
    EXPECT_EQ(world.catalog.mails().at(0).tries, 1);
    EXPECT_EQ(world.deliver().sent, 1);
    keep(nothing);
    EXPECT_EQ(world.deliver().sent, 0);
    nothing.nothing_read = false;
    keep(nothing);
    EXPECT_EQ(world.deliver().sent, 1) << "that it could be read at last is worth another";
}

TEST(Outbox, KeepsWhatNobodyWants)
{
    World world;
    world.mail.when = "change";
    world.keep(1, false);
    EXPECT_EQ(world.deliver().sent, 0);
    EXPECT_EQ(world.states(), Strings{"unwanted"});
}

TEST(Outbox, TriesAgainTheOldestFirst)
{
    World world;
    world.keep(1);
    world.answers = {{.problem = "the server is down", .refused = {}, .unreachable = true}};
    EXPECT_EQ(world.deliver().problems, Strings{"the mail of the run 2031-04-01T14-00-00Z was not sent: the server is "
                                                "down. It is tried again at the next run."});
    EXPECT_EQ(describe_undelivered(world.catalog.mails()),
              Strings{"The mail of the run 2031-04-01T14-00-00Z has not been delivered (1 try): the server is down."});
    world.now += absl::Hours(24);
    world.keep(2);
    EXPECT_EQ(world.deliver().sent, 2);
    EXPECT_EQ(world.states(), (Strings{"sent", "sent"}));
    ASSERT_EQ(world.messages.size(), 3U);
    EXPECT_NE(world.messages[1].find("1 event from"), std::string::npos) << world.messages[1];
    EXPECT_NE(world.messages[1].find("This mail is late."), std::string::npos);
    EXPECT_NE(world.messages[2].find("2 events"), std::string::npos);
    // The same mail has the same id, so that one that came twice after all is recognised.
    auto const id = [](std::string const& message) { return message.substr(message.find("Message-ID"), 70); };
    EXPECT_EQ(id(world.messages[0]), id(world.messages[1]));
    EXPECT_NE(id(world.messages[1]), id(world.messages[2]));
    EXPECT_TRUE(describe_undelivered(world.catalog.mails()).empty());
}

TEST(Outbox, AsksAServerThatIsDownOnlyOnce)
{
    World world;
    world.keep(1);
    world.keep(2);
    world.answers = {{.problem = "it is down", .refused = {}, .unreachable = true}};
    EXPECT_EQ(world.deliver().problems.size(), 1U);
    EXPECT_EQ(world.asked.size(), 1U);
    // One that only refuses this mail may take the next.
    world.answers = {{.problem = "too large", .refused = {}}};
    EXPECT_EQ(world.deliver().sent, 1);
    EXPECT_EQ(world.states(), (Strings{"sent", "waiting"}));
}

TEST(Outbox, SendsLaterOnlyToThoseWhoHaveNotGotIt)
{
    World world;
    world.keep(1);
    world.answers = {{.problem = {}, .refused = {{"zoe@example.org", "450 try later"}}}};
    auto const first = world.deliver();
    EXPECT_EQ(first.sent, 1);
    EXPECT_EQ(first.problems,
              Strings{"the mail of the run 2031-04-01T14-00-00Z was refused for zoe@example.org (450 try "
                      "later). It is tried again at the next run."});
    EXPECT_EQ(world.deliver().sent, 1);
    EXPECT_EQ(world.asked.at(1), Strings{"zoe@example.org"});
    EXPECT_EQ(world.states(), Strings{"sent"});

    world.keep(2);
    world.answers = {{.problem = {}, .refused = {{"zoe@example.org", "550 unknown"}}}};
    (void)world.deliver();
    world.mail.to.pop_back();  // she has left
    EXPECT_TRUE(world.deliver().problems.empty());
    EXPECT_EQ(world.states(), (Strings{"sent", "sent"}));
    EXPECT_EQ(world.asked.size(), 3U);
}

TEST(Outbox, GivesUpInTheEnd)
{
    World world;
    world.keep(1);
    for (int i = 1; i <= max_mail_tries; ++i) {
        world.answers = {{.problem = "no", .refused = {}}};
        auto const problems = world.deliver().problems;
        ASSERT_EQ(problems.size(), 1U);
        EXPECT_EQ(problems[0].ends_with("It is given up."), i == max_mail_tries) << problems[0];
    }
    EXPECT_EQ(world.states(), Strings{"given up"});
    EXPECT_EQ(describe_undelivered(world.catalog.mails()),
              Strings{"The mail of the run 2031-04-01T14-00-00Z was given up: no."});
    EXPECT_TRUE(world.deliver().problems.empty());

    World old;
    old.keep(1);
    old.answers = {{.problem = "no", .refused = {}}};
    (void)old.deliver();
    old.now += max_mail_age + absl::Seconds(1);
    EXPECT_EQ(old.deliver().problems,
              Strings{"the mail of the run 2031-04-01T14-00-00Z was not sent within 45 days, and is given up: no."});
    EXPECT_EQ(old.asked.size(), 1U);
}

TEST(Outbox, KeepsToItsTime)
{
    World world;
    world.keep(1);
    world.until = world.now + absl::Seconds(1);
    EXPECT_EQ(world.deliver().problems, Strings{"there was no time left for the mail of the run 2031-04-01T14-00-00Z. "
                                                "It is tried again at the next run."});
    EXPECT_TRUE(world.asked.empty());
    EXPECT_EQ(world.states(), Strings{"waiting"});
}

TEST(Outbox, AttachesFilesThatAreSmall)
{
    World world;
    world.store->put({"data/events.csv", "a,b\r\n", "text/csv"});
    MailContent content{.run = "r", .time = start, .timezone = "UTC", .place = "out"};
    content.files = {{"events.csv", "data/events.csv", "latest/events.csv", "text/csv", 5},
                     {"venues.csv", "data/venues.csv", "latest/venues.csv", "text/csv", 5}};
    auto message = make_message(content, world.mail, *world.store, start);
    ASSERT_EQ(message.attachments.size(), 1U);  // the other is not there any more
    EXPECT_EQ(message.attachments[0].bytes, "a,b\r\n");
    content.files[1].bytes = max_attached_bytes;
    EXPECT_TRUE(make_message(content, world.mail, *world.store, start).attachments.empty());
    content.files[1].bytes = 5;
    world.mail.attach = false;
    EXPECT_TRUE(make_message(content, world.mail, *world.store, start).attachments.empty());
}

TEST(MailContent, ComesBackFromJson)
{
    MailContent content{.run = "r", .time = start, .timezone = "UTC", .place = "out", .events = 3, .news = true};
    content.attention = {{"owls", "Friends of Owls", "broken", "stale", "It fails.", true}};
    content.changes = {
        {"Do it", "gone", "Owl \"Prowl\"", "2031-04-05", "19:30", "", "", "", "https://a.example", "O", "w"}};
    content.files = {{"events.csv", "data/events.csv", "latest/events.csv", "text/csv", 5}};
    auto const json = to_json(content);
    EXPECT_EQ(to_json(read_mail_content(json)), json);
    EXPECT_EQ(read_mail_content(json).changes.at(0).name, "Owl \"Prowl\"");
    EXPECT_THROW((void)read_mail_content("{}"), std::runtime_error);
}

TEST(MailContent, IsWantedAsTheSettingSays)
{
    MailContent quiet;
    MailContent news{.news = true};
    MailContent trouble{.news = false};
    trouble.attention = {{"owls", "Owls", "stale", "stale", "", true}};
    MailContent const nothing{.nothing_read = true};
    struct Case {
        MailContent const& content;
        bool always, change, trouble;
    };
    for (auto const& c : {Case{quiet, true, false, false}, Case{news, true, true, false},
                          Case{trouble, true, false, true}, Case{nothing, true, false, true}}) {
        EXPECT_EQ(is_wanted(c.content, "always"), c.always);
        EXPECT_EQ(is_wanted(c.content, "change"), c.change);
        EXPECT_EQ(is_wanted(c.content, "trouble"), c.trouble);
    }
}

}  // namespace
}  // namespace almanac
