#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

namespace almanac {

/// An empty folder that goes with the object.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        auto name = (std::filesystem::temp_directory_path() / "almanac-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error{"no temporary folder"};
        m_path = name;
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    [[nodiscard]] std::filesystem::path const& path() const { return m_path; }
    [[nodiscard]] std::string path(std::string_view name) const { return (m_path / name).string(); }

    /// Writes a file and gives its path.
    [[nodiscard]] std::string write(std::string_view name, std::string_view bytes) const
    {
        auto const file = path(name);
        std::ofstream{file, std::ios::binary} << bytes;
        return file;
    }

    [[nodiscard]] std::string read(std::string_view name) const
    {
        auto file = std::ifstream{path(name), std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

private:
    std::filesystem::path m_path;
};

}  // namespace almanac
