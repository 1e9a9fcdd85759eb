#include "deliver/mime.hpp"

#include "fetch/url.hpp"
#include "text/base64.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"
#include "text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

constexpr std::size_t body_width = 76;   // RFC 2045, 6.7 and 6.8
constexpr std::size_t field_width = 78;  // RFC 5322, 2.1.1
constexpr std::size_t word_bytes = 45;   // in base64 with "=?UTF-8?B?" and "?=": 72 of the 75 of RFC 2047

/// Valid UTF-8 on one line.
std::string one_line(std::string_view text)
{
    auto clean = to_utf8(text, "utf-8");
    std::ranges::replace_if(
        clean, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return std::string{trim(clean)};
}

bool is_printable(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7F; });
}

std::string encoded_words(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        std::size_t size = 0;
        while (size < text.size()) {
            auto const next = decode_utf8(text, size).size;
            if (size + next > word_bytes)
                break;
            size += next;
        }
        out += fmt::format("{}=?UTF-8?B?{}?=", out.empty() ? "" : "\r\n ", to_base64(text.substr(0, size)));
        text.remove_prefix(size);
    }
    return out;
}

/// Whether words may stand in a field as they are: none is too long for a line, or looks encoded.
bool is_plain(std::string_view text)
{
    return is_printable(text) && text.find("=?") == text.npos &&
           std::ranges::all_of(split(text, ' '), [](auto word) { return word.size() < field_width - 20; });
}

std::string display_name(std::string const& name)
{
    auto const clean = one_line(name);
    if (clean.empty() || !is_printable(clean) || clean.size() > field_width - 20)
        return encoded_words(clean);
    return '"' + replace_all(replace_all(clean, "\\", "\\\\"), "\"", "\\\"") + '"';
}

}  // namespace

std::string to_quoted_printable(std::string_view text)
{
    auto const lines = replace_all(std::string{text}, "\r\n", "\n");
    std::string out;
    std::size_t width = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const byte = static_cast<unsigned char>(lines[i]);
        if (byte == '\n') {
            out += "\r\n";
            width = 0;
            continue;
        }
        bool const last = i + 1 == lines.size() || lines[i + 1] == '\n';
        bool const blank = byte == ' ' || byte == '\t';
        // "From " at the start of a line is rewritten where mail is kept as mbox, and a lone dot ends a mail in SMTP.
        bool const risky = width == 0 && (byte == 'F' || byte == '.');
        bool const plain = !risky && ((blank && !last) || (byte > ' ' && byte < 0x7F && byte != '='));
        if (width + (plain ? 1 : 3) > body_width - (last ? 0 : 1)) {
            out += "=\r\n";
            width = 0;
        }
        if (plain)
            out += lines[i];
        else
            out += fmt::format("={:02X}", byte);
        width += plain ? 1 : 3;
    }
    return out;
}

std::string to_base64_body(std::string_view bytes)
{
    auto const all = to_base64(bytes);
    std::string out;
    for (std::size_t at = 0; at < all.size(); at += body_width)
        out += all.substr(at, body_width) + "\r\n";
    return out;
}

std::string text_field(std::string_view name, std::string_view text)
{
    auto const clean = one_line(text);
    auto out = fmt::format("{}:", name);
    if (!is_plain(clean))
        return fmt::format("{} {}\r\n", out, encoded_words(clean));
    auto width = out.size();
    for (auto const word : split(clean, ' ')) {
        if (word.empty())
            continue;
        bool const fits = width + 1 + word.size() <= field_width;
        out += fmt::format("{}{}", fits ? " " : "\r\n ", word);
        width = fits ? width + 1 + word.size() : 1 + word.size();
    }
    return out + "\r\n";
}

std::string mailbox_field(std::string_view name, std::span<Mailbox const> mailboxes)
{
    auto out = fmt::format("{}:", name);
    for (auto const& mailbox : mailboxes) {
        out += &mailbox == mailboxes.data() ? " " : ",\r\n ";
        // An address may have 254 bytes, so it has a line of its own behind a name.
        out += mailbox.name.empty() ? mailbox.address
                                    : fmt::format("{}\r\n <{}>", display_name(mailbox.name), mailbox.address);
    }
    return out + "\r\n";
}

std::string parameter(std::string_view name, std::string_view value)
{
    auto clean = cut_at_word(one_line(value), 200);
    std::ranges::replace(clean, '/', '_');
    if (is_printable(clean) && clean.find_first_of("\"\\%") == std::string::npos && clean.size() < field_width - 20)
        return fmt::format("{}=\"{}\"", name, clean);
    return fmt::format("{}*=UTF-8''{}", name, encode_url_part(clean));
}

}  // namespace almanac
