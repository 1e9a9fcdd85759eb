#include "json/script_string.hpp"

#include <algorithm>

namespace almanac {
namespace {

bool is_hex(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

enum class Surrogate { none, high, low };

Surrogate surrogate_of(std::string_view digits)
{
    if (digits.size() != 4 || !is_hex(digits) || (digits[0] | 0x20) != 'd' || digits[1] < '8')
        return Surrogate::none;
    return std::string_view{"89aAbB"}.find(digits[1]) != std::string_view::npos ? Surrogate::high : Surrogate::low;
}

/// Half of a surrogate pair is no character (RFC 8259 section 8.2).
std::size_t append_unicode_escape(std::string& json, std::string_view rest)
{
    constexpr std::size_t one = 6;
    auto const kind = surrogate_of(rest.substr(2, 4));
    auto const next = rest.substr(one, one);
    if (kind == Surrogate::high && next.starts_with("\\u") && surrogate_of(next.substr(2)) == Surrogate::low) {
        json += rest.substr(0, 2 * one);
        return 2 * one;
    }
    json += kind == Surrogate::none ? rest.substr(0, one) : "\\ufffd";
    return one;
}

}  // namespace

void append_character(std::string& json, char c)
{
    if (c == '"')
        json += "\\\"";
    else if (c == '\\')
        json += "\\\\";
    else if (c == '\n')
        json += "\\n";
    else if (c == '\t')
        json += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20)
        json += c == '\r' ? "" : " ";
    else
        json += c;
}

std::size_t append_escape(std::string& json, std::string_view rest)
{
    char const c = rest.size() > 1 ? rest[1] : '\0';
    auto const hex = rest.substr(std::min<std::size_t>(2, rest.size()), c == 'u' ? 4 : 2);
    if (c == 'u' && hex.size() == 4 && is_hex(hex))
        return append_unicode_escape(json, rest);
    if (c == 'x' && hex.size() == 2 && is_hex(hex)) {
        json += "\\u00";
        json += hex;
        return 4;
    }
    if (c == '\0' || std::string_view{"\"\\/bfnrt"}.find(c) == std::string_view::npos)
        return 1;
    json += rest.substr(0, 2);
    return 2;
}

}  // namespace almanac
