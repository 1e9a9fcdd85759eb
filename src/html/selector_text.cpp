#include "html/selector_text.hpp"

#include "html/selector.hpp"
#include "text/ascii.hpp"
#include "text/text.hpp"
#include "text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

bool is_name_char(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

void SelectorText::fail(std::string const& what, std::size_t where)
{
    throw SelectorError{what, where};
}

std::string_view SelectorText::shown() const
{
    return m_text.substr(m_at, at_end() ? 0 : decode_utf8(m_text, m_at).size);
}

bool SelectorText::take(char c)
{
    if (at_end() || m_text[m_at] != c)
        return false;
    ++m_at;
    return true;
}

bool SelectorText::skip_spaces()
{
    auto const from = m_at;
    while (!at_end() && is_space(m_text[m_at]))
        ++m_at;
    return m_at > from;
}

std::string SelectorText::read_name(std::string_view what)
{
    std::string name;
    while (!at_end() && (is_name_char(peek()) || peek() == '\\')) {
        if (take('\\'))
            read_escape(name);
        else
            name += m_text[m_at++];
    }
    if (name.empty())
        fail(fmt::format("{} is missing", what));
    return name;
}

/// CSS Syntax Level 3, section 4.3.7; the backslash is taken.
void SelectorText::read_escape(std::string& out)
{
    if (at_end())
        fail("a backslash cannot be last", m_at - 1);
    if (!is_hex(peek())) {
        auto const character = shown();
        out += character;
        m_at += character.size();
        return;
    }
    char32_t value = 0;
    for (int i = 0; i < 6 && is_hex(peek()); ++i) {
        auto const c = m_text[m_at++];
        auto const digit = is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
        value = value * 16 + static_cast<char32_t>(digit);
    }
    if (is_space(peek()))
        ++m_at;
    append_utf8(out, value == 0 ? 0xFFFD : value);
}

std::string SelectorText::read_string()
{
    auto const from = m_at;
    auto const quote = m_text[m_at++];
    std::string value;
    while (!take(quote)) {
        if (at_end())
            fail("the quote is never closed", from);
        if (take('\\'))
            read_escape(value);
        else
            value += m_text[m_at++];
    }
    return value;
}

Nth SelectorText::read_nth()
{
    skip_spaces();
    auto const from = m_at;
    auto const word = lower_ascii(m_text.substr(m_at, 4));
    if (word.starts_with("odd") || word == "even") {
        m_at += word.starts_with("odd") ? 3 : 4;
        return {2, word.starts_with("odd") ? 1 : 0};
    }
    auto const negative = peek() == '-';
    if (negative || peek() == '+')
        ++m_at;
    auto const has_digits = is_digit(peek());
    auto number = has_digits ? read_number() : 1;
    if (negative)
        number = -number;
    if (!take('n') && !take('N')) {
        if (!has_digits)
            fail("a number, 'odd', 'even' or 'an+b' must stand here", from);
        return {0, number};
    }
    auto const step = number;
    skip_spaces();
    if (peek() != '+' && peek() != '-')
        return {step, 0};
    auto const minus = m_text[m_at++] == '-';
    skip_spaces();
    if (!is_digit(peek()))
        fail("a number must stand here");
    auto const offset = read_number();
    return {step, minus ? -offset : offset};
}

int SelectorText::read_number()
{
    constexpr int largest = 100'000'000;  // more than any page has elements
    int value = 0;
    for (; is_digit(peek()); ++m_at)
        if (value < largest)
            value = value * 10 + (peek() - '0');
    return value;
}

std::string SelectorText::read_bare_text()
{
    auto const end = m_text.find(')', m_at);
    auto const text = trim(m_text.substr(m_at, end == std::string_view::npos ? end : end - m_at));
    if (text.empty())
        fail("a text is missing");
    m_at = std::min(end, m_text.size());
    return std::string{text};
}

}  // namespace almanac
