#include "text/text.hpp"
#include "text/utf8.hpp"

namespace almanac {
namespace {

// The base letter of each code point from Unicode's canonical decompositions (UnicodeData.txt), lowered; 1 to 5 stand
// for pairs of letters, a dot for no Latin letter.
constexpr std::string_view letters_from_c0 =  // U+00C0 to U+021F
    "aaaaaa1ceeeeiiiidnooooo.ouuuuy43aaaaaa1ceeeeiiiidnooooo.ouuuuy4y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii55jjkkklllllll"
    "lllnnnnnnnnnoooooo22rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "................................oo.............uu..............."
    ".............aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa...."
    "aaaaeeeeiiiioooorrrruuuusstt..hh";
constexpr std::string_view letters_from_1e00 =  // U+1E00 to U+1EFF
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwya.ss3daaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyllvvyy";
constexpr std::string_view pairs[] = {"ae", "oe", "ss", "th", "ij"};

char base_letter(char32_t c)
{
    if (c >= 0xC0 && c < 0xC0 + letters_from_c0.size())
        return letters_from_c0[c - 0xC0];
    if (c >= 0x1E00 && c < 0x1E00 + letters_from_1e00.size())
        return letters_from_1e00[c - 0x1E00];
    return '.';
}

bool in(char32_t c, char32_t first, char32_t last)
{
    return c >= first && c <= last;
}

/// Gone without a trace: apostrophes and accents that follow their letter, joiners, variation selectors.
bool vanishes(char32_t c)
{
    return c == '\'' || c == '.' || c == '`' || c == 0xAD || c == 0xB4 || c == 0x2BC || in(c, 0x2018, 0x201B) ||
           in(c, 0x300, 0x36F) || in(c, 0x200B, 0x200F) || c == 0x2060 || c == 0xFEFF || in(c, 0xFE00, 0xFE0F);
}

/// Punctuation, symbols and spaces: a word ends here.
bool separates(char32_t c)
{
    if (c < 0x80)
        return !in(c, '0', '9') && !in(c, 'a', 'z') && !in(c, 'A', 'Z');
    return in(c, 0x80, 0xA9) || in(c, 0xAB, 0xB1) || in(c, 0xB6, 0xB8) || c == 0xBB || c == 0xBF || c == 0xD7 ||
           c == 0xF7 || c == 0x1680 || in(c, 0x2000, 0x206F) || in(c, 0x20A0, 0x20CF) || in(c, 0x2190, 0x2BFF) ||
           in(c, 0x2E00, 0x2E7F) || in(c, 0x3000, 0x3004) || in(c, 0x3008, 0x3020) || in(c, 0xFF01, 0xFF0F) ||
           in(c, 0x1F000, 0x1FAFF) || c == 0xFFFD;
}

char32_t lower(char32_t c)
{
    if (in(c, 'A', 'Z') || in(c, 0x391, 0x3A9) || in(c, 0x410, 0x42F))
        return c + 32;
    return in(c, 0x400, 0x40F) ? c + 80 : c;
}

void append_folded(std::string& out, char32_t c)
{
    auto const letter = base_letter(c);
    if (letter == '.')
        append_utf8(out, lower(c));
    else if (letter >= '1' && letter <= '5')
        out += pairs[letter - '1'];
    else
        out.push_back(letter);
}

}  // namespace

std::string fold(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool gap = false;
    for (std::size_t i = 0; i < text.size();) {
        auto const code = decode_utf8(text, i);
        i += code.size;
        if (code.value == '&') {
            out += out.empty() ? "and" : " and";
            gap = true;
        } else if (vanishes(code.value)) {
            continue;
        } else if (separates(code.value)) {
            gap = true;
        } else {
            if (gap && !out.empty())
                out.push_back(' ');
            gap = false;
            append_folded(out, code.value);
        }
    }
    return out;
}

}  // namespace almanac
