#include "deliver/message.hpp"

#include "deliver/mime.hpp"
#include "store/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

/// Quoted-printable and base64 never hold "=_" (RFC 2045 section 6.7), so no part can hold the boundary.
std::string boundary_of(Message const& message, std::string_view level)
{
    return fmt::format("=_{}_{}", level, sha256_hex(message.id).substr(0, 32));
}

/// Type names come from our writers; a stray line break must not become a header all the same.
std::string header_value(std::string value)
{
    std::erase_if(value, [](char c) { return c < ' ' || c > '~'; });
    return value;
}

std::string text_part(std::string_view type, std::string_view text)
{
    return fmt::format("Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
                       type, to_quoted_printable(text));
}

std::string attachment_part(Attachment const& attachment)
{
    return fmt::format("Content-Type: {};\r\n {}\r\nContent-Disposition: attachment;\r\n {}\r\n"
                       "Content-Transfer-Encoding: base64\r\n\r\n{}",
                       header_value(attachment.content_type), parameter("name", attachment.name),
                       parameter("filename", attachment.name), to_base64_body(attachment.bytes));
}

std::string multipart(std::string_view kind, std::string const& boundary, std::vector<std::string> const& parts)
{
    auto out = fmt::format("Content-Type: multipart/{};\r\n boundary=\"{}\"\r\n\r\n", kind, boundary);
    for (auto const& part : parts)
        out += fmt::format("--{}\r\n{}", boundary, part);
    return out + fmt::format("--{}--\r\n", boundary);
}

}  // namespace

std::string to_rfc5322(Message const& message)
{
    auto out = fmt::format("Date: {}\r\nMessage-ID:\r\n <{}>\r\n",
                           absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000", message.date, absl::UTCTimeZone()),
                           header_value(message.id));
    out += mailbox_field("From", std::span{&message.from, 1});
    out += mailbox_field("To", message.to);
    out += text_field("Subject", message.subject);
    out += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
    auto body = multipart("alternative", boundary_of(message, "text"),
                          {text_part("text/plain", message.text), text_part("text/html", message.html)});
    if (message.attachments.empty())
        return out + body;
    std::vector<std::string> parts{std::move(body)};
    for (auto const& attachment : message.attachments)
        parts.push_back(attachment_part(attachment));
    return out + multipart("mixed", boundary_of(message, "all"), parts);
}

}  // namespace almanac
