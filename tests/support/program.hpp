#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace almanac {

/// How a program ended and what it printed.
struct Ended {
    int code = -1;  ///< exit code; 128 + signal when a signal ended it
    std::string out;
    std::string err;
};

/// Runs the almanac under test to its end, with no environment but `environment`, in `folder`.
[[nodiscard]] Ended run_almanac_program(std::vector<std::string> const& arguments, std::filesystem::path const& folder,
                                        std::map<std::string, std::string> const& environment = {});

/// The same of another program, such as a copy of it under another name.
[[nodiscard]] Ended run_program(std::filesystem::path const& program, std::vector<std::string> const& arguments,
                                std::filesystem::path const& folder,
                                std::map<std::string, std::string> const& environment = {});

/// Starts it and does not wait; its output is thrown away. Ends with waitpid().
[[nodiscard]] pid_t start_almanac_program(std::vector<std::string> const& arguments,
                                          std::filesystem::path const& folder,
                                          std::map<std::string, std::string> const& environment = {});

[[nodiscard]] std::string read_whole_file(std::filesystem::path const& path);
void write_whole_file(std::filesystem::path const& path, std::string const& bytes);

}  // namespace almanac
