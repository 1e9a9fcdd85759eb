#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace almanac {

/// How decoding stands. `truncated` only at the end: the stream was cut off.
enum class Decoding { fine, too_large, broken, truncated };

/// Undoes HTTP content codings (RFC 9110 section 8.4.1) as bytes arrive: gzip, deflate (zlib or raw, as servers
/// differ), br, zstd, and lists of them. Never holds more than `max_bytes` of output plus the codings' windows (br 16
/// MB, zstd 8 MB as RFC 9659 asks), whatever the input promises. Other codings, and plain bytes that are labelled gzip
/// or zstd (a habit of servers and recorders), pass as they are.
class ContentDecoder {
public:
    /// `codings` is the value of Content-Encoding.
    ContentDecoder(std::string_view codings, std::size_t max_bytes);
    ~ContentDecoder();
    ContentDecoder(ContentDecoder&&) noexcept;
    ContentDecoder& operator=(ContentDecoder&&) noexcept;

    /// After anything but `fine` nothing more is taken.
    Decoding feed(std::string_view bytes);

    /// To be called after the last bytes.
    [[nodiscard]] Decoding finish() const;

    /// What was decoded so far, at most `max_bytes`; moves it out.
    [[nodiscard]] std::string take();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// What we ask servers for: the codings that ContentDecoder knows.
inline constexpr std::string_view accepted_codings = "gzip, deflate, br, zstd";

}  // namespace almanac
