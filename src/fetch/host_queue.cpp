#include "fetch/host_queue.hpp"

#include <algorithm>

namespace almanac {

Moment HostQueue::start_of(Host const& host, Waiting const& waiting)
{
    auto start = std::max(host.paused_until, waiting.not_before);
    if (host.last_start)
        start = std::max(start, *host.last_start + waiting.pace.spacing);
    return start;
}

void HostQueue::push(std::string const& host, std::uint64_t id, Pace pace, Moment not_before)
{
    m_hosts[host].waiting.push_back({id, pace, not_before});
}

std::vector<std::uint64_t> HostQueue::take(Moment now, std::size_t most)
{
    auto ready = std::vector<std::uint64_t>{};
    for (auto& [name, host] : m_hosts) {
        for (auto at = host.waiting.begin(); at != host.waiting.end() && ready.size() < most;) {
            if (host.running >= at->pace.at_once || start_of(host, *at) > now) {
                ++at;  // one behind it may be faster, or not have to wait for a retry
                continue;
            }
            ready.push_back(at->id);
            host.last_start = now;
            ++host.running;
            at = host.waiting.erase(at);
        }
    }
    return ready;
}

void HostQueue::done(std::string const& host)
{
    --m_hosts[host].running;
}

void HostQueue::pause(std::string const& host, Moment until)
{
    auto& paused = m_hosts[host].paused_until;
    paused = std::max(paused, until);
}

void HostQueue::remove(std::string const& host, std::uint64_t id)
{
    std::erase_if(m_hosts[host].waiting, [&](Waiting const& w) { return w.id == id; });
}

std::optional<Moment> HostQueue::next() const
{
    auto soonest = std::optional<Moment>{};
    for (auto const& [name, host] : m_hosts) {
        for (auto const& waiting : host.waiting) {
            if (host.running >= waiting.pace.at_once)
                continue;
            auto const start = start_of(host, waiting);
            soonest = std::min(soonest.value_or(start), start);
        }
    }
    return soonest;
}

}  // namespace almanac
