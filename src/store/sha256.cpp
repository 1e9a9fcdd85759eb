#include "store/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <iterator>
#include <stdexcept>

namespace almanac {

std::string sha256_hex(std::string_view bytes)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error{"OpenSSL has no SHA-256."};
    std::string hex;
    for (unsigned int i = 0; i < size; ++i)
        fmt::format_to(std::back_inserter(hex), "{:02x}", digest[i]);
    return hex;
}

}  // namespace almanac
