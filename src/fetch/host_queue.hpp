#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace almanac {

using Moment = std::chrono::steady_clock::time_point;

/// Who may be asked when: per host a number of requests at a time and a spacing between their starts. Knows no clock
/// and no network; the caller says what time it is.
class HostQueue {
public:
    struct Pace {
        std::chrono::nanoseconds spacing{0};  ///< between the start of one request and the next
        int at_once = 1;
    };

    /// Puts a request into the line of its host, not to start before a moment.
    void push(std::string const& host, std::uint64_t id, Pace pace, Moment not_before);

    /// The requests that start now, at most so many, in order of arrival per host; each holds one of its host's places
    /// until `done`.
    [[nodiscard]] std::vector<std::uint64_t> take(Moment now, std::size_t most = SIZE_MAX);

    /// A request that `take` gave is over.
    void done(std::string const& host);

    /// No request to the host starts before a moment.
    void pause(std::string const& host, Moment until);

    /// A waiting request is no longer wanted.
    void remove(std::string const& host, std::uint64_t id);

    /// When `take` may give something next; nothing when only `done` or `push` can change that.
    [[nodiscard]] std::optional<Moment> next() const;

private:
    struct Waiting {
        std::uint64_t id = 0;
        Pace pace;
        Moment not_before;
    };
    struct Host {
        std::deque<Waiting> waiting;
        std::optional<Moment> last_start;
        Moment paused_until;
        int running = 0;
    };
    [[nodiscard]] static Moment start_of(Host const& host, Waiting const& waiting);

    std::map<std::string, Host> m_hosts;
};

}  // namespace almanac
