#pragma once

#include "support/loopback_server.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace almanac::test {

/// A Runtime API of AWS Lambda that holds who asks it to the protocol. Hands out events, one at a time, and takes
/// exactly one answer for each; then it says that the environment ends.
class RuntimeApi {
public:
    explicit RuntimeApi(std::vector<std::string> events, absl::Duration time = absl::Minutes(15))
        : m_events(std::move(events)), m_time(time)
    {
        m_server->on(fmt::format("{}/invocation/next", base), [this](Asked const& asked) { return next(asked); });
        m_server->on(fmt::format("{}/init/error", base), [this](Asked const& asked) { return take("init", asked); });
    }

    /// Called with the number of each event before it is handed out.
    void before(std::function<void(std::size_t)> action) { m_before = std::move(action); }

    /// What the next answers to invocations are answered, instead of 202.
    void answer_with(std::deque<int> statuses) { m_statuses = std::move(statuses); }

    /// After the last event no other comes: whoever asks has to wait.
    void stay() { m_stays = true; }

    /// Closes all connections and takes none from now on.
    void vanish() { m_server.reset(); }

    [[nodiscard]] std::string address() const { return m_server->url("").substr(std::string_view{"http://"}.size()); }

    struct Answer {
        bool is_error = false;
        std::string type;  ///< of the header Lambda-Runtime-Function-Error-Type
        std::string body;
    };

    [[nodiscard]] std::map<std::string, Answer> const& answers() const { return m_answers; }
    [[nodiscard]] std::vector<std::string> const& faults() const { return m_faults; }
    [[nodiscard]] int connections() const { return m_server->connections(); }
    [[nodiscard]] std::size_t asked_for_next() const { return m_server->hits(fmt::format("{}/invocation/next", base)); }

    static std::string id(std::size_t number) { return fmt::format("8476a536-e9f4-11e8-9739-{:012}", number); }

private:
    static constexpr std::string_view base = "/2018-06-01/runtime";

    Reply next(Asked const& asked)
    {
        auto const lock = std::lock_guard{m_mutex};
        if (asked.method != "GET")
            m_faults.push_back("next is " + asked.method);
        if (!m_open.empty())
            m_faults.push_back("next before the answer to " + m_open);
        if (m_given == m_events.size() && m_stays)
            return {.delay = std::chrono::minutes{1}};
        if (m_given == m_events.size())
            return {.status = 500};
        if (m_before)
            m_before(m_given);
        m_open = id(m_given);
        auto const path = fmt::format("{}/invocation/{}/", base, m_open);
        auto const given = m_open;
        m_server->on(path + "response", [this, given](Asked const& a) { return take(given, a); });
        m_server->on(path + "error", [this, given](Asked const& a) { return take(given, a); });
        return {.headers = {{"Lambda-Runtime-Aws-Request-Id", m_open},
                            {"Lambda-Runtime-Deadline-Ms", std::to_string(absl::ToUnixMillis(absl::Now() + m_time))},
                            {"Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:a"},
                            {"Content-Type", "application/json"}},
                .body = m_events[m_given++]};
    }

    Reply take(std::string const& from, Asked const& asked)
    {
        auto const lock = std::lock_guard{m_mutex};
        if (asked.method != "POST" || header(asked.headers, "Content-Length").empty())
            m_faults.push_back("an answer has to be a POST with its length");
        if (from != "init" && from != m_open)
            m_faults.push_back("an answer to " + from + " while " + m_open + " is open");
        if (!m_statuses.empty()) {
            auto const status = m_statuses.front();
            m_statuses.pop_front();
            return {.status = status, .body = R"({"errorMessage": "no", "errorType": "no"})"};
        }
        Answer answer{asked.path.ends_with("/error"),
                      std::string{header(asked.headers, "Lambda-Runtime-Function-Error-Type")}, asked.body};
        if (!m_answers.emplace(from, std::move(answer)).second)
            m_faults.push_back("a second answer to " + from);
        m_open.clear();
        return {.status = 202, .body = R"({"status":"OK"})"};
    }

    std::mutex m_mutex;
    std::vector<std::string> m_events;
    absl::Duration m_time;
    std::size_t m_given = 0;
    std::string m_open;
    std::map<std::string, Answer> m_answers;
    std::vector<std::string> m_faults;
    std::function<void(std::size_t)> m_before;
    std::deque<int> m_statuses;
    bool m_stays = false;
    std::unique_ptr<LoopbackServer> m_server = std::make_unique<LoopbackServer>();  // last: its threads use the others
};

}  // namespace almanac::test
