#pragma once

#include "fetch/fetcher.hpp"

#include <absl/time/time.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace almanac {

/// A call to a service: an address of our own configuration, not one that a page named.
struct HttpRequest {
    std::string method = "GET";
    std::string url{};                           ///< final: percent-encoded, goes out as it is
    Headers headers{};                           ///< values may be secrets and are never shown
    std::string_view body{};                     ///< of the caller; sent with its length, never in pieces
    absl::Duration timeout = absl::Seconds(60);  ///< for all of it; InfiniteDuration: none
};

/// The answer, or why there is none.
struct HttpResponse {
    int status = 0;
    Headers headers{};
    std::string body{};     ///< as it came: nothing is decoded
    std::string problem{};  ///< no answer: "no connection within 10 s", without the address; else empty

    [[nodiscard]] bool ok() const { return problem.empty() && status >= 200 && status < 300; }
};

struct HttpOptions {
    std::string ca_file{};  ///< empty: find_ca_file()
    std::size_t max_body_bytes = 256U << 20U;
    absl::Duration connect_timeout = absl::Seconds(10);
};

/// Calls to services, one after the other, over connections that are kept. Not the fetcher of pages: no robots, no
/// politeness, no capture, no redirects. The proxy of the environment is used as libcurl reads it, but never for an
/// address that is not public: metadata services and tests are reached directly. For one thread at a time.
class HttpClient {
public:
    explicit HttpClient(HttpOptions options = {});
    ~HttpClient();
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;

    /// Does not throw for anything the other side does.
    [[nodiscard]] HttpResponse send(HttpRequest const& request);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace almanac
