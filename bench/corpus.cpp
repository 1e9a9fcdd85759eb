#include "corpus.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <sys/resource.h>

namespace almanac::bench {
namespace {

rusage usage()
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used;
}

double seconds(timeval const& time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

std::string read_file(std::string const& path)
{
    std::ifstream in{path, std::ios::binary};
    if (!in)
        throw std::runtime_error{path + " cannot be read"};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::string> read_lines(std::string const& path)
{
    std::ifstream in{path};
    if (!in)
        throw std::runtime_error{path + " cannot be read"};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        if (!line.empty())
            lines.push_back(line);
    return lines;
}

double cpu_seconds()
{
    auto const used = usage();
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double peak_megabytes()
{
    return static_cast<double>(usage().ru_maxrss) * 1024 / 1e6;
}

}  // namespace almanac::bench
