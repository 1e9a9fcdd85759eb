#include "support/program.hpp"

#include "support/paths.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace almanac {

namespace {

pid_t start(std::filesystem::path const& program, std::vector<std::string> const& arguments,
            std::filesystem::path const& folder, std::map<std::string, std::string> const& environment,
            std::string const& out, std::string const& err)
{
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> settings;
    settings.reserve(environment.size());
    for (auto const& [name, value] : environment)
        settings.push_back(fmt::format("{}={}", name, value));
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (auto& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    std::vector<char*> envp;
    envp.reserve(settings.size() + 1);
    for (auto& setting : settings)
        envp.push_back(setting.data());
    envp.push_back(nullptr);

    auto const pid = fork();
    if (pid < 0)
        throw std::runtime_error{"cannot fork"};
    if (pid > 0)
        return pid;
    // Only calls that are safe between fork and exec (POSIX.1-2017, section 2.4.3).
    auto const out_fd = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    auto const err_fd = open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    dup2(out_fd, STDOUT_FILENO);
    dup2(err_fd, STDERR_FILENO);
    if (chdir(folder.c_str()) == 0)
        execve(argv[0], argv.data(), envp.data());
    _exit(127);
}

}  // namespace

Ended run_almanac_program(std::vector<std::string> const& arguments, std::filesystem::path const& folder,
                          std::map<std::string, std::string> const& environment)
{
    return run_program(almanac_binary(), arguments, folder, environment);
}

Ended run_program(std::filesystem::path const& program, std::vector<std::string> const& arguments,
                  std::filesystem::path const& folder, std::map<std::string, std::string> const& environment)
{
    TemporaryFolder const streams;
    auto const out = streams.path() / "out";
    auto const err = streams.path() / "err";
    auto const pid = start(program, arguments, folder, environment, out, err);
    int status = 0;
    waitpid(pid, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_whole_file(out),
            read_whole_file(err)};
}

pid_t start_almanac_program(std::vector<std::string> const& arguments, std::filesystem::path const& folder,
                            std::map<std::string, std::string> const& environment)
{
    return start(almanac_binary(), arguments, folder, environment, "/dev/null", "/dev/null");
}

std::string read_whole_file(std::filesystem::path const& path)
{
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void write_whole_file(std::filesystem::path const& path, std::string const& bytes)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << bytes;
}

}  // namespace almanac
