#include "fetch/content_coding.hpp"
#include "support/bytes.hpp"

#include <gtest/gtest.h>

namespace almanac {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view text = "A walk in the park, a walk in the park, a walk in the park.";

// From another program's encoder: the text, and 30 MB of zeros.
constexpr auto brotli_text =
    "\x1b\x3a\x00\xf8\x1d\x89\x71\x2c\x85\x37\xde\x23\x94\x61\x41\x77\x0d\xb2\xe6\xc2\xb2\xd8\xe4\x52\x91\x76\xe0\xa9\x11\x44\xfa\x4c\xe6\xd6\x37\x38"sv;
constexpr auto brotli_bomb =
    "\xcb\xff\xff\x3f\xf8\x27\x00\xe2\xb1\x40\x20\xf7\xfe\x8f\xff\xff\x7f\xf0\x4f\x00\xc4\x61\x11\x80\xee\xfd\x1f\xff\xff\xff\xe0\x9f\x00\x88\xc3\x02\x00\xdd\xfb\xbf\xfc\xff\xff\xc2\x3f\x01\x10\x87\x05\x00\xba\xf7\x5f"sv;

struct Decoded {
    Decoding result = Decoding::fine;
    std::string body;
};

Decoded decode(std::string_view codings, std::string_view bytes, std::size_t step, std::size_t max_bytes = 1000)
{
    auto decoder = ContentDecoder{codings, max_bytes};
    for (std::size_t i = 0; i < bytes.size(); i += step) {
        if (decoder.feed(bytes.substr(i, step)) != Decoding::fine)
            break;
    }
    return {decoder.finish(), decoder.take()};
}

TEST(ContentCoding, DecodesWhatServersSend)
{
    struct Case {
        std::string_view codings;
        std::string bytes;
    };
    Case const cases[] = {
        {"", std::string{text}},
        {"identity", std::string{text}},
        {"utf-8", std::string{text}},
        {"gzip", test::gzip(text)},
        {"X-GZIP", test::gzip(text)},
        {"gzip", test::gzip(text.substr(0, 7)) + test::gzip(text.substr(7))},
        {"gzip", test::gzip(text) + "trailing rubbish"},
        {"gzip", std::string{text}},
        {"deflate", test::deflate(text)},
        {"deflate", test::deflate(text, true)},
        {"zstd", test::zstd(text)},
        {"zstd", std::string{text}},
        {"br", std::string{brotli_text}},
        {"deflate, gzip", test::gzip(test::deflate(text))},
        {"gzip, zstd, gzip", test::gzip(test::zstd(test::gzip(text)))},
    };
    for (auto const& c : cases) {
        for (std::size_t const step : {1U, 7U, 100'000U}) {
            SCOPED_TRACE(c.codings);
            auto const decoded = decode(c.codings, c.bytes, step);
            EXPECT_EQ(decoded.result, Decoding::fine);
            EXPECT_EQ(decoded.body, text);
        }
    }
}

TEST(ContentCoding, TellsCutOffFromBroken)
{
    EXPECT_EQ(decode("gzip", test::gzip(text).substr(0, 30), 9).result, Decoding::truncated);
    EXPECT_EQ(decode("br", brotli_text.substr(0, 20), 9).result, Decoding::truncated);
    EXPECT_EQ(decode("zstd", test::zstd(text).substr(0, 20), 9).result, Decoding::truncated);
    EXPECT_EQ(decode("gzip", "\x1f\x8b nonsense that is no gzip", 9).result, Decoding::broken);
    EXPECT_EQ(decode("br", "\xff\xff\xff nonsense", 9).result, Decoding::broken);
    EXPECT_EQ(decode("gzip, gzip, gzip, gzip, gzip", "x", 9).result, Decoding::broken);
    EXPECT_EQ(decode("gzip", "", 9).result, Decoding::fine);  // answers without a body are labelled too
    EXPECT_EQ(decode("br", "", 9).result, Decoding::fine);
}

TEST(ContentCoding, StopsAtTheLimit)
{
    EXPECT_EQ(decode("", text, 9, text.size()).result, Decoding::fine);
    EXPECT_EQ(decode("", text, 9, text.size() - 1).result, Decoding::too_large);
    auto const bomb = test::gzip_bomb(30);
    for (auto const& [codings, bytes] : {std::pair{"gzip"sv, bomb},
                                         {"gzip, gzip"sv, test::gzip(bomb)},
                                         {"gzip, zstd"sv, test::zstd(bomb)},
                                         {"br"sv, std::string{brotli_bomb}}}) {
        auto const decoded = decode(codings, bytes, 1000, 1U << 20U);
        EXPECT_EQ(decoded.result, Decoding::too_large);
        EXPECT_LE(decoded.body.size(), 1U << 20U);
    }
}

}  // namespace
}  // namespace almanac
