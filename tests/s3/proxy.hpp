#pragma once

#include "support/loopback_server.hpp"

#include <functional>
#include <string>

namespace almanac::test {

/// Stands between a program and an S3 service: passes each request on as it is, its signature too, and the answer back.
class S3Proxy {
public:
    /// What becomes of a request: passed on, passed on without an answer, or dropped.
    enum class Fate { pass, lose_answer, drop };

    /// `decide` is asked on several threads at once; it may take its time.
    S3Proxy(std::string endpoint, std::function<Fate(Asked const&)> decide);

    [[nodiscard]] std::string url() const { return m_server.url(""); }
    [[nodiscard]] std::vector<Asked> asked() const { return m_server.asked(); }

private:
    [[nodiscard]] Reply pass_on(Asked const& asked) const;

    std::string m_endpoint;
    LoopbackServer m_server;
};

/// Whether a request changes what is stored.
[[nodiscard]] bool is_write(Asked const& asked);

}  // namespace almanac::test
