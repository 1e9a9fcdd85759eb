#include "fetch/engine.hpp"
#include "fetch/redirect.hpp"
#include "fetch/url.hpp"

#include <fmt/format.h>

#include <utility>

namespace almanac {

/// True when the page may be asked for now. Else it waits for robots.txt, or has failed.
bool Engine::ask_robots(std::uint64_t id, Job& job, Moment now)
{
    // A source that may use private addresses must not open them to others by way of robots.txt, nor the other way.
    auto const origin = origin_of(job.task.request.url);
    auto const key = origin + (allows_private(job) ? " private" : "");
    auto& state = m_origins[key];
    if (state.known) {
        if (state.problem != FetchProblem::none) {
            fail(id, state.problem, state.message);
            return false;
        }
        auto const rule = forbidding_rule(state.robots, job.task.request.url);
        if (!rule.empty())
            fail(id, FetchProblem::forbidden_by_robots, fmt::format("forbidden by {}/robots.txt ({})", origin, rule));
        return rule.empty();
    }
    state.waiting.push_back(id);
    if (state.waiting.size() > 1)
        return false;
    auto robots = std::make_unique<Job>();
    robots->task.request = {.source = job.task.request.source, .url = origin + "/robots.txt"};
    robots->page.url = robots->task.request.url;
    robots->robots_of = key;
    robots->policy = job.policy;
    robots->expires = m_deadline;
    auto const robots_id = ++m_last_id;
    m_jobs[robots_id] = std::move(robots);
    admit(robots_id, now);
    return false;
}

/// What an answer for robots.txt means (RFC 9309 section 2.3.1), and on with the pages that waited for it.
void Engine::settle_robots(Job const& job)
{
    auto& origin = m_origins[job.robots_of];
    origin.known = true;
    auto const& page = job.page;
    switch (page.problem) {
    case FetchProblem::none:
    case FetchProblem::too_large: origin.robots = read_robots(page.body, "almanac"); break;
    case FetchProblem::too_many_redirects: break;  // counts as absent
    case FetchProblem::http_status:                // 4xx: absent
        if (page.status >= 500) {
            origin.problem = FetchProblem::forbidden_by_robots;
            origin.message = fmt::format("not asked for, as {}", message_of(job));
        }
        break;
    default:  // no answer: the page itself would have none either
        origin.problem = page.problem;
        origin.message =
            fmt::format("{}{}", job.what, job.failures > 1 ? fmt::format(" ({} tries)", job.failures) : std::string{});
    }
    auto const now = std::chrono::steady_clock::now();
    for (auto const id : std::exchange(origin.waiting, {})) {
        if (m_jobs.contains(id))
            admit(id, now);
    }
}

}  // namespace almanac
