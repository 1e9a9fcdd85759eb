#pragma once

#include "fetch/exchange.hpp"
#include "time/clock.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Writes a capture: WARC 1.1 (ISO 28500), one gzip member a record, request and response of each exchange with payload
/// digests. The same exchanges and the same clock give the same bytes.
///
/// No secret gets in: redact_url for addresses, cookies and unknown request headers redacted, form fields with secret
/// names redacted, and the values so found (and `secrets`) replaced wherever the answer repeats them.
///
/// The file stands under its name only when `finish` has succeeded; until then it is "FILE.part".
class WarcWriter {
public:
    /// `software` is for the capture's first record: "Almanac/1.2". Throws ConfigError when the file cannot be made.
    WarcWriter(std::string const& path, Clock const& clock, std::string_view software,
               std::vector<std::string> secrets = {});
    ~WarcWriter();
    WarcWriter(WarcWriter const&) = delete;
    WarcWriter& operator=(WarcWriter const&) = delete;

    /// Adds an exchange. An error (a full disk) shows in `finish`. From one thread at a time.
    void write(Exchange const& exchange);

    /// Brings everything to disk and gives the file its name. Empty, or a sentence saying what went wrong.
    [[nodiscard]] std::string finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace almanac
