#pragma once

#include "fetch/fetcher.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace almanac {

/// Where a record starts: the file's byte, and for a record inside a gzip member the decompressed bytes before it.
struct WarcPosition {
    std::uint64_t file = 0;
    std::uint64_t inside = 0;
};

/// The header of one record of a capture (WARC 1.0 and 1.1, ISO 28500).
struct WarcRecord {
    WarcPosition position;
    Headers headers;
    std::uint64_t length = 0;  ///< bytes of the block

    [[nodiscard]] std::string_view get(std::string_view name) const { return header(headers, name); }
};

/// Reads a WARC file record by record, plain, gzip-compressed per record, or gzip-compressed as a whole. Holds one
/// small buffer, whatever the file says. Not for several threads at once; open one reader each.
class WarcReader {
public:
    /// Throws ConfigError when the file cannot be opened.
    explicit WarcReader(std::string const& path);
    ~WarcReader();
    WarcReader(WarcReader&&) noexcept;
    WarcReader& operator=(WarcReader&&) noexcept;

    /// The next record's header; what is left of the block before is skipped. Nothing at the end, and where the file
    /// cannot be read further: then `problem()` says why.
    [[nodiscard]] std::optional<WarcRecord> next();

    /// Up to `max_bytes` further bytes of the current record's block; fewer at its end or where the file ends early.
    [[nodiscard]] std::string read(std::size_t max_bytes);

    /// Goes on at a position that `next` gave.
    void seek(WarcPosition position);

    /// A sentence when the file ended early or is damaged; empty when fine. Sticks until `seek`.
    [[nodiscard]] std::string const& problem() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace almanac
