#include "text/mailbox.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

TEST(Mailbox, ReadsWhatPeopleWrite)
{
    struct Case {
        std::string_view text, name, address;
    };
    Case const cases[] = {
        {"editor@example.org", "", "editor@example.org"},
        {" editor+dc@mail.example.org ", "", "editor+dc@mail.example.org"},
        {"<editor@example.org>", "", "editor@example.org"},
        {"Calendar Editor <editor@example.org>", "Calendar Editor", "editor@example.org"},
        {"\"Parks, DC\" <parks@example.org>", "Parks, DC", "parks@example.org"},
        {"Zoë Ångström <zoe@xn--bcher-kva.example>", "Zoë Ångström", "zoe@xn--bcher-kva.example"},
        {"o'brien@localhost", "", "o'brien@localhost"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(read_mailbox(c.text), (Mailbox{std::string{c.name}, std::string{c.address}}));
    }
}

TEST(Mailbox, RefusesWhatIsNone)
{
    using namespace std::string_view_literals;
    std::string_view const cases[] = {
        "",
        "editor",
        "@example.org",
        "editor@",
        "editor@@example.org",
        "editor@example..org",
        "editor.@example.org",
        "editor@-example.org",
        "a b@example.org",
        "\"a b\"@example.org",
        "zoë@example.org",
        "a@bücher.example",
        "a@example.org, b@example.org",
        "a@example.org>",
        "A <a@example.org> <b@example.org>",
        "a@example.org\r\nBcc: b@example.org",
        "A\r\nBcc: b@example.org <a@example.org>",
        "A\0 <a@example.org>"sv,
        "A \x80 <a@example.org>",
        "a@[127.0.0.1]",
    };
    for (auto const text : cases)
        EXPECT_FALSE(read_mailbox(text)) << text;
    EXPECT_FALSE(read_mailbox(std::string(60, 'a') + "@" + std::string(61, 'b') + "." + std::string(61, 'b') + "." +
                              std::string(61, 'b') + "." + std::string(61, 'b')));
}

TEST(Mailbox, KnowsTheDomain)
{
    EXPECT_EQ(domain_of("a@example.org"), "example.org");
}

}  // namespace
}  // namespace almanac
