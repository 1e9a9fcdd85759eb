#include "html/document.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"
#include "text/windows1252.hpp"

#include <myhtml/charef.h>

namespace almanac {
namespace {

int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// MyHTML's entry for exactly this name (its table is the standard's, section 13.5); its search returns near misses
/// too.
charef_entry_t const* find_name(std::string_view name)
{
    std::size_t at = 0;
    std::size_t codes = 0;
    auto const* entry = myhtml_charef_find(name.data(), &at, name.size(), &codes);
    auto const found = entry != nullptr && at == name.size() && entry->ch == static_cast<unsigned char>(name.back());
    return found && entry->codepoints_len > 0 ? entry : nullptr;
}

/// "#8217;" or "#x2019;" after the ampersand: bytes taken, 0 when it is no reference.
std::size_t decode_number(std::string& out, std::string_view text)
{
    auto const hex = text.size() > 1 && (text[1] == 'x' || text[1] == 'X');
    std::size_t const first = hex ? 2 : 1;
    auto i = first;
    char32_t value = 0;
    for (; i < text.size(); ++i) {
        auto const digit = hex_value(text[i]);
        if (digit < 0 || (!hex && digit > 9))
            break;
        if (value <= 0x10FFFF)
            value = value * (hex ? 16 : 10) + static_cast<char32_t>(digit);
    }
    if (i == first)
        return 0;
    if (value < 0x100)
        value = value == 0 ? 0xFFFD : from_windows_1252(static_cast<unsigned char>(value));
    append_utf8(out, value);
    return i < text.size() && text[i] == ';' ? i + 1 : i;
}

std::size_t decode_name(std::string& out, std::string_view text)
{
    constexpr std::size_t longest = 32;  // CounterClockwiseContourIntegral
    std::size_t size = 0;
    while (size < text.size() && size < longest && (is_letter(text[size]) || is_digit(text[size])))
        ++size;
    if (size == 0)
        return 0;
    // Without a semicolon only where nothing can go on: "?a=1&copy=2" stays.
    auto const closed = size < text.size() && text[size] == ';';
    if (!closed && size < text.size() && text[size] == '=')
        return 0;
    auto const taken = size + (closed ? 1 : 0);
    auto const* entry = find_name(text.substr(0, taken));
    if (entry == nullptr)
        return 0;
    for (std::size_t i = 0; i < entry->codepoints_len; ++i)
        append_utf8(out, static_cast<char32_t>(entry->codepoints[i]));
    return taken;
}

std::string decode_once(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (;;) {
        auto const at = text.find('&');
        out.append(text, 0, at);
        if (at == std::string_view::npos)
            return out;
        text.remove_prefix(at + 1);
        auto const taken = text.starts_with('#') ? decode_number(out, text) : decode_name(out, text);
        if (taken == 0)
            out += '&';
        text.remove_prefix(taken);
    }
}

}  // namespace

std::string decode_entities(std::string_view text, int rounds)
{
    std::string decoded{text};
    while (rounds-- > 0 && decoded.find('&') != std::string::npos) {
        auto next = decode_once(decoded);
        if (next == decoded)
            break;
        decoded = std::move(next);
    }
    return decoded;
}

}  // namespace almanac
