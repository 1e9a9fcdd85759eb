#pragma once

#include "text/mailbox.hpp"

#include <span>
#include <string>
#include <string_view>

namespace almanac {

// The encodings of mail. Everything that comes out is ASCII with CRLF line ends and lines of at most 78 bytes.

/// A text as a quoted-printable body (RFC 2045 section 6.7); LF and CRLF are line ends.
[[nodiscard]] std::string to_quoted_printable(std::string_view text);

/// Bytes as a base64 body, in lines of 76.
[[nodiscard]] std::string to_base64_body(std::string_view bytes);

/// "Subject: ..." and its line end: words as they are where they are plain ASCII, else encoded words of UTF-8
/// (RFC 2047). Control characters become spaces, so that no text can begin another field.
[[nodiscard]] std::string text_field(std::string_view name, std::string_view text);

/// "To: ..." and its line end, one mailbox a line.
[[nodiscard]] std::string mailbox_field(std::string_view name, std::span<Mailbox const> mailboxes);

/// "filename=\"events.csv\"", or with UTF-8 as RFC 2231 has it: "filename*=UTF-8''%C3%A9.csv". No path: slashes become
/// "_". At most 200 bytes of the value count.
[[nodiscard]] std::string parameter(std::string_view name, std::string_view value);

}  // namespace almanac
