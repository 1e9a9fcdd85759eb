#pragma once

#include "fetch/fetcher.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace almanac::test {

/// A request as it came in.
struct Asked {
    std::string method;
    std::string target;  ///< "/walks?page=2"
    std::string path;    ///< "/walks"
    Headers headers;
    std::string body;
    std::chrono::steady_clock::time_point at;
};

/// What the server answers, well or badly.
struct Reply {
    int status = 200;
    Headers headers{};  ///< Content-Length is added unless given or streamed
    std::string body{};

    std::chrono::milliseconds delay{0};   ///< before the first byte
    std::size_t piece = SIZE_MAX;         ///< the body goes out in pieces of this size ...
    std::chrono::milliseconds pause{0};   ///< ... with this pause after each
    std::size_t cut_after = SIZE_MAX;     ///< the connection closes after so many bytes of the body
    std::string raw{};                    ///< sent as it is instead of all the above, then the connection closes
    std::function<std::string()> next{};  ///< makes the body piece by piece (chunked) until it gives ""
};

/// A redirect.
[[nodiscard]] Reply redirect_to(std::string location, int status = 302);

/// A page of a type.
[[nodiscard]] Reply page(std::string body, std::string type = "text/html; charset=utf-8");

/// A small HTTP/1.1 server on 127.0.0.1, for tests and for recording demonstrations. One thread a connection, kept
/// alive between requests; gone with the object. Without a handler a path answers 404, "/robots.txt" too.
class LoopbackServer {
public:
    enum class Protocol { http, https };
    using Handler = std::function<Reply(Asked const&)>;

    /// `port` 0 takes a free one. With https it has a self-signed certificate for 127.0.0.1 and localhost.
    explicit LoopbackServer(Protocol protocol = Protocol::http, std::uint16_t port = 0);
    ~LoopbackServer();
    LoopbackServer(LoopbackServer const&) = delete;
    LoopbackServer& operator=(LoopbackServer const&) = delete;

    /// What a path answers, whatever its query; later calls replace earlier ones. As a proxy it is asked for whole
    /// addresses: a path may be "http://walks.example/june" then. "*" stands for every path without its own. Handlers
    /// run on several threads at once.
    void on(std::string path, Handler handler);
    void on(std::string path, Reply reply);

    /// Answers each request of a path with the next reply; the last one stays.
    void on(std::string path, std::vector<Reply> replies);

    /// "http://127.0.0.1:PORT/walks".
    [[nodiscard]] std::string url(std::string_view path) const;

    /// The certificate, PEM: give it to a client as its list of CAs and the server is trusted.
    [[nodiscard]] std::string const& certificate() const;

    /// What was asked of a path so far, in order; of all paths when empty.
    [[nodiscard]] std::vector<Asked> asked(std::string_view path = {}) const;
    [[nodiscard]] std::size_t hits(std::string_view path) const { return asked(path).size(); }

    [[nodiscard]] int connections() const;   ///< accepted so far
    [[nodiscard]] int most_at_once() const;  ///< requests that were being answered at the same time

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace almanac::test
