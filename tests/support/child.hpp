#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace almanac::test {

/// A program that runs beside a test and ends with it: a server.
class Child {
public:
    /// Starts it and waits, at most 20 s, until it has written the file `ready`. Throws std::runtime_error with what it
    /// said when it does not.
    Child(std::vector<std::string> words, std::filesystem::path const& ready);
    ~Child();
    Child(Child const&) = delete;
    Child& operator=(Child const&) = delete;

private:
    pid_t m_pid = -1;
};

}  // namespace almanac::test
