#include "fetch/engine.hpp"
#include "fetch/redact.hpp"
#include "fetch/redirect.hpp"
#include "fetch/transfer_error.hpp"
#include "fetch/url.hpp"

#include <absl/time/clock.h>
#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

// What becomes of an answer: done, another hop, another try, or a failure.

namespace almanac {

void Engine::finish_transfer(std::uint64_t id, TransferResult result, Moment now)
{
    auto& job = *m_jobs.at(id);
    auto& page = job.page;
    auto const& request = job.task.request;
    page.took += result.took;
    job.this_try += result.took;
    page.final_url = request.url;
    page.status = result.status;
    bool const conditional = !job.task.etag.empty() || !job.task.last_modified.empty();
    bool const fresh = (result.status >= 200 && result.status < 300) || (result.status == 304 && conditional);
    bool const redirected = is_redirect(result.status);
    if (result.problem == FetchProblem::none && !fresh && !redirected)
        result.problem = FetchProblem::http_status;

    if (result.problem != FetchProblem::none && try_again(id, job, result, now))
        return;
    if (m_options.record && job.robots_of.empty() && result.status != 0)
        m_options.record(result.exchange);
    page.headers = std::move(result.headers);
    page.body = std::move(result.body);
    if (result.problem == FetchProblem::none && redirected)
        return redirect(id, job, now);
    page.problem = result.problem;
    if (job.what.empty())
        job.what = std::move(result.message);
    complete(id);
}

/// Puts the job back into its line when another try makes sense.
bool Engine::try_again(std::uint64_t id, Job& job, TransferResult const& result, Moment now)
{
    ++job.failures;
    if (!is_worth_a_retry(result.problem, result.status))
        return false;
    auto wait = m_backoff.wait(job.failures);
    if (result.problem == FetchProblem::http_status) {
        auto const asked = read_retry_after(header(result.headers, "Retry-After"), absl::Now());
        if (asked > m_options.max_retry_after) {
            job.what = fmt::format("asks to wait {}", show_time(*asked));
            give_up(job.host, after(now, *asked), fmt::format("not asked for: {} {}", job.host, job.what));
            return false;
        }
        if (asked) {
            wait = std::max(wait, *asked);
            m_queue.pause(job.host, after(now, *asked));  // it asks all of us, not this page only
        }
    }
    if (job.failures >= m_options.tries)
        return false;
    ++job.page.retries;
    job.this_try = {};
    enqueue(id, job, after(now, wait));
    return true;
}

/// Fails all that stands in a host's line, and what comes before a moment.
void Engine::give_up(std::string const& host, Moment until, std::string const& what)
{
    m_given_up[host] = {until, what};
    auto waiting = std::vector<std::uint64_t>{};
    for (auto const& [id, job] : m_jobs) {
        if (job->host == host && job->queued)
            waiting.push_back(id);
    }
    for (auto const id : waiting) {
        if (m_jobs.contains(id))
            fail(id, FetchProblem::budget, what);
    }
}

void Engine::redirect(std::uint64_t id, Job& job, Moment now)
{
    if (job.hops == max_redirects) {
        job.page.problem = FetchProblem::too_many_redirects;
        return complete(id);
    }
    if (!follow_redirect(job.task.request, job.page.status, job.page.headers))
        return fail(id, FetchProblem::bad_url,
                    fmt::format("answered {} without a web address to go to", job.page.status));
    ++job.hops;
    job.failures = 0;
    admit(id, now);
}

void Engine::fail(std::uint64_t id, FetchProblem problem, std::string_view what)
{
    auto& job = *m_jobs.at(id);
    job.page.problem = problem;
    job.what = what;
    complete(id);
}

std::string Engine::message_of(Job const& job)
{
    auto const& page = job.page;
    if (page.problem == FetchProblem::too_many_redirects)
        return redirects_message(page.url, job.task.request.url);
    if (page.problem == FetchProblem::http_status) {
        auto const tries = is_worth_a_retry(page.problem, page.status) ? job.failures : 1;
        auto const status = status_message(page.final_url, page.status, tries);
        return job.what.empty() ? status : fmt::format("{} and {}", status, job.what);
    }
    auto const url = redact_url(page.url);
    auto const subject = job.hops == 0 ? url : fmt::format("{} leads to {}", url, redact_url(job.task.request.url));
    return fmt::format("{}: {}{}", subject, job.what,
                       job.failures > 1 ? fmt::format(" ({} tries)", job.failures) : std::string{});
}

/// Hands the page to whoever waits for it.
void Engine::complete(std::uint64_t id)
{
    auto const job = std::move(m_jobs.at(id));
    m_jobs.erase(id);
    if (job->transfer) {
        m_running.erase(job->transfer->handle());
        curl_multi_remove_handle(m_multi.get(), job->transfer->handle());
        m_queue.done(job->host);
        job->transfer.reset();
    } else if (job->queued) {
        m_queue.remove(job->host, id);
    }
    if (job->batch == nullptr)
        return settle_robots(*job);
    auto& page = job->page;
    if (!page.ok()) {
        page.message = redact_secrets(message_of(*job), m_options.secrets);
        if (page.problem != FetchProblem::http_status)
            page.body.clear();
    }
    if (page.final_url.empty())
        page.final_url = job->task.request.url;
    auto const lock = std::lock_guard{m_mutex};
    auto& batch = *job->batch;
    batch.pages[job->slot] = std::move(page);
    if (--batch.missing == 0)
        batch.done.notify_one();
}

}  // namespace almanac
