#pragma once

#include "config/config.hpp"
#include "config/secrets.hpp"

#include <absl/time/time.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// An address that the server did not take, and why.
struct RefusedRecipient {
    std::string address;
    std::string problem;
};

/// What became of a mail.
struct Sent {
    std::string problem;  ///< why nobody got it; no secret in it, no full stop; empty when it was taken
    std::vector<RefusedRecipient> refused;  ///< those who did not get it although others did
    bool unreachable = false;               ///< the server could not be talked to: another mail would fare no better

    [[nodiscard]] bool ok() const { return problem.empty(); }
};

/// A mail as it goes out, and to whom: the envelope.
struct Envelope {
    std::string from;             ///< address
    std::vector<std::string> to;  ///< addresses
    std::string_view message;     ///< to_rfc5322(); of the caller
};

/// Hands a mail over within a time. Does not throw for anything the other side does.
using Send = std::function<Sent(Envelope const&, absl::Duration)>;

/// The way that [mail] chooses: SES with the credentials of AWS, or SMTP. Secrets are looked up when a mail is sent.
[[nodiscard]] Send make_sender(Config::Mail const& mail, SecretPlaces places);

/// Whether the mail server of [mail.smtp] would take a mail: it is greeted and logged in to, and nothing is sent. What
/// is wrong, as in Sent::problem; empty when nothing is.
[[nodiscard]] std::string try_mail_server(Config::Mail const& mail, SecretPlaces const& places, absl::Duration timeout);

/// Sends through SES v2 (API reference, SendEmail, Raw): all recipients get it or none.
[[nodiscard]] Sent send_by_ses(Envelope const& envelope, Environment const& environment, absl::Duration timeout);

}  // namespace almanac
