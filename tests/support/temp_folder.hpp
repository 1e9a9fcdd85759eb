#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

namespace almanac::test {

/// A folder of its own for one test, gone with it.
class TempFolder {
public:
    TempFolder()
    {
        auto name = (std::filesystem::temp_directory_path() / "almanac-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr)
            throw std::runtime_error{"mkdtemp"};
        m_path = name;
    }
    ~TempFolder()
    {
        auto ignored = std::error_code{};
        std::filesystem::remove_all(m_path, ignored);
    }
    TempFolder(TempFolder const&) = delete;
    TempFolder& operator=(TempFolder const&) = delete;

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

}  // namespace almanac::test
