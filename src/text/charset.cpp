#include "text/charset.hpp"

#include "text/text.hpp"
#include "text/utf8.hpp"
#include "text/windows1252.hpp"

#include <myencoding/encoding.h>

namespace almanac {
namespace {

std::string_view label_of(myencoding_t encoding)
{
    std::size_t size = 0;
    auto const* name = myencoding_name_by_id(encoding, &size);
    return name == nullptr ? std::string_view{} : std::string_view{name, size};
}

/// U+FFFD for what is malformed.
std::string mend_utf8(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) {
        auto const run = ascii_prefix(bytes.substr(i));
        out.append(bytes, i, run);
        i += run;
        if (i == bytes.size())
            break;
        auto const code = decode_utf8(bytes, i);
        append_utf8(out, code.value);
        i += code.size;
    }
    return out;
}

std::string without_nul(std::string text)
{
    if (text.find('\0') != std::string::npos)
        std::erase(text, '\0');
    return text;
}

std::string from_utf16(std::string_view bytes, bool little)
{
    std::string out;
    out.reserve(bytes.size());
    auto const unit = [&](std::size_t i) -> char32_t {
        char32_t const first = static_cast<unsigned char>(bytes[i]);
        char32_t const second = static_cast<unsigned char>(bytes[i + 1]);
        return little ? first | second << 8 : second | first << 8;
    };
    std::size_t i = 0;
    for (; i + 1 < bytes.size(); i += 2) {
        auto value = unit(i);
        if (value >= 0xD800 && value < 0xDC00 && i + 3 < bytes.size()) {
            auto const low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                value = 0x10000 + ((value - 0xD800) << 10U) + (low - 0xDC00);
                i += 2;
            }
        }
        if (value != 0)
            append_utf8(out, value);  // a lone surrogate becomes U+FFFD there
    }
    if (i < bytes.size())
        append_utf8(out, 0xFFFD);
    return out;
}

std::string from_1252(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (auto const c : bytes)
        if (c != '\0')
            append_utf8(out, from_windows_1252(static_cast<unsigned char>(c)));
    return out;
}

/// The other charsets of WHATWG Encoding, byte by byte with MyHTML's decoders (which know no four-byte GB18030 and are
/// weak in ISO-2022-JP; neither is met on the web in practice).
std::string from_legacy(std::string_view bytes, myencoding_t encoding)
{
    auto const decode = myencoding_get_function_by_id(encoding);
    std::string out;
    out.reserve(bytes.size() * 2);
    myencoding_result_t state{};
    for (auto const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        auto const status = decode(byte, &state);
        if (status != MyENCODING_STATUS_CONTINUE && encoding == MyENCODING_SHIFT_JIS)
            state.first = 0;  // its decoder forgets to, and would read the next character as a second byte
        if (status == MyENCODING_STATUS_OK && byte != 0)
            append_utf8(out, state.result == 0 ? 0xFFFD : static_cast<char32_t>(state.result));
        if (status == MyENCODING_STATUS_ERROR)
            append_utf8(out, byte != 0 && byte < 0x80 ? byte : 0xFFFD);
    }
    return out;
}

/// Whether two bytes anywhere go together. A page that is named UTF-8 without any was written in windows-1252.
bool holds_utf8_sequence(std::string_view bytes)
{
    for (std::size_t i = ascii_prefix(bytes); i < bytes.size(); i += 1 + ascii_prefix(bytes.substr(i + 1)))
        if (auto const code = decode_utf8(bytes, i); code.size > 1)
            return true;
    return false;
}

}  // namespace

bool is_utf8(std::string_view bytes)
{
    for (std::size_t i = ascii_prefix(bytes); i < bytes.size();) {
        auto const code = decode_utf8(bytes, i);
        if (!code.valid)
            return false;
        i += code.size;
        i += ascii_prefix(bytes.substr(i));
    }
    return true;
}

std::string to_utf8(std::string_view bytes, std::string_view charset)
{
    if (bytes.starts_with("\xEF\xBB\xBF"))
        return without_nul(mend_utf8(bytes.substr(3)));
    if (bytes.starts_with("\xFF\xFE"))
        return from_utf16(bytes.substr(2), true);
    if (bytes.starts_with("\xFE\xFF"))
        return from_utf16(bytes.substr(2), false);

    auto const label = lower_ascii(trim(charset));
    myencoding_t encoding = MyENCODING_NOT_DETERMINED;
    if (!label.empty() && label.size() < 64)
        myencoding_by_name(label.data(), label.size(), &encoding);
    switch (encoding) {
    case MyENCODING_UTF_16LE: return from_utf16(bytes, true);
    case MyENCODING_UTF_16BE: return from_utf16(bytes, false);
    case MyENCODING_UTF_8:
        if (!is_utf8(bytes))
            return holds_utf8_sequence(bytes) ? without_nul(mend_utf8(bytes)) : from_1252(bytes);
        return without_nul(std::string{bytes});
    // The name that servers send unasked: well-formed UTF-8 is not windows-1252 by chance.
    case MyENCODING_WINDOWS_1252:
    case MyENCODING_X_USER_DEFINED:
    case MyENCODING_NOT_DETERMINED: return is_utf8(bytes) ? without_nul(std::string{bytes}) : from_1252(bytes);
    default: return label_of(encoding).empty() ? from_1252(bytes) : from_legacy(bytes, encoding);
    }
}

}  // namespace almanac
