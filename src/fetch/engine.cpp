#include "fetch/engine.hpp"

#include "fetch/transfer_error.hpp"
#include "fetch/url.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <pthread.h>
#include <utility>

namespace almanac {
namespace {

constexpr std::size_t max_running = 64;  ///< in all: sockets and memory stay bounded
constexpr auto longest_wait = std::chrono::milliseconds{1000};
constexpr auto cancel_check = std::chrono::milliseconds{50};

/// libcurl wants this once per process, before any thread.
void start_curl()
{
    static auto const code = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(code);
}

}  // namespace

Moment after(Moment start, absl::Duration duration)
{
    constexpr auto forever = 10 * 365 * 24;
    return duration > absl::Hours(forever) ? Moment::max() : start + absl::ToChronoNanoseconds(duration);
}

void Engine::CloseMulti::operator()(void* multi) const
{
    curl_multi_cleanup(multi);
}

Engine::Engine(FetchOptions const& options)
    : m_options(options), m_deadline(after(std::chrono::steady_clock::now(), options.deadline)),
      m_backoff(options.backoff, options.max_backoff, options.seed)
{
    start_curl();
    m_multi.reset(curl_multi_init());
    m_thread = std::jthread{[this] { loop(); }};
}

Engine::~Engine()
{
    {
        auto const lock = std::lock_guard{m_mutex};
        m_stopping = true;
    }
    curl_multi_wakeup(m_multi.get());
    m_thread.join();
    m_jobs.clear();  // easy handles go before their multi handle
}

std::vector<Page> Engine::run(std::vector<Task> tasks)
{
    auto batch = Batch{};
    batch.missing = tasks.size();
    batch.pages.resize(tasks.size());
    auto lock = std::unique_lock{m_mutex};
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        auto job = std::make_unique<Job>();
        job->task = std::move(tasks[i]);
        job->page.url = job->task.request.url;
        job->batch = &batch;
        job->slot = i;
        m_inbox.push_back(std::move(job));
    }
    curl_multi_wakeup(m_multi.get());
    batch.done.wait(lock, [&] { return batch.missing == 0; });
    return std::move(batch.pages);
}

void Engine::loop()
{
    auto pipe = sigset_t{};  // OpenSSL writes to closed connections, and libcurl leaves signals to us
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    while (true) {
        auto now = std::chrono::steady_clock::now();
        if (!take_inbox(now))
            return;
        expire(now);
        for (auto const id : m_queue.take(now, max_running - std::min(max_running, m_running.size())))
            start(id);
        int running = 0;
        curl_multi_perform(m_multi.get(), &running);
        now = std::chrono::steady_clock::now();
        finish_transfers(now);
        wait(now);
    }
}

/// False when the engine is to end and nothing is left to do.
bool Engine::take_inbox(Moment now)
{
    auto jobs = std::vector<std::unique_ptr<Job>>{};
    {
        auto const lock = std::lock_guard{m_mutex};
        if (m_stopping)
            return false;
        jobs.swap(m_inbox);
    }
    for (auto& job : jobs)
        accept(std::move(job), now);
    return true;
}

/// A new page: its address and its source's budget are looked at once.
void Engine::accept(std::unique_ptr<Job> incoming, Moment now)
{
    auto const id = ++m_last_id;
    auto& job = *(m_jobs[id] = std::move(incoming));
    auto& request = job.task.request;
    auto const policy = m_options.sources.find(request.source);
    job.policy = policy == m_options.sources.end() ? &m_default_policy : &policy->second;
    auto const [state, is_new] = m_sources.try_emplace(request.source, SourceState{now, 0});
    job.expires = std::min(m_deadline, after(state->second.first, job.policy->max_time));

    auto url = resolve_url({}, request.url);
    if (url.empty())
        return fail(id, FetchProblem::bad_url, "this is no web address");
    request.url = url.substr(0, url.find('#'));
    if (state->second.pages >= job.policy->max_pages)
        return fail(id, FetchProblem::budget,
                    fmt::format("not asked for: source {} has had its {} pages (max_pages)", request.source,
                                job.policy->max_pages));
    ++state->second.pages;
    admit(id, now);
}

