#include "json/script_values.hpp"

namespace almanac {
namespace {

/// More than any page hands to its script.
constexpr std::size_t max_values = 100;

/// The length of the value that `text` begins with, up to the bracket that closes its first; 0 when none does.
std::size_t value_length(std::string_view text)
{
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const c = text[at];
        if (in_string) {
            at += c == '\\' ? 1U : 0U;
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return at + 1;
        }
    }
    return 0;
}

}  // namespace

std::vector<std::string_view> assigned_values(std::string_view script)
{
    std::vector<std::string_view> values;
    for (auto at = script.find('='); at != std::string_view::npos; at = script.find('=', at)) {
        at = script.find_first_not_of(" \t\r\n", at + 1);
        if (at == std::string_view::npos || values.size() == max_values)
            break;
        if (script[at] != '{' && script[at] != '[')
            continue;
        auto const length = value_length(script.substr(at));
        if (length == 0)
            break;  // what was cut off has no end further on either
        values.push_back(script.substr(at, length));
        at += length;
    }
    return values;
}

}  // namespace almanac
