#include "aws/process.hpp"

#include "fetch/transfer_error.hpp"

#include <absl/time/clock.h>
#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace almanac {
namespace {

/// The reading end of a pipe whose writing end became the command's output.
struct Pipe {
    int end = -1;

    explicit Pipe(int fd) : end(fd) {}
    Pipe(Pipe&& other) noexcept : end(std::exchange(other.end, -1)) {}
    Pipe& operator=(Pipe&&) = delete;
    ~Pipe() { reset(); }

    void reset()
    {
        if (end >= 0)
            close(std::exchange(end, -1));
    }
};

/// Starts the command as the first of a process group; 0 when it cannot be started.
pid_t start(std::string const& command, Pipe& output)
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return 0;
    output.end = ends[0];
    Pipe const writing{ends[1]};
    posix_spawn_file_actions_t files{};
    posix_spawnattr_t attributes{};
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, writing.end, STDOUT_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    std::string shell = "sh";
    std::string option = "-c";
    std::string line = command;
    std::array<char*, 4> const arguments{shell.data(), option.data(), line.data(), nullptr};
    pid_t process = 0;
    bool const started = posix_spawn(&process, "/bin/sh", &files, &attributes, arguments.data(), environ) == 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return started ? process : 0;
}

/// Reads until the command closes its output. Returns what is wrong, or nothing.
std::string read_all(Pipe const& output, absl::Time end, absl::Duration limit, std::size_t most_bytes,
                     std::string& into)
{
    std::array<char, 4096> block{};
    while (true) {
        pollfd waiting{.fd = output.end, .events = POLLIN, .revents = 0};
        auto const left = absl::ToInt64Milliseconds(end - absl::Now());
        auto const ready = left > 0 ? poll(&waiting, 1, static_cast<int>(left) + 1) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return fmt::format("did not end within {}", show_time(limit));
        auto const got = read(output.end, block.data(), block.size());
        if (got == 0)
            return {};
        if (got > 0)
            into.append(block.data(), static_cast<std::size_t>(got));
        if (into.size() > most_bytes)
            return fmt::format("printed more than {}", show_size(most_bytes));
    }
}

/// Waits for the end of a command that has closed its output. Returns what is wrong, or nothing.
std::string wait_for_end(pid_t process, absl::Time end, absl::Duration limit)
{
    int status = 0;
    while (waitpid(process, &status, WNOHANG) == 0) {
        if (absl::Now() > end) {
            killpg(process, SIGKILL);
            waitpid(process, &status, 0);
            return fmt::format("did not end within {}", show_time(limit));
        }
        absl::SleepFor(absl::Milliseconds(2));
    }
    if (WIFSIGNALED(status))
        return fmt::format("was ended by the signal {}", WTERMSIG(status));
    return WEXITSTATUS(status) == 0 ? std::string{} : fmt::format("ended with exit code {}", WEXITSTATUS(status));
}

}  // namespace

Printed run_command(std::string const& command, absl::Duration limit, std::size_t most_bytes)
{
    Printed printed;
    Pipe output{-1};
    auto const process = start(command, output);
    if (process == 0)
        return {{}, "cannot be started"};
    auto const end = absl::Now() + limit;
    printed.problem = read_all(output, end, limit, most_bytes, printed.out);
    if (!printed.problem.empty())
        killpg(process, SIGKILL);
    output.reset();
    auto const ending = wait_for_end(process, end, limit);
    if (printed.problem.empty())
        printed.problem = ending;
    if (!printed.problem.empty())
        printed.out.clear();
    return printed;
}

}  // namespace almanac
