#pragma once

#include "fetch/fetcher.hpp"
#include "fetch/warc.hpp"

#include <absl/time/time.h>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace almanac {

/// Where one recorded answer stands in a capture. The body stays in the file.
struct CaptureEntry {
    std::size_t file = 0;
    WarcPosition position;
    std::optional<WarcPosition> body;  ///< of a revisit record: where the body stands (same file)
    int status = 0;
    bool resource = false;     ///< the block is the body itself, without HTTP headers
    bool has_request = false;  ///< the capture tells how this was asked for
    std::string request_body;  ///< digest of the request's body as `request_digest` makes it; empty without a body
};

/// What captures hold, by request. Knows offsets only: about 300 bytes an exchange.
class CaptureIndex {
public:
    /// Adds a WARC file, our own or another tool's. Throws ConfigError when it cannot be opened or is no WARC file at
    /// all; a damaged or cut-off one is indexed as far as it goes and leaves a sentence in `notes`.
    void add(std::string const& path);

    /// The answer to a request. Secrets and the order of parameters do not matter. Where the capture holds requests,
    /// the body of a POST must match; where it holds only answers, the URL is enough. Of several the last good one.
    [[nodiscard]] CaptureEntry const* find(Request const& request) const;

    [[nodiscard]] std::vector<std::string> const& files() const { return m_files; }
    [[nodiscard]] std::vector<std::string> const& notes() const { return m_notes; }
    [[nodiscard]] std::size_t size() const { return m_size; }

    /// When the first answer was captured.
    [[nodiscard]] std::optional<absl::Time> captured() const { return m_captured; }

private:
    std::vector<std::string> m_files;
    std::vector<std::string> m_notes;
    std::unordered_map<std::string, std::vector<CaptureEntry>> m_entries;  ///< by capture_key
    std::size_t m_size = 0;
    std::optional<absl::Time> m_captured;
};

/// What the body of a request is compared by, secrets redacted; empty for an empty body.
[[nodiscard]] std::string request_digest(std::string_view content_type, std::string_view body);

}  // namespace almanac
