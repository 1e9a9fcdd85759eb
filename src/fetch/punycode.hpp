#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// A host name of UTF-8 labels as DNS knows it ("münchen.de" -> "xn--mnchen-3ya.de"; RFC 3492, RFC 5890). ASCII labels
/// stay. Upper-case letters outside ASCII are not folded: such a name is not found, never another one. Nothing when it
/// is no UTF-8 or too long (RFC 1035: 63 bytes a label, 253 in all).
[[nodiscard]] std::optional<std::string> host_to_ascii(std::string_view host);

}  // namespace almanac
