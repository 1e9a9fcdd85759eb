#include "text/text.hpp"

#include "text/utf8.hpp"

#include <algorithm>

namespace almanac {
namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_visible_ascii(char c)
{
    return c > ' ' && c < '\x7F';
}

bool is_ascii_space(char32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Property White_Space (Unicode 15, PropList.txt) and the two line separators of C0 that text files carry.
bool is_space(char32_t c)
{
    return is_ascii_space(c) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Invisible wherever it stands: zero width space, word joiner, byte order mark, soft hyphen.
bool is_invisible(char32_t c)
{
    return c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0xAD;
}

/// Invisible at the ends of a text, but meant inside it (emoji sequences, Persian).
bool is_joiner(char32_t c)
{
    return c == 0x200C || c == 0x200D;
}

/// The size of the code point that ends at `end` (> 0), malformed bytes singly.
std::size_t size_before(std::string_view text, std::size_t end)
{
    for (std::size_t size = 1; size <= 4 && size <= end; ++size) {
        auto const code = decode_utf8(text.substr(0, end), end - size);
        if (code.valid && code.size == size)
            return size;
    }
    return 1;
}

}  // namespace

std::string lower_ascii(std::string_view text)
{
    std::string low{text};
    std::ranges::transform(low, low.begin(), lower);
    return low;
}

bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text)
{
    auto const blank = [](char32_t c) { return is_space(c) || is_invisible(c) || is_joiner(c); };
    while (!text.empty() && !is_visible_ascii(text.front())) {
        auto const code = decode_utf8(text, 0);
        if (!blank(code.value))
            break;
        text.remove_prefix(code.size);
    }
    while (!text.empty() && !is_visible_ascii(text.back())) {
        auto const size = size_before(text, text.size());
        if (!blank(decode_utf8(text, text.size() - size).value))
            break;
        text.remove_suffix(size);
    }
    return text;
}

void append_collapsed(std::string& out, std::string_view piece, bool& pending)
{
    auto const put = [&](std::size_t from, std::size_t to) {
        if (from == to)
            return;
        if (pending && !out.empty())
            out.push_back(' ');
        pending = false;
        out.append(piece, from, to - from);
    };
    auto const is_visible = [&](std::size_t i) { return i < piece.size() && is_visible_ascii(piece[i]); };
    std::size_t word = 0;  // where the run of kept bytes began
    for (std::size_t i = 0; i < piece.size();) {
        auto const byte = static_cast<unsigned char>(piece[i]);
        // One space between two words stays as it is.
        if (is_visible(i) || (byte == ' ' && i > word && is_visible(i + 1))) {
            ++i;
            continue;
        }
        if (is_ascii_space(byte)) {
            put(word, i);
            pending = true;
            while (i < piece.size() && is_ascii_space(static_cast<unsigned char>(piece[i])))
                ++i;
            word = i;
            continue;
        }
        // Of two-byte sequences only U+0085, U+00A0 and U+00AD matter here; three bytes hold the others.
        auto const code = byte < 0x80 ? CodePoint{byte, 1, true} : decode_utf8(piece, i);
        if (is_space(code.value) || is_invisible(code.value)) {
            put(word, i);
            pending = pending || is_space(code.value);
            word = i + code.size;
        }
        i += code.size;
    }
    put(word, piece.size());
}

std::string collapse_spaces(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool pending = false;
    append_collapsed(out, trim(text), pending);
    return out;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    parts.reserve(1 + static_cast<std::size_t>(std::ranges::count(text, separator)));
    for (;;) {
        auto const end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::string join(std::span<std::string const> parts, std::string_view separator)
{
    std::string out;
    for (auto const& part : parts) {
        if (&part != parts.data())
            out += separator;
        out += part;
    }
    return out;
}

std::string replace_all(std::string text, std::string_view what, std::string_view by)
{
    auto at = what.empty() ? std::string::npos : text.find(what);
    if (at == std::string::npos)
        return text;
    std::string out;
    out.reserve(text.size());
    std::size_t from = 0;
    for (; at != std::string::npos; at = text.find(what, from)) {
        out.append(text, from, at - from).append(by);
        from = at + what.size();
    }
    return out.append(text, from);
}

std::string cut_at_word(std::string_view text, std::size_t max_bytes)
{
    constexpr std::string_view ellipsis = "…";
    if (text.size() <= max_bytes)
        return std::string{text};
    if (max_bytes < ellipsis.size())
        return {};
    auto const limit = max_bytes - ellipsis.size();
    std::size_t character = 0;  // the last boundary of a character, of a word, that fits
    std::size_t word = 0;
    for (std::size_t i = 0; i < text.size();) {
        auto const code = decode_utf8(text, i);
        if (is_space(code.value) && i <= limit)
            word = i;
        i += code.size;
        if (i > limit)
            break;
        character = i;
    }
    if (character < text.size() && is_space(decode_utf8(text, character).value))
        word = character;
    auto cut = trim(text.substr(0, word > 0 ? word : character));
    while (!cut.empty() && std::string_view{",;:-"}.find(cut.back()) != std::string_view::npos)
        cut = trim(cut.substr(0, cut.size() - 1));
    return std::string{cut}.append(ellipsis);
}

namespace {

/// Edits (insert, delete, replace, swap of neighbours) between two words: optimal string alignment, case ignored.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> above(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before.swap(above);
        above.swap(row);
    }
    return above[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, std::span<std::string_view const> choices)
{
    constexpr std::size_t longest = 100;  // no name of ours is longer; bounds the work on hostile words
    std::string_view best;
    std::size_t best_edits = longest;
    for (auto const choice : choices) {
        if (word.size() > longest || choice.size() > longest)
            continue;
        auto const allowed = std::max<std::size_t>(1, std::max(word.size(), choice.size()) / 3);
        auto const edits = distance(word, choice);
        if (edits <= allowed && edits < best_edits && edits < choice.size()) {
            best = choice;
            best_edits = edits;
        }
    }
    return std::string{best};
}

std::string did_you_mean(std::string_view word, std::span<std::string_view const> choices)
{
    auto const guess = nearest(word, choices);
    return guess.empty() ? "" : " (did you mean '" + guess + "'?)";
}

}  // namespace almanac
