#include "text/text.hpp"
#include "text/utf8.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

struct Pair {
    std::string_view text;
    std::string_view want;
};

TEST(Text, TrimsUnicodeSpaceAndInvisibleCharacters)
{
    Pair const cases[] = {
        {"", ""},
        {" \t\r\n ", ""},
        {"  a b ", "a b"},
        {"\xC2\xA0\xE3\x80\x80\x61\xE2\x80\x8B\xEF\xBB\xBF", "a"},  // no-break, ideographic, zero width, mark
        {"\xE2\x80\x8Dx\xE2\x80\x8D", "x"},
        {"\x80 a \xC2", "\x80 a \xC2"},  // malformed bytes are no space
    };
    for (auto const& c : cases)
        EXPECT_EQ(trim(c.text), c.want) << c.text;
}

TEST(Text, CollapsesRunsOfSpace)
{
    Pair const cases[] = {
        {"", ""},
        {"  Bird \n\t Walk  ", "Bird Walk"},
        {"a\xC2\xA0\xC2\xA0 b", "a b"},
        {"co\xC2\xAD\xE2\x80\x8Bop", "coop"},
        {"a \xE2\x80\x8B b", "a b"},
        {"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x8C\xBE x", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x8C\xBE x"},  // farmer
        {"caf\xC3\xA9  x", "caf\xC3\xA9 x"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(collapse_spaces(c.text), c.want) << c.text;
}

TEST(Text, CollapsesAcrossPieces)
{
    std::string out;
    bool pending = false;
    for (auto const* piece : {"  a", " ", "\n", "b", "c ", " d "})
        append_collapsed(out, piece, pending);
    EXPECT_EQ(out, "a bc d");
    EXPECT_TRUE(pending);
}

TEST(Text, SplitsJoinsReplaces)
{
    EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
    EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
    std::string const parts[] = {"a", "", "b"};
    EXPECT_EQ(join(parts, ", "), "a, , b");
    EXPECT_EQ(join({}, ", "), "");
    EXPECT_EQ(replace_all("aXXbX", "X", "XY"), "aXYXYbXY");
    EXPECT_EQ(replace_all("abc", "", "-"), "abc");
}

TEST(Text, FoldsNamesThatMeanTheSame)
{
    Pair const cases[] = {
        {"St. John's Café & Bar", "st johns cafe and bar"},
        {"ST JOHN\u2019S  CAFE AND BAR", "st johns cafe and bar"},
        {"Bird-Walk: Spring!", "bird walk spring"},
        {"Großer Æsir Łódź", "grosser aesir lodz"},
        {"Việt Nam", "viet nam"},
        {"Cafe\u0301", "cafe"},
        {"🌻 Garden Day", "garden day"},
        {"ПРИВЕТ Ёлка", "привет ёлка"},
        {"東京 2025", "東京 2025"},
        {"&", "and"},
        {"A&B", "a and b"},
        {"...", ""},
    };
    for (auto const& c : cases)
        EXPECT_EQ(fold(c.text), c.want) << c.text;
}

TEST(Text, CutsAtAWordAndSaysSo)
{
    struct Case {
        std::string_view text;
        std::size_t max;
        std::string_view want;
    };
    Case const cases[] = {
        {"short", 5, "short"},
        {"one two three", 12, "one two…"},
        {"one two three", 10, "one two…"},
        {"one, two", 7, "one…"},
        {"incomprehensible", 8, "incom…"},
        {"\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9", 8, "\u00e9\u00e9…"},
        {"abcdef", 3, "…"},
        {"abcdef", 2, ""},
    };
    for (auto const& c : cases) {
        EXPECT_EQ(cut_at_word(c.text, c.max), c.want) << c.text;
        EXPECT_LE(cut_at_word(c.text, c.max).size(), c.max);
    }
}

TEST(Text, FindsTheWordThatWasMeant)
{
    std::string_view const zones[] = {"America/New_York", "America/Chicago", "UTC"};
    EXPECT_EQ(nearest("America/NewYork", zones), "America/New_York");
    EXPECT_EQ(nearest("america/chiacgo", zones), "America/Chicago");
    EXPECT_EQ(nearest("utc", zones), "UTC");
    EXPECT_EQ(nearest("Mars", zones), "");
    EXPECT_EQ(nearest(std::string(100000, 'x'), zones), "");
    EXPECT_EQ(did_you_mean("UCT", zones), " (did you mean 'UTC'?)");
    EXPECT_EQ(did_you_mean("", zones), "");
}

/// Both look at several bytes at once; whatever stands before and behind must not matter.
TEST(Text, FindsHowFarATextIsPlain)
{
    for (std::size_t length = 0; length < 80; ++length) {
        for (std::size_t at = 0; at <= length; ++at) {
            for (std::string_view const stop : {"\\", "<", "\n", "\x1F", "\x80", "\xFF"}) {
                std::string text(length, at % 2 == 0 ? ' ' : '~');
                text.insert(at, stop);
                text += "<\n\\\xC3\xA9";
                auto const ascii = static_cast<unsigned char>(stop[0]) < 0x80;
                EXPECT_EQ((plain_prefix<'\\', '<'>(text)), ascii ? at : length + 1);
                EXPECT_EQ(ascii_prefix(text), ascii ? length + 4 : at);
            }
        }
    }
}

TEST(Text, DecodesOnlyWellFormedUtf8)
{
    struct Case {
        std::string_view text;
        char32_t value;
        std::size_t size;
        bool valid;
    };
    Case const cases[] = {
        {"a", 'a', 1, true},
        {"\xC3\xA9", 0xE9, 2, true},
        {"\xF0\x9F\x8C\xBB", 0x1F33B, 4, true},
        {"\xC0\xAF", 0xFFFD, 1, false},          // overlong
        {"\xE0\x80\xAF", 0xFFFD, 1, false},      // overlong
        {"\xED\xA0\x80", 0xFFFD, 1, false},      // surrogate
        {"\xF4\x90\x80\x80", 0xFFFD, 1, false},  // past U+10FFFF
        {"\xE2\x80", 0xFFFD, 2, false},          // cut off
        {"\xBF", 0xFFFD, 1, false},
    };
    for (auto const& c : cases) {
        auto const code = decode_utf8(c.text, 0);
        EXPECT_EQ(code.value, c.value);
        EXPECT_EQ(code.size, c.size);
        EXPECT_EQ(code.valid, c.valid);
        std::string back;
        append_utf8(back, code.value);
        EXPECT_EQ(back == c.text, c.valid);
    }
    EXPECT_EQ(ascii_prefix("0123456789\xC3\xA9"), 10U);
    EXPECT_EQ(ascii_prefix("01234567\xC3\xA9"), 8U);
}

}  // namespace
}  // namespace almanac
