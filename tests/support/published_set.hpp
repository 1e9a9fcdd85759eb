#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace almanac {

/// Fails the test unless every file that latest/run.json names is there with the size and digest that it states.
/// Returns the run's name.
std::string expect_complete(std::filesystem::path const& out);

/// Every published file of a folder with its bytes: what a run that publishes nothing has to leave as it is.
[[nodiscard]] std::map<std::string, std::string> published_files(std::filesystem::path const& out);

}  // namespace almanac
