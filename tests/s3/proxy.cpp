#include "s3/proxy.hpp"

#include "aws/http.hpp"
#include "text/text.hpp"

#include <utility>

namespace almanac::test {

S3Proxy::S3Proxy(std::string endpoint, std::function<Fate(Asked const&)> decide) : m_endpoint(std::move(endpoint))
{
    m_server.on("*", [this, decide = std::move(decide)](Asked const& asked) -> Reply {
        auto const fate = decide(asked);
        Reply lost = {.raw = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nlost"};
        if (fate == Fate::drop)
            return lost;
        auto reply = pass_on(asked);
        return fate == Fate::lose_answer ? lost : reply;
    });
}

Reply S3Proxy::pass_on(Asked const& asked) const
{
    HttpRequest request = {.method = asked.method, .url = m_endpoint + asked.target, .body = asked.body};
    for (auto const& field : asked.headers)
        if (!equal_ignoring_case(field.first, "Content-Length"))
            request.headers.push_back(field);
    auto response = HttpClient{}.send(request);
    if (!response.problem.empty())
        return {.status = 502, .body = response.problem};
    Reply reply = {.status = response.status, .body = std::move(response.body)};
    for (auto& field : response.headers) {
        auto const name = lower_ascii(field.first);
        bool const own = name == "connection" || name == "transfer-encoding" || name == "keep-alive";
        if (!own && (name != "content-length" || asked.method == "HEAD"))
            reply.headers.push_back(std::move(field));
    }
    return reply;
}

bool is_write(Asked const& asked)
{
    return asked.method != "GET" && asked.method != "HEAD";
}

}  // namespace almanac::test
