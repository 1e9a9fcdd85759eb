#pragma once

#include "fetch/fetcher.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// A header block longer than this is refused (the network and captures alike).
inline constexpr std::size_t max_header_bytes = 64U << 10U;

/// The first line and the headers of an HTTP/1 message.
struct HttpHead {
    std::string first_line;  ///< "HTTP/1.1 200 OK" or "GET /walks HTTP/1.1"
    Headers headers;
    std::size_t size = 0;  ///< bytes up to the body
};

/// Reads the head of a stored message. Tolerant of bare line feeds and folded lines (RFC 9112 sections 2.2 and 5.2).
/// Nothing when there is no end of the head within `max_header_bytes`.
[[nodiscard]] std::optional<HttpHead> read_http_head(std::string_view message);

/// One header line, "Name: value", trimmed; empty name when it is none.
[[nodiscard]] std::pair<std::string, std::string> read_header_line(std::string_view line);

/// The status of "HTTP/1.1 404 Not Found", "HTTP/2 404"; 0 when it is no status line.
[[nodiscard]] int read_http_status(std::string_view first_line);

struct Dechunked {
    std::string body;
    bool complete = false;  ///< the last chunk was there
};

/// Undoes the chunked transfer coding (RFC 9112 section 7.1). Nothing when the body does not begin with a chunk:
/// recorders often keep the header and store the plain body.
[[nodiscard]] std::optional<Dechunked> dechunk(std::string_view body);

/// The reason phrase of a status for a stored status line (RFC 9110 section 15); empty for rare ones.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace almanac
