#pragma once

#include <compare>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Where a value stands: "sources/vnps.toml:3:12". Line and column (of code points) are 1-based, 0 when unknown.
struct Position {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;

    auto operator<=>(Position const&) const = default;
};

[[nodiscard]] std::string to_string(Position const& position);

/// A command or configuration that cannot be worked with; ends the program with exit 2. The text holds every finding,
/// one per line, each "file:line:column: sentence".
struct ConfigError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One thing that is wrong in a file: a sentence without its full stop where a value ends it.
struct Finding {
    Position position;
    std::string sentence;

    auto operator<=>(Finding const&) const = default;
};

/// Everything that is wrong, collected over all files so that one look mends all.
class Findings {
public:
    void add(Position position, std::string sentence);

    [[nodiscard]] bool empty() const { return m_findings.empty(); }

    /// A hostile file may hold a hundred thousand mistakes: further ones are only counted.
    [[nodiscard]] bool full() const { return m_findings.size() >= 1000; }

    /// Sorted by file, line and column, each once.
    [[nodiscard]] std::vector<Finding> sorted() const;

    /// Throws one ConfigError with all findings, sorted; does nothing when there are none.
    void throw_if_any() const;

private:
    std::vector<Finding> m_findings;
    std::size_t m_left_out = 0;
};

/// A text of a file as a message may show it: in quotes, control characters escaped, at most 80 bytes.
[[nodiscard]] std::string in_quotes(std::string_view text, char quote = '\'');

/// Its former name, which meets std::quoted where <iomanip> is included.
[[nodiscard]] inline std::string quoted(std::string_view text)
{
    return in_quotes(text);
}

}  // namespace almanac
