#include "aws/lambda_runtime.hpp"

#include "text/charset.hpp"

#include <absl/time/clock.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace almanac {
namespace {

/// Our events are a few words; Lambda itself takes up to 6 MB.
constexpr std::size_t max_event_bytes = 1U << 20U;
constexpr int next_tries = 4;
constexpr auto first_wait = absl::Milliseconds(50);

std::string error_body(LambdaError const& error)
{
    namespace json = boost::json;
    return json::serialize(json::object{
        {"errorMessage", to_utf8(error.message, "utf-8")}, {"errorType", error.type}, {"stackTrace", json::array{}}});
}

/// Ids are UUIDs. Nothing else gets into an address.
bool is_id(std::string_view id)
{
    return !id.empty() && id.size() <= 100 && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    });
}

/// Of the milliseconds since 1970 in a header; far in the future when it holds none.
absl::Time read_deadline(std::string_view text)
{
    std::int64_t milliseconds = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
    return error == std::errc{} && end != text.data() ? absl::FromUnixMillis(milliseconds) : absl::InfiniteFuture();
}

}  // namespace

LambdaRuntime::LambdaRuntime(std::string_view api)
    : m_base(fmt::format("http://{}/2018-06-01/runtime", api)),
      m_client(HttpOptions{.ca_file = {}, .max_body_bytes = max_event_bytes, .connect_timeout = absl::Seconds(2)})
{
}

std::optional<Invocation> LambdaRuntime::next()
{
    auto wait = first_wait;
    for (int tried = 1;; ++tried) {
        auto answer = m_client.send({.url = m_base + "/invocation/next", .timeout = absl::InfiniteDuration()});
        Invocation invocation;
        invocation.id = header(answer.headers, "Lambda-Runtime-Aws-Request-Id");
        if (answer.status == 200 && is_id(invocation.id)) {
            invocation.deadline = read_deadline(header(answer.headers, "Lambda-Runtime-Deadline-Ms"));
            invocation.problem = std::move(answer.problem);
            if (invocation.problem.empty())
                invocation.event = std::move(answer.body);
            return invocation;
        }
        m_problem = fmt::format("the Runtime API gave no invocation: {}",
                                answer.problem.empty() ? fmt::format("it answered {}", answer.status) : answer.problem);
        // Any answer but 200 means that the environment is to end.
        if (answer.status != 0 || tried == next_tries)
            return std::nullopt;
        absl::SleepFor(wait);
        wait *= 4;
    }
}

Taken LambdaRuntime::post(std::string_view path, std::string_view body, Headers headers)
{
    headers.emplace_back("Content-Type", "application/json");
    auto const answer =
        m_client.send({.method = "POST", .url = fmt::format("{}{}", m_base, path), .headers = headers, .body = body});
    if (answer.ok())
        return Taken::yes;
    m_problem = fmt::format("the Runtime API did not take the answer: {}",
                            answer.problem.empty() ? fmt::format("it answered {}", answer.status) : answer.problem);
    switch (answer.status) {
    case 413: return Taken::too_large;
    case 500: return Taken::over;
    default: return Taken::no;
    }
}

Taken LambdaRuntime::respond(std::string_view id, std::string_view json)
{
    return post(fmt::format("/invocation/{}/response", id), json, {});
}

Taken LambdaRuntime::fail(std::string_view id, LambdaError const& error)
{
    return post(fmt::format("/invocation/{}/error", id), error_body(error),
                {{"Lambda-Runtime-Function-Error-Type", error.type}});
}

Taken LambdaRuntime::fail_init(LambdaError const& error)
{
    return post("/init/error", error_body(error), {{"Lambda-Runtime-Function-Error-Type", error.type}});
}

}  // namespace almanac
