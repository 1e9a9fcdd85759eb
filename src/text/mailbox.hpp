#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// Someone's mail address, and the name shown with it.
struct Mailbox {
    std::string name;     ///< UTF-8, without control characters; may be empty
    std::string address;  ///< "editor@example.org": ASCII, nothing in it that a mail program would have to quote

    bool operator==(Mailbox const&) const = default;
};

/// "editor@example.org", "Calendar <calendar@example.org>", "\"Parks, DC\" <parks@example.org>". Nothing for all else
/// that RFC 5322 would allow and nobody has: comments, quoted local parts, groups, addresses that are not ASCII. At
/// most 254 bytes of address (RFC 5321 section 4.5.3) and 200 of name.
[[nodiscard]] std::optional<Mailbox> read_mailbox(std::string_view text);

/// The part behind the "@".
[[nodiscard]] std::string_view domain_of(std::string_view address);

}  // namespace almanac
