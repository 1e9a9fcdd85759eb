#include "time/tokens.hpp"

#include "text/ascii.hpp"

#include <algorithm>

namespace almanac {
namespace {

bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_not_ascii(char c)
{
    return (static_cast<unsigned char>(c) & 0x80) != 0;
}

/// A character outside ASCII that stands for a mark of it.
struct Symbol {
    std::size_t bytes = 0;  ///< 0: it is a letter
    char mark = ' ';
};

Symbol symbol_at(std::string_view text)
{
    if (text.starts_with("\xC2\xA0"))
        return {2, ' '};  // no-break space
    if (text.starts_with("\xC2\xB7"))
        return {2, ','};  // middle dot
    if (text.starts_with("\xEF\xBB\xBF"))
        return {3, ' '};  // byte order mark
    if (text.starts_with("\xE2\x88\x92"))
        return {3, '-'};  // minus
    if (text.size() < 3 || !text.starts_with("\xE2\x80"))
        return {};
    auto const last = static_cast<unsigned char>(text[2]);
    if (last <= 0x8F || last == 0xAF)
        return {3, ' '};  // spaces of many widths, direction marks
    if (last <= 0x95)
        return {3, '-'};
    if (last == 0x98 || last == 0x99)
        return {3, '\''};
    if (last == 0x9C || last == 0x9D)
        return {3, '"'};
    if (last == 0xA2)
        return {3, ','};  // bullet
    return {};
}

}  // namespace

void Tokens::add(Kind kind, std::size_t from, std::size_t to, std::int64_t value, Word word, std::size_t digits)
{
    m_tokens[margin + m_count++] = {kind,
                                    word,
                                    from == m_last_end && from != 0,
                                    static_cast<std::uint8_t>(std::min<std::size_t>(digits, 255)),
                                    value,
                                    static_cast<std::uint32_t>(from),
                                    static_cast<std::uint32_t>(to)};
    m_last_end = to;
}

std::size_t Tokens::add_number(std::string_view text, std::size_t from)
{
    constexpr std::size_t most_digits = 15;
    std::int64_t value = 0;
    auto to = from;
    for (; to < text.size() && is_digit(text[to]); ++to) {
        if (to - from < most_digits)
            value = value * 10 + (text[to] - '0');
    }
    add(Kind::Number, from, to, to - from <= most_digits ? value : -1, Word::None, to - from);
    return to;
}

std::size_t Tokens::add_word(std::string_view text, std::size_t from)
{
    // "p.m.", "p. m.", and "p" right behind a number
    if (auto const letter = static_cast<char>(text[from] | 0x20); letter == 'a' || letter == 'p') {
        auto to = from + 1;
        auto const dotted = to < text.size() && text[to] == '.';
        if (dotted)
            to += 1 + (to + 1 < text.size() && text[to + 1] == ' ');
        auto const has_m = to < text.size() && (text[to] | 0x20) == 'm';
        auto const ends = [&](std::size_t at) { return at >= text.size() || !is_ascii_letter(text[at]); };
        auto const hour = letter == 'p' ? 12 : 0;
        if (dotted && has_m && ends(to + 1)) {
            to += 1 + (to + 1 < text.size() && text[to + 1] == '.');
            add(Kind::Word, from, to, hour, Word::Meridiem);
            return to;
        }
        if (from != 0 && is_digit(text[from - 1]) && ends(from + 1)) {
            to = from + (dotted ? 2 : 1);
            add(Kind::Word, from, to, hour, Word::Meridiem);
            return to;
        }
    }
    auto to = from + 1;
    while (to < text.size()) {
        auto const rest = text.substr(to);
        if (is_ascii_letter(text[to]) || text[to] == '\'' || (is_not_ascii(text[to]) && symbol_at(rest).bytes == 0))
            ++to;
        else if (auto const bytes = curly_apostrophe.size();
                 rest.starts_with(curly_apostrophe) && rest.size() > bytes && is_ascii_letter(rest[bytes]))
            to += bytes;
        else
            break;
    }
    auto const [word, value] = find_word(text.substr(from, to - from));
    add(Kind::Word, from, to, value, word);
    if (word != Word::None && to < text.size() && text[to] == '.')
        m_last_end = ++to;  // "Sat.", "Jan.": the dot belongs to the word
    return to;
}

Tokens::Tokens(std::string_view text)
{
    m_cut = text.size() > max_bytes;
    text = text.substr(0, max_bytes);
    std::fill_n(m_tokens.begin(), margin, Token{});
    std::size_t at = 0;
    while (at < text.size()) {
        if (m_count == max_tokens) {
            m_cut = true;
            break;
        }
        auto const c = text[at];
        if (is_digit(c)) {
            at = add_number(text, at);
        } else if (is_ascii_letter(c)) {
            at = add_word(text, at);
        } else if (is_not_ascii(c)) {
            auto const [bytes, mark] = symbol_at(text.substr(at));
            if (bytes == 0) {
                at = add_word(text, at);
                continue;
            }
            if (mark != ' ')
                add(Kind::Mark, at, at + bytes, mark);
            at += bytes;
        } else {
            if (c == '@')
                add(Kind::Word, at, at + 1, 0, Word::At);
            else if (c > ' ')
                add(Kind::Mark, at, at + 1, c);
            ++at;
        }
    }
    std::fill_n(m_tokens.begin() + margin + m_count, margin, Token{});
}

}  // namespace almanac
