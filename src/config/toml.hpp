#pragma once

#include "config/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// A value of a TOML file with its place. Plain data, so that only toml.cpp knows the parser's library.
struct Node {
    enum class Kind { text, whole, real, boolean, time, list, table };

    Kind kind = Kind::table;
    std::string key;  ///< its name in the table around it; empty in a list
    std::size_t line = 0;
    std::size_t column = 0;
    std::size_t key_line = 0;
    std::size_t key_column = 0;
    std::string text;
    std::int64_t whole = 0;
    double real = 0;
    bool boolean = false;
    std::vector<Node> items;  ///< values of a list, or of a table in the order of the file
    bool read = false;        ///< somebody asked for it (config/table.hpp)
};

/// A text as TOML writes it, in double quotes and on one line: control characters become spaces.
[[nodiscard]] std::string toml_string(std::string_view text);

/// A parsed file.
struct TomlDocument {
    std::string file;
    std::string text;
    Node root;
    bool blank = false;  ///< no file: every table is absent, and every list of tables has one absent table (known_keys)

    [[nodiscard]] Position at(Node const& node) const { return {file, node.line, node.column}; }
    [[nodiscard]] Position at_key(Node const& node) const { return {file, node.key_line, node.key_column}; }

    /// The place of a byte of a text value: quotes, escapes and line breaks of the file are accounted for, so that a
    /// mistake inside a selector or pattern is shown where it stands.
    [[nodiscard]] Position inside(Node const& node, std::size_t byte) const;
};

/// The text of a file with the value at a path of keys ("html", "fields", "name"; of a list its numbers, from 0)
/// replaced by another, written as TOML; all else stays byte for byte. Nothing when there is no such value.
[[nodiscard]] std::optional<std::string> with_value(TomlDocument const& document, std::vector<std::string> const& path,
                                                    std::string_view value);

/// The value at such a path; nullptr when there is none.
[[nodiscard]] Node const* find_node(Node const& root, std::vector<std::string> const& path);

constexpr std::size_t max_toml_bytes = 1U << 20U;

/// Parses TOML 1.0. Nothing and one finding for text that is no TOML, repeats a key, is no UTF-8, or is larger or
/// deeper than any file a person writes (1 MB, 20,000 lines, 16 nested values, 16 dots in a key).
[[nodiscard]] std::optional<TomlDocument> parse_toml(std::string_view text, std::string const& file,
                                                     Findings& findings);

}  // namespace almanac
