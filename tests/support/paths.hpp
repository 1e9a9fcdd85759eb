#pragma once

#include <filesystem>

namespace almanac {

/// The project's own folder.
[[nodiscard]] std::filesystem::path project_folder();
/// The captures and cases that are kept beside the project; may not be there.
[[nodiscard]] std::filesystem::path shared_folder();
/// The almanac under test.
[[nodiscard]] std::filesystem::path almanac_binary();

}  // namespace almanac
