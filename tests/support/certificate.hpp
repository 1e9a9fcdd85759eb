#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

namespace almanac::test {

struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using ServerContext = std::unique_ptr<SSL_CTX, FreeContext>;

/// A TLS server with a new self-signed certificate for 127.0.0.1 and localhost; writes it as PEM into `pem`.
[[nodiscard]] ServerContext make_server_context(std::string& pem);

}  // namespace almanac::test
