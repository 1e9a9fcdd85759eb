#pragma once

#include "fetch/fetch_options.hpp"
#include "fetch/fetcher.hpp"
#include "fetch/host_queue.hpp"
#include "fetch/retry.hpp"
#include "fetch/robots.hpp"
#include "fetch/transfer.hpp"

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace almanac {

/// A moment so much later; never one beyond what the clock can say.
[[nodiscard]] Moment after(Moment start, absl::Duration duration);

/// A page to get, with what the catalog knows of it.
struct Task {
    Request request;
    std::string etag;
    std::string last_modified;
};

/// The thread that runs all transfers: lines up requests per host, asks robots.txt first, follows redirects, tries
/// again, and ends what takes too long. A 304 comes back as status 304 without a problem.
class Engine {
public:
    explicit Engine(FetchOptions const& options);
    ~Engine();
    Engine(Engine const&) = delete;
    Engine& operator=(Engine const&) = delete;

    /// From any thread; waits until every page is there or has failed.
    [[nodiscard]] std::vector<Page> run(std::vector<Task> tasks);

private:
    struct Batch {
        std::vector<Page> pages;
        std::size_t missing = 0;
        std::condition_variable done;
    };

    /// One page on its way, through all hops and tries.
    struct Job {
        Task task;  ///< the request is that of the current hop
        Page page;
        Batch* batch = nullptr;  ///< none for robots.txt
        std::size_t slot = 0;
        std::string robots_of;  ///< whose robots.txt this is; empty for pages
        std::string host;       ///< of the current hop
        bool queued = false;    ///< in the host's line
        SourcePolicy const* policy = nullptr;
        Moment expires;
        int hops = 0;
        int failures = 0;           ///< of this hop
        std::string what;           ///< went wrong
        absl::Duration this_try{};  ///< spent by this try's hops
        std::unique_ptr<Transfer> transfer;
    };

    struct Origin {
        bool known = false;
        Robots robots;
        FetchProblem problem = FetchProblem::none;  ///< why nothing may be asked of it
        std::string message;
        std::vector<std::uint64_t> waiting;
    };

    struct SourceState {
        Moment first;
        int pages = 0;
    };

    /// A host that asked for more patience than we have.
    struct GivenUp {
        Moment until;
        std::string what;
    };

    struct CloseMulti {
        void operator()(void* multi) const;
    };

    void loop();
    bool take_inbox(Moment now);
    void accept(std::unique_ptr<Job> incoming, Moment now);
    void admit(std::uint64_t id, Moment now);
    bool ask_robots(std::uint64_t id, Job& job, Moment now);
    void settle_robots(Job const& job);
    void enqueue(std::uint64_t id, Job& job, Moment not_before);
    void start(std::uint64_t id);
    void finish_transfers(Moment now);
    void finish_transfer(std::uint64_t id, TransferResult result, Moment now);
    [[nodiscard]] bool try_again(std::uint64_t id, Job& job, TransferResult const& result, Moment now);
    void redirect(std::uint64_t id, Job& job, Moment now);
    void expire(Moment now);
    void fail(std::uint64_t id, FetchProblem problem, std::string_view what);
    void complete(std::uint64_t id);
    void give_up(std::string const& host, Moment until, std::string const& what);
    void wait(Moment now);
    [[nodiscard]] bool allows_private(Job const& job) const;
    [[nodiscard]] static std::string message_of(Job const& job);

    FetchOptions const& m_options;
    SourcePolicy const m_default_policy;
    Moment const m_deadline;
    std::unique_ptr<void, CloseMulti> m_multi;

    std::mutex m_mutex;  ///< of the two below, and of every batch
    std::vector<std::unique_ptr<Job>> m_inbox;
    bool m_stopping = false;

    // All else belongs to the thread.
    std::uint64_t m_last_id = 0;
    std::unordered_map<std::uint64_t, std::unique_ptr<Job>> m_jobs;
    std::unordered_map<void*, std::uint64_t> m_running;  ///< by curl handle
    std::map<std::string, Origin> m_origins;
    std::map<std::string, SourceState, std::less<>> m_sources;
    std::map<std::string, GivenUp> m_given_up;
    HostQueue m_queue;
    Backoff m_backoff;
    std::jthread m_thread;
};

}  // namespace almanac
