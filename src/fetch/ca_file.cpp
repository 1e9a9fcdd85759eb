#include "fetch/ca_file.hpp"

#include <cstdlib>
#include <unistd.h>

namespace almanac {

std::string find_ca_file()
{
    // A given list counts even when it cannot be read: falling back to another would trust what was not meant.
    if (char const* given = std::getenv("SSL_CERT_FILE"); given != nullptr && *given != '\0')
        return given;
    for (char const* file : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                             "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem"}) {
        if (access(file, R_OK) == 0)
            return file;
    }
    return {};
}

}  // namespace almanac
