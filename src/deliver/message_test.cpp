#include "deliver/message.hpp"
#include "deliver/mime.hpp"
#include "support/temporary_folder.hpp"
#include "text/text.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

namespace almanac {
namespace {

Message example()
{
    return {.id = "2031-04-01T13-00-00Z.4f2a@example.org",
            .date = absl::FromCivil(absl::CivilSecond{2031, 4, 1, 13, 5, 9}, absl::UTCTimeZone()),
            .from = {"Calendar", "calendar@example.org"},
            .to = {{"", "editor@example.org"}, {"Zoë \"Z\" Ångström", "zoe@example.org"}},
            .subject = "Almanac: 3 to do by hand",
            .text = "Hello\n",
            .html = "<p>Hello</p>\n",
            .attachments = {}};
}

/// Lines are ASCII, end with CRLF, and are short.
void expect_sendable(std::string const& message, std::size_t width = 78)
{
    ASSERT_TRUE(message.ends_with("\r\n"));
    for (auto line : split(std::string_view{message}.substr(0, message.size() - 2), '\n')) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        EXPECT_LE(line.size(), width) << line;
        for (char const c : line)
            EXPECT_TRUE((c >= ' ' && c < 0x7F) || c == '\t') << line;
    }
    EXPECT_EQ(replace_all(replace_all(message, "\r\n", ""), "\n", "").find('\r'), std::string::npos);
    EXPECT_EQ(replace_all(message, "\r\n", "").find('\n'), std::string::npos);
}

TEST(Message, HasTheHeadersOfAMail)
{
    auto const text = to_rfc5322(example());
    expect_sendable(text);
    EXPECT_EQ(text.substr(0, text.find("\r\n\r\n")),
              "Date: Tue, 01 Apr 2031 13:05:09 +0000\r\n"
              "Message-ID:\r\n <2031-04-01T13-00-00Z.4f2a@example.org>\r\n"
              "From: \"Calendar\"\r\n <calendar@example.org>\r\n"
              "To: editor@example.org,\r\n =?UTF-8?B?Wm/DqyAiWiIgw4VuZ3N0csO2bQ==?=\r\n <zoe@example.org>\r\n"
              "Subject: Almanac: 3 to do by hand\r\n"
              "Auto-Submitted: auto-generated\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Type: multipart/alternative;\r\n boundary=\"=_text_1e45aecef122831a64cf09d5e790b2e9\"")
        << "the boundary follows from the id";
    EXPECT_EQ(text, to_rfc5322(example()));
}

TEST(Message, QuotesWhatIsNotPlain)
{
    struct Case {
        std::string text, want;
    };
    Case const cases[] = {
        {"plain", "plain"},
        {"a=b", "a=3Db"},
        {"é", "=C3=A9"},
        {"tail \nnext\t", "tail=20\r\nnext=09"},
        {"a\r\nb\n", "a\r\nb\r\n"},
        {"a\rb", "a=0Db"},
        {"From me\n.\n..", "=46rom me\r\n=2E\r\n=2E."},
        {std::string(76, 'x'), std::string(76, 'x')},
        {std::string(77, 'x'), std::string(75, 'x') + "=\r\nxx"},
        {std::string(75, 'x') + "é", std::string(75, 'x') + "=\r\n=C3=A9"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(to_quoted_printable(c.text), c.want);
    }
}

TEST(Message, CannotBeGivenFurtherHeaders)
{
    auto message = example();
    message.id = "x@example.org>\r\nBcc: evil@example.org";
    message.subject = "Hello\r\nBcc: evil@example.org\r\n\r\nbody";
    message.from.name = "A\r\nBcc: evil@example.org";
    message.to = {{"B\nBcc: evil@example.org", "b@example.org"}};
    message.attachments = {{"a\r\nBcc: evil.csv", "text/csv\r\nBcc: evil@example.org", "x"}};
    auto const text = to_rfc5322(message);
    expect_sendable(text);
    EXPECT_EQ(text.find("\nBcc"), std::string::npos);
    EXPECT_EQ(text.find("\r\n\r\n"), text.find("\r\n\r\n--"));
}

/// Reads messages with Python's parser and prints each as JSON.
constexpr std::string_view reader = R"(
import sys, json, email, email.policy
for name in sys.argv[1:]:
    mail = email.message_from_bytes(open(name, 'rb').read(), policy=email.policy.default)
    parts = list(mail.walk())
    assert not any(part.defects for part in parts), [part.defects for part in parts]
    assert not any(value.defects for part in parts for value in part.values()), mail.items()
    leaves = [part for part in parts if not part.is_multipart()]
    print(json.dumps([str(mail['Subject']), [[a.display_name, a.addr_spec] for a in mail['To'].addresses],
        [leaf.get_content().replace("\r\n", "\n") for leaf in leaves[:2]],
        [[part.get_filename(), part.get_content_type(), part.get_payload(decode=True).hex()] for part in leaves[2:]]],
        ensure_ascii=False))
)";

std::string hex(std::string_view bytes)
{
    std::string out;
    for (char const c : bytes)
        out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
}

std::string json_text(std::string_view text)
{
    std::string out = "\"";
    for (char const c : text)
        out += c == '"' || c == '\\' ? std::string{'\\', c} : c == '\n' ? "\\n" : c == '\t' ? "\\t" : std::string{c};
    return out + '"';
}

/// The same, as we meant it.
std::string meant(Message const& message)
{
    std::string to;
    for (auto const& box : message.to)
        to += fmt::format("{}[{}, {}]", to.empty() ? "" : ", ", json_text(box.name), json_text(box.address));
    std::string files;
    for (auto const& file : message.attachments)
        files += fmt::format("{}[{}, {}, {}]", files.empty() ? "" : ", ", json_text(file.name),
                             json_text(split(file.content_type, ';').front()), json_text(hex(file.bytes)));
    return fmt::format("[{}, [{}], [{}, {}], [{}]]\n", json_text(message.subject), to, json_text(message.text),
                       json_text(message.html), files);
}

TEST(Message, IsReadByAnotherProgramAsItWasMeant)
{
    std::mt19937 random{7};
    auto const pick = [&](std::size_t n) { return random() % n; };
    auto const some = [&](std::size_t most, bool lines) {
        std::string_view const pieces[] = {"word", " ", "é",    "=",  ".", "From ", "=?",
                                           "?=",   "—", "🦉", "\"", ",", "日本",  "x"};
        std::string out = "w";
        for (auto n = pick(most); n > 0; --n)
            out += lines && pick(9) == 0 ? std::string_view{"\n"} : pieces[pick(std::size(pieces))];
        return std::string{trim(out)};
    };
    TemporaryFolder const folder;
    std::string names;
    std::string want;
    for (int i = 0; i < 150; ++i) {
        auto message = example();
        message.subject = collapse_spaces(some(60, false));
        // Of one encoded word: Python 3.11 keeps the space between two of them in a name.
        message.to[1].name = replace_all(collapse_spaces(some(6, false)), "\"", "'");
        message.text = some(200, true) + "\n";
        message.html = some(900, true) + "\n";
        for (auto n = pick(3); n > 0; --n) {
            std::string bytes(pick(500), '\0');
            for (auto& byte : bytes)
                byte = static_cast<char>(pick(256));
            message.attachments.push_back(
                {collapse_spaces(some(12, false)) + ".csv", "text/csv; charset=utf-8", bytes});
        }
        auto const text = to_rfc5322(message);
        expect_sendable(text, 900);
        names += " " + folder.write(fmt::format("{}.eml", i), text);
        want += meant(message);
    }
    auto const script = folder.write("read.py", reader);
    ASSERT_EQ(std::system(fmt::format("python3 {}{} > {} 2>&1", script, names, folder.path("said")).c_str()), 0)
        << folder.read("said");
    auto const got = folder.read("said");
    auto const got_lines = split(got, '\n');
    auto const want_lines = split(want, '\n');
    ASSERT_EQ(got_lines.size(), want_lines.size());
    for (std::size_t i = 0; i < got_lines.size(); ++i)
        EXPECT_EQ(got_lines[i], want_lines[i]);
}

}  // namespace
}  // namespace almanac
