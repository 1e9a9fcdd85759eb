#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace almanac {

/// Appends a character of a text to the inside of a JSON string. Control characters that mean nothing become a space.
void append_character(std::string& json, char c);

/// Appends the escape that `rest` begins with, a backslash, as JSON writes it; returns how many bytes it took. What is
/// no escape in JSON is read as JavaScript does: "\x41" is a character, "\'" the character itself.
[[nodiscard]] std::size_t append_escape(std::string& json, std::string_view rest);

}  // namespace almanac
