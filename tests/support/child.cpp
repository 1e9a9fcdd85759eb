#include "support/child.hpp"

#include "support/program.hpp"

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace almanac::test {

Child::Child(std::vector<std::string> words, std::filesystem::path const& ready)
{
    auto const log = ready.string() + ".log";
    std::vector<char*> argv;
    for (auto& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    m_pid = fork();
    if (m_pid < 0)
        throw std::runtime_error{"cannot fork"};
    if (m_pid == 0) {
        // Only calls that are safe between fork and exec (POSIX.1-2017, section 2.4.3).
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        auto const out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
        dup2(out, STDOUT_FILENO);
        dup2(out, STDERR_FILENO);
        execvp(argv[0], argv.data());
        _exit(127);
    }
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!std::filesystem::exists(ready)) {
        bool const ended = waitpid(m_pid, nullptr, WNOHANG) == m_pid;
        if (ended)
            m_pid = -1;
        if (ended || std::chrono::steady_clock::now() > end)
            throw std::runtime_error{words.front() + " did not start: " + read_whole_file(log)};
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

Child::~Child()
{
    if (m_pid < 0)
        return;
    kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
}

}  // namespace almanac::test
