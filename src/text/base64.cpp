#include "text/base64.hpp"

#include <openssl/evp.h>

namespace almanac {

std::string to_base64(std::string_view bytes)
{
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a zero
    // NOLINTBEGIN: OpenSSL speaks of unsigned bytes
    auto const size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<unsigned char const*>(bytes.data()), static_cast<int>(bytes.size()));
    // NOLINTEND
    out.resize(static_cast<std::size_t>(size));
    return out;
}

}  // namespace almanac
