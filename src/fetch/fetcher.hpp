#pragma once

#include <absl/time/time.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace almanac {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// One page to get. Plain data.
struct Request {
    std::string source{};  ///< the source's id: for budgets, robots opt-out, logs
    std::string url{};     ///< absolute
    std::string method = "GET";
    std::string body{};
    std::string content_type{};  ///< of the body
    Headers headers{};           ///< further request headers; values may be secrets and are never logged
};

/// Why a page could not be had. `none` means it is there.
enum class FetchProblem {
    none,
    bad_url,
    dns,
    connect,
    tls,
    timeout,
    too_large,
    truncated,
    too_many_redirects,
    forbidden_address,
    forbidden_by_robots,
    http_status,
    not_in_capture,
    budget,
    deadline,
    io
};

/// The answer to a request; a failure is an answer too.
struct Page {
    std::string url;        ///< as requested
    std::string final_url;  ///< after redirects: the base of relative links
    int status = 0;         ///< HTTP status; 0 when there was no answer
    Headers headers;        ///< names as sent; compare without case
    std::string body;       ///< content-decoded bytes
    FetchProblem problem = FetchProblem::none;
    std::string message;  ///< a full sentence for people, secrets redacted; empty when fine
    int retries = 0;
    bool from_cache = false;  ///< 304: the body is the catalog's
    absl::Duration took;

    [[nodiscard]] bool ok() const { return problem == FetchProblem::none; }
};

/// The first header of that name, compared without case; empty when absent.
[[nodiscard]] std::string_view header(Headers const& headers, std::string_view name);

/// Where pages come from: the network, a capture, or a test.
/// Calls may come from several threads; each blocks until its pages are there or have failed.
class Fetcher {
public:
    virtual ~Fetcher() = default;

    /// One answer per request, in order. A page that could not be had is an answer too (`Page::problem`),
    /// so that a reader can go on with the others. Does not throw.
    virtual std::vector<Page> get(std::span<Request const> requests) = 0;
};

/// One page.
[[nodiscard]] Page get(Fetcher& fetcher, Request request);

}  // namespace almanac