/// A page's next hop: goes into its host's line unless robots.txt has to be asked first or forbids it.
void Engine::admit(std::uint64_t id, Moment now)
{
    auto& job = *m_jobs.at(id);
    auto const& url = job.task.request.url;
    if (url.starts_with("https:") && m_options.ca_file.empty() && m_options.stand_in.empty())
        return fail(id, FetchProblem::tls,
                    "no list of certificate authorities was found: install ca-certificates or set SSL_CERT_FILE");
    job.host = host_of(url);
    if (auto const at = m_given_up.find(job.host); at != m_given_up.end() && at->second.until > now)
        return fail(id, FetchProblem::budget, at->second.what);
    if (!job.robots_of.empty() || job.policy->ignore_robots || ask_robots(id, job, now))
        enqueue(id, job, now);
}

void Engine::enqueue(std::uint64_t id, Job& job, Moment not_before)
{
    auto const at = m_options.hosts.find(job.host);
    auto const rule = at == m_options.hosts.end() ? HostRule{} : at->second;
    constexpr double slowest = 1e-4;
    auto rate = m_options.requests_per_second;
    if (rule.requests_per_second > 0)
        rate = rule.requests_per_second;
    if (job.policy->requests_per_second > 0)
        rate = job.policy->requests_per_second;
    auto const spacing = absl::ToChronoNanoseconds(absl::Seconds(1) / std::max(rate, slowest));
    auto const at_once = rule.connections > 0 ? rule.connections : m_options.connections;
    job.queued = true;
    m_queue.push(job.host, id, {spacing, std::max(at_once, 1)}, not_before);
}

bool Engine::allows_private(Job const& job) const
{
    auto const at = m_options.hosts.find(job.host);
    return (at != m_options.hosts.end() && at->second.allow_private) ||
           std::ranges::find(job.policy->private_hosts, job.host) != job.policy->private_hosts.end();
}

void Engine::start(std::uint64_t id)
{
    auto& job = *m_jobs.at(id);
    job.queued = false;
    job.transfer = std::make_unique<Transfer>(
        m_options,
        TransferPlan{.request = job.task.request,
                     .etag = job.task.etag,
                     .last_modified = job.task.last_modified,
                     .allow_private = allows_private(job),
                     .max_body_bytes = job.robots_of.empty() ? m_options.max_body_bytes : max_robots_bytes + 1,
                     .timeout = m_options.request_timeout - job.this_try});
    m_running[job.transfer->handle()] = id;
    curl_multi_add_handle(m_multi.get(), job.transfer->handle());
}

void Engine::finish_transfers(Moment now)
{
    int left = 0;
    while (auto const* message = curl_multi_info_read(m_multi.get(), &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        void* const handle = message->easy_handle;
        auto const code = message->data.result;
        auto const id = m_running.at(handle);
        m_running.erase(handle);
        curl_multi_remove_handle(m_multi.get(), handle);
        auto& job = *m_jobs.at(id);
        auto result = job.transfer->finish(code);
        job.transfer.reset();
        m_queue.done(job.host);
        finish_transfer(id, std::move(result), now);
    }
}

/// Ends what is out of time.
void Engine::expire(Moment now)
{
    bool const cancelled = m_options.cancel != nullptr && m_options.cancel->load();
    auto late = std::vector<std::uint64_t>{};
    for (auto const& [id, job] : m_jobs) {
        if (cancelled || job->expires <= now)
            late.push_back(id);
    }
    std::ranges::sort(late);
    for (auto const id : late) {
        auto const at = m_jobs.find(id);
        if (at == m_jobs.end())
            continue;
        auto const& job = *at->second;
        if (cancelled)
            fail(id, FetchProblem::deadline, "not reached: the run was stopped");
        else if (m_deadline <= now)
            fail(id, FetchProblem::deadline, "not reached before the deadline of the run");
        else
            fail(id, FetchProblem::budget,
                 fmt::format("not reached within the {} of source {} (max_time)", show_time(job.policy->max_time),
                             job.task.request.source));
    }
}

/// Sleeps until a socket, a caller or the clock has something to do.
void Engine::wait(Moment now)
{
    auto until = now + longest_wait;
    if (auto const next = m_queue.next(); next && m_running.size() < max_running)
        until = std::min(until, *next);
    for (auto const& [id, job] : m_jobs)
        until = std::min(until, job->expires);
    if (m_options.cancel != nullptr && !m_jobs.empty())
        until = std::min(until, now + cancel_check);
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(until - now).count();
    curl_multi_poll(m_multi.get(), nullptr, 0, static_cast<int>(std::max<long>(left, 0)), nullptr);
}

}  // namespace almanac
