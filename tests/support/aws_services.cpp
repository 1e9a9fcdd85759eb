#include "support/aws_services.hpp"

#include "support/paths.hpp"
#include "text/text.hpp"

#include <cstdlib>

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
    m_process.emplace(std::vector<std::string>{"python3", (project_folder() / "tests/aws/services.py").string(),
                                               m_folder.path().string()},
                      m_folder.path("port"));
}

void AwsServices::set(std::string_view state) const
{
    (void)m_folder.write("state.part", state);
    std::filesystem::rename(m_folder.path("state.part"), m_folder.path("state.json"));
}

std::string AwsServices::url(std::string_view path) const
{
    return "http://127.0.0.1:" + m_folder.read("port") + std::string{path};
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
