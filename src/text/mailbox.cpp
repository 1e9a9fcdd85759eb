#include "text/mailbox.hpp"

#include "text/charset.hpp"
#include "text/text.hpp"

#include <absl/strings/ascii.h>

#include <algorithm>

namespace almanac {
namespace {

bool is_alnum(char c)
{
    return absl::ascii_isalnum(static_cast<unsigned char>(c));
}

/// Words of `allowed` characters with single dots between them.
bool is_dotted(std::string_view text, std::string_view allowed)
{
    return std::ranges::all_of(split(text, '.'), [&](std::string_view part) {
        return !part.empty() && part.size() <= 63 &&
               std::ranges::all_of(part, [&](char c) { return is_alnum(c) || allowed.find(c) != allowed.npos; });
    });
}

bool is_address(std::string_view text)
{
    auto const at = text.find('@');
    if (at == text.npos || text.size() > 254)
        return false;
    auto const domain = text.substr(at + 1);
    return is_dotted(text.substr(0, at), "!#$%&'*+-/=?^_`{|}~") && is_dotted(domain, "-") && is_alnum(domain.front()) &&
           is_alnum(domain.back());
}

bool is_control(char c)
{
    return absl::ascii_iscntrl(static_cast<unsigned char>(c));
}

}  // namespace

std::optional<Mailbox> read_mailbox(std::string_view text)
{
    if (std::ranges::any_of(text, is_control))
        return std::nullopt;
    text = trim(text);
    Mailbox mailbox;
    auto const open = text.rfind('<');
    if (open != text.npos && text.ends_with('>')) {
        auto name = trim(text.substr(0, open));
        if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
            name = name.substr(1, name.size() - 2);
        mailbox.name = name;
        text = trim(text.substr(open + 1, text.size() - open - 2));
    }
    mailbox.address = text;
    bool const good = is_address(text) && mailbox.name.size() <= 200 && is_utf8(mailbox.name) &&
                      mailbox.name.find_first_of("<>\"\\") == std::string::npos;
    return good ? std::optional{mailbox} : std::nullopt;
}

std::string_view domain_of(std::string_view address)
{
    return address.substr(address.rfind('@') + 1);
}

}  // namespace almanac
