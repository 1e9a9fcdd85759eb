#include "support/aws_services.hpp"

#include "support/paths.hpp"
#include "text/text.hpp"

#include <csignal>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace almanac::test {

std::string botocore_missing()
{
    return std::system("python3 -c 'import botocore' 2>/dev/null") == 0
               ? std::string{}
               : "python3-botocore is not installed: ./dev setup";
}

AwsServices::AwsServices(std::string_view state)
{
    set(state);
    auto const script = (project_folder() / "tests/aws/services.py").string();
    auto const folder = m_folder.path().string();
    m_process = fork();
    if (m_process < 0)
        throw std::runtime_error{"cannot fork"};
    if (m_process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);  // not to outlive a test that was killed
        execlp("python3", "python3", script.c_str(), folder.c_str(), nullptr);
        _exit(127);
    }
    for (int tries = 0; m_port.empty(); ++tries) {
        if (tries == 1500 || waitpid(m_process, nullptr, WNOHANG) != 0)
            throw std::runtime_error{"tests/aws/services.py did not start"};
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
        m_port = m_folder.read("port");
    }
}

AwsServices::~AwsServices()
{
    kill(m_process, SIGKILL);
    waitpid(m_process, nullptr, 0);
}

void AwsServices::set(std::string_view state) const
{
    (void)m_folder.write("state.part", state);
    std::filesystem::rename(m_folder.path("state.part"), m_folder.path("state.json"));
}

std::string AwsServices::url(std::string_view path) const
{
    return "http://127.0.0.1:" + m_port + std::string{path};
}

std::vector<std::string> AwsServices::log() const
{
    std::vector<std::string> lines;
    auto const text = m_folder.read("log");
    for (auto const line : split(text, '\n'))
        if (!line.empty())
            lines.emplace_back(line);
    return lines;
}

}  // namespace almanac::test
