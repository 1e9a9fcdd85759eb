#include "ical/value.hpp"

#include "text/ascii.hpp"
#include "text/charset.hpp"
#include "text/text.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <numeric>

namespace almanac {

namespace {

/// RFC 6868 section 3.1.
std::string decode_carets(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const next = text[i] == '^' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (next == 'n' || next == '^' || next == '\'') {
            out += next == 'n' ? '\n' : next == '^' ? '^' : '"';
            ++i;
        } else if (text[i] != '"') {
            out += text[i];
        }
    }
    return out;
}

std::string_view unescape(std::string_view text, std::string& buffer)
{
    auto run = plain_prefix<'\\'>(text);
    if (run == text.size())
        return text;
    buffer.clear();
    for (std::size_t i = 0;; ++i) {
        buffer.append(text, i, run);
        i += run;
        if (i >= text.size())
            return buffer;
        char c = text[i];
        if (c == '\\' && i + 1 < text.size()) {
            c = text[++i];
            if (c == 'n' || c == 'N')
                c = '\n';
            else if (c != ',' && c != ';' && c != '\\' && c != ':' && c != '"')
                buffer += '\\';  // no escape of the format: both characters are meant
        }
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
            buffer += c;
        run = plain_prefix<'\\'>(text.substr(i + 1));
    }
}

int hex_digit(char c)
{
    return is_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// RFC 2045 section 6.7; a soft line break may have lost its second half by unfolding.
std::string decode_quoted_printable(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            out += text[i];
        } else if (i + 1 == text.size() || text[i + 1] == '\n') {
            ++i;
        } else if (i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
            auto const byte = static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            if (byte != '\r')
                out += byte;
            i += 2;
        } else {
            out += '=';
        }
    }
    return out;
}

/// Takes numbers and marks from the front of a text; `failed` remembers that something else stood there.
struct Cursor {
    std::string_view rest;
    bool failed = false;

    int number(std::size_t digits)
    {
        auto const part = rest.substr(0, digits);
        if (part.size() < digits || !std::ranges::all_of(part, is_digit)) {
            failed = true;
            return 0;
        }
        rest.remove_prefix(digits);
        return std::accumulate(part.begin(), part.end(), 0, [](int value, char c) { return value * 10 + (c - '0'); });
    }

    bool take(char c)
    {
        if (!rest.starts_with(c))
            return false;
        rest.remove_prefix(1);
        return true;
    }
};

}  // namespace

std::string ical_parameter(IcalProperty const& property, std::string_view name)
{
    auto rest = property.parameters;
    while (!rest.empty()) {
        std::size_t end = 0;
        for (bool quoted = false; end < rest.size() && (quoted || rest[end] != ';'); ++end)
            quoted ^= rest[end] == '"';
        auto const one = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        auto const equals = one.find('=');
        if (equals != std::string_view::npos && equal_ignoring_case(trim(one.substr(0, equals)), name))
            return decode_carets(trim(one.substr(equals + 1)));
    }
    return {};
}

std::string_view ical_text(IcalProperty const& property, std::string& buffer)
{
    if (property.parameters.empty() || !equal_ignoring_case(ical_parameter(property, "ENCODING"), "quoted-printable"))
        return unescape(property.value, buffer);
    auto const text = to_utf8(decode_quoted_printable(property.value), ical_parameter(property, "CHARSET"));
    std::string unescaped;
    buffer = unescape(text, unescaped);
    return buffer;
}

std::vector<std::string> ical_text_list(IcalProperty const& property)
{
    std::vector<std::string> list;
    std::string buffer;
    auto const value = property.value;
    for (std::size_t from = 0, at = 0; at <= value.size(); ++at) {
        if (at + 1 < value.size() && value[at] == '\\') {
            ++at;
        } else if (at == value.size() || value[at] == ',') {
            auto item = collapse_spaces(
                ical_text({property.name, property.parameters, value.substr(from, at - from), property.line}, buffer));
            if (!item.empty())
                list.push_back(std::move(item));
            from = at + 1;
        }
    }
    return list;
}

std::optional<IcalTime> read_ical_time(std::string_view text)
{
    Cursor at{trim(text)};
    int const year = at.number(4);
    at.take('-');
    int const month = at.number(2);
    at.take('-');
    int const day = at.number(2);
    absl::CivilDay const date{year, month, day};
    if (at.failed || year == 0 || date.month() != month || date.day() != day)
        return std::nullopt;
    if (at.rest.empty())
        return IcalTime{absl::CivilSecond{date}, true, {}};

    if (!at.take('T') && !at.take('t') && !at.take(' '))
        return std::nullopt;
    int const hour = at.number(2);
    at.take(':');
    int const minute = at.number(2);
    at.take(':');
    int const second = at.rest.empty() || !is_digit(at.rest[0]) ? 0 : at.number(2);
    if (at.take('.'))
        while (!at.rest.empty() && is_digit(at.rest[0]))
            at.rest.remove_prefix(1);
    // 24:00 is the next midnight (ISO 8601), second 60 a leap second.
    if (at.failed || hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second > 0))
        return std::nullopt;
    IcalTime time{absl::CivilSecond{year, month, day, hour, minute, second}, false, {}};
    if (at.take('Z') || at.take('z')) {
        time.zone = "UTC";
    } else if (auto const offset = read_ical_offset(at.rest)) {
        time.wall -= *offset;
        time.zone = "UTC";
        return time;
    }
    return at.rest.empty() ? std::optional{time} : std::nullopt;
}

std::optional<IcalDuration> read_ical_duration(std::string_view text)
{
    Cursor at{trim(text)};
    at.take('+');
    if (!at.take('P'))
        return std::nullopt;
    IcalDuration duration;
    bool time = false;
    bool any = false;
    while (!at.rest.empty()) {
        if (!time && at.take('T')) {
            time = true;
            continue;
        }
        std::size_t digits = 0;
        while (digits < at.rest.size() && is_digit(at.rest[digits]))
            ++digits;
        if (digits == 0 || digits > 9 || digits == at.rest.size())
            return std::nullopt;
        auto const count = std::int64_t{at.number(digits)};
        if (!time && (at.take('W') || at.take('w')))
            duration.days += 7 * count;
        else if (at.take('D') || at.take('d'))
            duration.days += count;
        else if (at.take('H') || at.take('h'))
            duration.seconds += 3600 * count;
        else if (at.take('M') || at.take('m'))
            duration.seconds += 60 * count;
        else if (at.take('S') || at.take('s'))
            duration.seconds += count;
        else
            return std::nullopt;
        any = true;
    }
    constexpr std::int64_t most_days = 36525;  // a century: more is a fault of the writer
    if (!any || duration.days + duration.seconds / 86400 > most_days)
        return std::nullopt;
    return duration;
}

std::optional<int> read_ical_offset(std::string_view text)
{
    Cursor at{trim(text)};
    bool const minus = at.rest.starts_with('-');
    if (!at.take('-') && !at.take('+'))
        return std::nullopt;
    int const hours = at.number(2);
    at.take(':');
    int const minutes = at.rest.empty() ? 0 : at.number(2);
    at.take(':');
    int const seconds = at.rest.empty() ? 0 : at.number(2);
    if (at.failed || !at.rest.empty() || hours > 23 || minutes > 59 || seconds > 59)
        return std::nullopt;
    int const offset = hours * 3600 + minutes * 60 + seconds;
    return minus ? -offset : offset;
}

}  // namespace almanac
