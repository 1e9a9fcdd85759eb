// The texts of an eventful mail as they were looked at: tests/mail/eventful.txt and .html. UPDATE=1 writes them anew.

#include "mail/example_content.hpp"
#include "support/paths.hpp"
#include "support/program.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace almanac {
namespace {

void expect_file(std::string const& name, std::string const& text)
{
    auto const file = project_folder() / "tests/mail" / name;
    if (std::getenv("UPDATE") != nullptr)
        write_whole_file(file, text);
    EXPECT_EQ(text, read_whole_file(file)) << name;
}

TEST(MailTexts, AreAsTheyWereLookedAt)
{
    auto const content = test::eventful_content();
    auto const extras = test::eventful_extras();
    EXPECT_EQ(to_mail_subject(content), "Almanac: 3 to do by hand, 2 sources need attention, 60 new, 412 events");
    expect_file("eventful.txt", to_mail_text(content, extras));
    expect_file("eventful.html", to_mail_html(content, extras));
    EXPECT_LT(to_mail_html(content, extras).size(), 100'000U);
}

TEST(MailTexts, SayHowLongLinksWork)
{
    auto extras = test::eventful_extras();
    auto const content = test::eventful_content();
    EXPECT_NE(
        to_mail_text(content, extras)
            .find("The links work until Tuesday 1 April 2031, 15:03 EDT, 6 hours from now. That is less than the 7 "
                  "days asked for: a link dies with the access that signed it. Until then whoever has a link can "
                  "read the file."),
        std::string::npos);
    extras.links.front().may_end_sooner = true;
    EXPECT_NE(to_mail_text(content, extras).find("15:03 EDT at the latest, but probably for some hours only"),
              std::string::npos);
    extras.links.front().may_end_sooner = false;
    for (auto& link : extras.links)
        link.expires = extras.now + absl::Hours(7 * 24);
    EXPECT_NE(to_mail_text(content, extras)
                  .find("The links work until Tuesday 8 April 2031, 09:03 EDT, 7 days from now. Until then whoever"),
              std::string::npos);
    EXPECT_EQ(describe_duration(absl::Minutes(119)), "119 minutes");
    EXPECT_EQ(describe_duration(absl::Hours(47.9)), "47 hours");
    EXPECT_EQ(describe_duration(-absl::Hours(1)), "0 minutes");
}

}  // namespace
}  // namespace almanac
