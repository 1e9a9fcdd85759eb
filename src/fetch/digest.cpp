#include "fetch/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cstdint>

namespace almanac {
namespace {

constexpr std::size_t sha1_bytes = 20;
using Sha1 = std::array<std::uint8_t, sha1_bytes>;

Sha1 sha1(std::string_view bytes)
{
    auto result = Sha1{};
    EVP_Digest(bytes.data(), bytes.size(), result.data(), nullptr, EVP_sha1(), nullptr);
    return result;
}

}  // namespace

std::string warc_digest(std::string_view bytes)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out = "sha1:";
    unsigned held = 0;
    unsigned bits = 0;
    for (auto const byte : sha1(bytes)) {  // 160 bits are 32 digits exactly: no padding
        held = (held << 8U) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            out += alphabet[(held >> bits) & 31U];
        }
    }
    return out;
}

std::string name_uuid(std::string_view name)
{
    auto hash = sha1(name);
    hash[6] = static_cast<std::uint8_t>((hash[6] & 0x0fU) | 0x50U);
    hash[8] = static_cast<std::uint8_t>((hash[8] & 0x3fU) | 0x80U);
    std::string out;
    for (std::size_t i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out += '-';
        out += fmt::format("{:02x}", hash[i]);
    }
    return out;
}

}  // namespace almanac
