#pragma once

#include "fetch/exchange.hpp"

#include <absl/time/time.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// What differs for one source. Sources that are not named get the defaults.
struct SourcePolicy {
    bool ignore_robots = false;
    std::vector<std::string> private_hosts{};  ///< may stand at private and loopback addresses, for this source
    double requests_per_second = 0;            ///< per host; 0: that of the host, else the default
    int max_pages = 200;                       ///< requests of one run; redirects, retries and robots.txt do not count
    absl::Duration max_time = absl::Seconds(300);  ///< from the source's first request
};

/// What differs for one host, by its name without port.
struct HostRule {
    double requests_per_second = 0;  ///< 0: the default
    int connections = 0;             ///< 0: the default
    bool allow_private = false;
};

/// A page as the catalog keeps it for conditional requests (RFC 9110 section 13).
struct CachedPage {
    std::string etag{};
    std::string last_modified{};
    std::string final_url{};  ///< after redirects: the base of relative links; redacted
    std::string content_type{};
    std::string body{};

    bool operator==(CachedPage const&) const = default;
};

/// How the network is used. The defaults are the promises of the documentation.
struct FetchOptions {
    std::string user_agent = "Almanac";  ///< `make_user_agent`
    std::string ca_file{};               ///< PEM list of trusted CAs; empty: `find_ca_file`
    std::string proxy{};  ///< "http://host:port"; empty: none, the environment is not asked. A proxy makes the
                          ///< connections, so it must keep private addresses out

    /// "127.0.0.1:8000", "[::1]:8000": a server that stands in for every host, to make a capture of pages of one's own.
    /// Each request, robots.txt and redirects too, goes there as plain HTTP with its own Host, and is recorded under
    /// its own address. Nothing else is connected to, no proxy either. Empty: none.
    std::string stand_in{};

    double requests_per_second = 1;  ///< per host, spaced evenly
    int connections = 2;             ///< per host
    std::map<std::string, HostRule> hosts{};
    std::map<std::string, SourcePolicy> sources{};  ///< by id

    absl::Duration connect_timeout = absl::Seconds(10);
    absl::Duration stall_timeout = absl::Seconds(20);    ///< no byte for so long; whole seconds
    absl::Duration request_timeout = absl::Seconds(60);  ///< one try with its redirects, without waiting for its turn
    std::size_t max_body_bytes = 20U << 20U;             ///< after decompression
    absl::Duration deadline = absl::InfiniteDuration();  ///< of the whole run, from construction

    int tries = 3;                              ///< on 408, 429, 5xx, timeouts and lost connections
    absl::Duration backoff = absl::Seconds(1);  ///< doubles each time; the wait is random below it (full jitter)
    absl::Duration max_backoff = absl::Seconds(30);
    absl::Duration max_retry_after = absl::Seconds(120);  ///< a server that asks for more is given up
    std::uint64_t seed = 0;                               ///< of the jitter

    std::atomic<bool> const* cancel = nullptr;  ///< when it turns true, all that is not there yet fails soon
    std::vector<std::string> secrets{};         ///< values that never appear in a message

    /// Gets each exchange of the run (WarcWriter::write). With it no request is conditional, as a capture must be
    /// whole.
    Recorder record{};

    /// The catalog's page for an address, and a page to keep. Addresses are redacted. Called from the threads that call
    /// `get`, never two at once. May be empty.
    std::function<std::optional<CachedPage>(std::string_view url)> find_cached{};
    std::function<void(std::string_view url, CachedPage const& page)> store_cached{};
};

/// "Almanac/1.2.0 (+https://example.org/about)"; without a contact only the first part.
[[nodiscard]] std::string make_user_agent(std::string_view version, std::string_view contact);

}  // namespace almanac
