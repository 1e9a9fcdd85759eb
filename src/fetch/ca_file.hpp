#pragma once

#include <string>

namespace almanac {

/// The list of trusted certificate authorities: SSL_CERT_FILE of the environment, else where Debian, Fedora, Alpine and
/// macOS keep it. Empty when there is none.
[[nodiscard]] std::string find_ca_file();

}  // namespace almanac
