#include "text/charset.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

using namespace std::string_view_literals;

TEST(Charset, TellsUtf8)
{
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("Caf\xC3\xA9 \xF0\x9F\x8C\xBB, twelve more bytes"));
    EXPECT_FALSE(is_utf8("Caf\xE9"));
    EXPECT_FALSE(is_utf8("twelve ASCII bytes and \xED\xA0\x80"));
}

TEST(Charset, ConvertsToUtf8)
{
    struct Case {
        std::string_view bytes;
        std::string_view charset;
        std::string_view want;
    };
    Case const cases[] = {
        {"Caf\xC3\xA9", "utf-8", "Café"},
        {"\xEF\xBB\xBF"
         "Caf\xC3\xA9",
         "latin1", "Café"},
        {"Caf\xE9 \x93x\x94", "ISO-8859-1", "Café “x”"},
        {"Caf\xE9 \x93x\x94", " Windows-1252 ", "Café “x”"},
        {"Caf\xE9", "", "Café"},
        {"Caf\xC3\xA9", "", "Café"},
        {"Caf\xE9", "no-such-charset", "Café"},
        {"Caf\xE9", "utf-8", "Café"},           // named wrong: no sequence in it is UTF-8
        {"Caf\xC3\xA9", "iso-8859-1", "Café"},  // named wrong: well-formed UTF-8
        {"\xC3\xA9 \xE9 x", "utf-8", "é \uFFFD x"},
        {"\xC3\xA9 \xE2\x80", "utf-8", "é \uFFFD"},
        {"\xA4 20", "iso-8859-15", "€ 20"},
        {"\xEF\xF0\xE8\xE2\xE5\xF2", "windows-1251", "привет"},
        {"\x93\xFA\x96\x7B", "shift_jis", "日本"},
        {"\xC4\xE3\xBA\xC3", "gb2312", "你好"},
        {"\xC6\xFC\xCB\xDC", "euc-jp", "日本"},
        {"\xA4\xA4\xA4\xE5", "big5", "中文"},
        {"\xC7\xD1\xB1\xDB", "euc-kr", "한글"},
        {"\xFF\xFEH\0i\0=\xD8\x3B\xDC"sv, "", "Hi\U0001F43B"},
        {"\xFE\xFF\0H\0i"sv, "utf-8", "Hi"},
        {"H\0i\0"sv, "utf-16le", "Hi"},
        {"\0H\xD8\0\0i"sv, "utf-16be", "H\uFFFDi"},
        {"a\0b"sv, "utf-8", "ab"},
        {"a\0b\xE9"sv, "latin1", "abé"},
        {"", "utf-16le", ""},
        {"x", "utf-16le", "\uFFFD"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(to_utf8(c.bytes, c.charset), c.want) << c.bytes << " as " << c.charset;
}

TEST(Charset, SurvivesEveryByteInEveryCharset)
{
    std::string bytes;
    for (int i = 0; i < 3 * 256; ++i)
        bytes.push_back(static_cast<char>(i * 7 + i / 256));
    for (auto const* name : {"utf-8", "utf-16le", "utf-16be", "big5", "euc-jp", "euc-kr", "gb18030", "gbk", "ibm866",
                             "iso-2022-jp", "iso-8859-2", "iso-8859-8-i", "koi8-r", "macintosh", "shift_jis",
                             "windows-874", "windows-1258", "x-mac-cyrillic", "x-user-defined"})
        EXPECT_TRUE(is_utf8(to_utf8(bytes, name))) << name;
}

TEST(Charset, MendsMojibake)
{
    struct Case {
        std::string_view text;
        std::string_view want;
    };
    Case const cases[] = {
        {"donâ€™t", "don’t"},
        {"don\u00e2\u0080\u0099t", "don’t"},
        {"CafÃ© CÃ“RDOBA", "Café CÓRDOBA"},
        {"5Â°C,Â\u00a0Â©", "5°C,\u00a0©"},
        {"donÃ¢â‚¬â„¢t", "don’t"},
        {"10amâ€“noon â€œxâ€\u009d", "10am–noon “x”"},
        {"ðŸŒ» bloom", "🌻 bloom"},
        {"ï»¿Title", "Title"},
        {"ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"},
        {"It\u0092s \u0093on\u0094 \u0096 now", "It’s “on” – now"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(mend_mojibake(std::string{c.text}), c.want) << c.text;
}

TEST(Charset, LeavesGoodTextAlone)
{
    for (std::string_view const text :
         {"", "plain", "Café “CAFÉ” — “Café”—the", "„Spaß“ für alle", "“AMANHÔ", "São Tomé à «Genève»", "Привет, 日本",
          "5° © ® ½ × 3", "Ångström “Å”", "voilà\u00a0!", "\xE9 malformed \xC3"})
        EXPECT_EQ(mend_mojibake(std::string{text}), text);
}

}  // namespace
}  // namespace almanac
