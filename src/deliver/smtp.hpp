#pragma once

#include "deliver/sender.hpp"

#include <string>

namespace almanac {

/// A mail server, with the secrets in the clear.
struct SmtpServer {
    std::string host;
    int port = 0;                       ///< 0: 587, 465 or 25, as `security` has it
    std::string security = "starttls";  ///< encrypted or not at all; "tls" from the first byte; "none"
    std::string user{};                 ///< empty: none is told
    std::string password{};
    std::string ca_file{};  ///< empty: find_ca_file()
};

/// Hands the mail to the server (RFC 5321, 3207, 4954). Certificates are checked, and the password is sent over an
/// encrypted connection only, or to this machine. A recipient that is refused does not keep it from the others.
[[nodiscard]] Sent send_by_smtp(Envelope const& envelope, SmtpServer const& server, absl::Duration timeout);

/// Greets the server, encrypts and logs in as for a mail of that sender, and hands nothing over. What is wrong, as in
/// Sent::problem; empty when nothing is.
[[nodiscard]] std::string try_smtp_server(SmtpServer const& server, std::string const& from, absl::Duration timeout);

}  // namespace almanac
