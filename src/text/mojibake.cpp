#include "text/charset.hpp"
#include "text/utf8.hpp"
#include "text/windows1252.hpp"

#include <cstdint>
#include <vector>

namespace almanac {
namespace {

bool is_letter(char32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x17F && c != 0xD7 && c != 0xF7);
}

bool is_upper(char32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
}

/// A UTF-8 sequence whose bytes were read as windows-1252 characters: how many, and the character that was meant.
struct Sequence {
    std::size_t length = 0;
    char32_t meant = 0;
};

Sequence sequence_at(std::u32string_view text, std::size_t at)
{
    std::string bytes;
    for (std::size_t i = at; i < text.size() && bytes.size() < 4; ++i) {
        auto const byte = to_windows_1252(text[i]);
        if (!byte || *byte < 0x80)
            break;
        bytes.push_back(static_cast<char>(*byte));
    }
    if (bytes.size() < 2)
        return {};
    auto const code = decode_utf8(bytes, 0);
    return code.valid ? Sequence{code.size, code.value} : Sequence{};
}

/// Whether a sequence is surely an accident. Real text has "É”" and "ß“" too, so only what pages were seen to break is
/// mended by itself: Latin-1 letters and signs, punctuation (U+2000 to U+2BFF), emoji, byte order and replacement
/// marks.
bool is_accident(std::u32string_view text, std::size_t at, Sequence const& sequence)
{
    auto const meant = sequence.meant;
    if (sequence.length == 2 && meant <= 0xFF) {
        // "AMANHÃ”": a capital before, a closing quote after, and no letter behind it is a word in capitals.
        auto const before = at > 0 ? text[at - 1] : 0;
        auto const after = at + 2 < text.size() ? text[at + 2] : 0;
        return is_letter(text[at + 1]) || !is_upper(before) || is_letter(after);
    }
    return (meant >= 0x2000 && meant < 0x2C00) || meant == 0xFEFF || meant == 0xFFFD || meant >= 0x1F000;
}

/// Text of another script is broken throughout: every character that is not ASCII belongs to a sequence, several do.
bool broken_throughout(std::u32string_view text)
{
    std::size_t sequences = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] < 0x80) {
            ++i;
            continue;
        }
        auto const sequence = sequence_at(text, i);
        if (sequence.length == 0)
            return false;
        i += sequence.length;
        ++sequences;
    }
    return sequences > 1;
}

/// One layer off; false when nothing was there to mend.
bool mend_once(std::u32string& text)
{
    auto const all = broken_throughout(text);
    std::u32string out;
    out.reserve(text.size());
    bool changed = false;
    for (std::size_t i = 0; i < text.size();) {
        auto const sequence = text[i] >= 0xC2 && text[i] <= 0xF4 ? sequence_at(text, i) : Sequence{};
        if (sequence.length > 0 && (all || is_accident(text, i, sequence))) {
            if (sequence.meant != 0xFEFF)
                out.push_back(sequence.meant);
            i += sequence.length;
            changed = true;
        } else {
            out.push_back(text[i++]);
        }
    }
    text = std::move(out);
    return changed;
}

}  // namespace

std::string mend_mojibake(std::string text)
{
    // Either accident leaves characters from U+0080 to U+00FF: lead bytes C2 and C3 in UTF-8.
    if (text.find_first_of("\xC2\xC3") == std::string::npos)
        return text;
    std::u32string codes;
    codes.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        auto const code = decode_utf8(text, i);
        if (!code.valid)
            return text;
        codes.push_back(code.value);
        i += code.size;
    }
    constexpr int layers = 3;  // seen: a text saved wrong twice
    bool changed = false;
    for (int i = 0; i < layers && mend_once(codes); ++i)
        changed = true;
    for (auto& code : codes) {
        if (code >= 0x80 && code < 0xA0 && windows_1252_high[code - 0x80] != code) {
            code = windows_1252_high[code - 0x80];
            changed = true;
        }
    }
    if (!changed)
        return text;
    text.clear();
    for (auto const code : codes)
        append_utf8(text, code);
    return text;
}

}  // namespace almanac
