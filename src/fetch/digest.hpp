#pragma once

#include <string>
#include <string_view>

namespace almanac {

/// "sha1:" and base32 (RFC 4648), as WARC tools write digests.
[[nodiscard]] std::string warc_digest(std::string_view bytes);

/// A name-based UUID (RFC 9562 section 5.5) from a text: the same text gives the same UUID.
[[nodiscard]] std::string name_uuid(std::string_view name);

}  // namespace almanac
