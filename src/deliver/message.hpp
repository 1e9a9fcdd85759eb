#pragma once

#include "text/mailbox.hpp"

#include <absl/time/time.h>

#include <string>
#include <vector>

namespace almanac {

struct Attachment {
    std::string name;          ///< of the file
    std::string content_type;  ///< "text/csv; charset=utf-8"
    std::string bytes;
};

/// A mail as a person sees it.
struct Message {
    std::string id;  ///< "2026-11-23T18-00-00Z.4f2a@example.org": the same mail sent twice is recognised by it
    absl::Time date;
    Mailbox from;
    std::vector<Mailbox> to;
    std::string subject;
    std::string text{};
    std::string html{};
    std::vector<Attachment> attachments{};
};

/// The mail as it is sent: RFC 5322 and MIME, text and HTML as alternatives, the attachments behind them. ASCII with
/// CRLF, lines of at most 78 bytes (a very long file name apart); the same message gives the same bytes. Nothing in a
/// text, name or address can add a header. It says that a program wrote it (RFC 3834), so that no absence note answers.
[[nodiscard]] std::string to_rfc5322(Message const& message);

}  // namespace almanac
