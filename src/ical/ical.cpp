#include "ical/ical.hpp"

#include "text/charset.hpp"
#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <span>
#include <utility>

namespace almanac {

namespace {

constexpr auto name_chars = [] {
    std::array<bool, 256> chars{};
    for (char const c : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"})
        chars[static_cast<unsigned char>(c)] = true;
    return chars;
}();

bool is_name_char(char c)
{
    return name_chars[static_cast<unsigned char>(c)];
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/// How long the name is if a line starts like a property, NAME: or NAME; else 0.
std::size_t name_length(std::string_view line)
{
    auto const* end = std::ranges::find_if_not(line, is_name_char);
    return end != line.end() && (*end == ':' || *end == ';') ? static_cast<std::size_t>(end - line.begin()) : 0;
}

/// Components that stand side by side in a calendar: a BEGIN of one inside another means that an END is missing.
bool is_calendar_part(std::string_view name)
{
    constexpr std::array<std::string_view, 5> parts{"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"};
    return std::ranges::find(parts, name) != parts.end();
}

/// Texts that people write over several lines, and that broken writers do not fold.
bool may_hold_lines(std::string_view name)
{
    constexpr std::array<std::string_view, 5> names{"DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT", "X-ALT-DESC"};
    return std::ranges::find(names, name) != names.end();
}

bool is_ascii(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// A component's name for a message: what comes from outside may be long and in any charset.
std::string shown(std::string_view name)
{
    std::string text{name.substr(0, 40)};
    std::ranges::replace_if(
        text, [](char c) { return !is_name_char(c); }, '?');
    return text;
}

bool has_utf8_character(std::string_view text)
{
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        auto const lead = static_cast<unsigned char>(text[i]);
        std::size_t const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
        if (length != 0 && i + length <= text.size() && is_utf8(text.substr(i, length)))
            return true;
    }
    return false;
}

/// UTF-16 without a mark: every other byte of "BEGIN" is zero.
std::string_view guess_utf16(std::string_view bytes)
{
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
        return "utf-16";
    using namespace std::string_view_literals;
    if (bytes.starts_with("B\0E\0"sv))
        return "utf-16le";
    if (bytes.starts_with("\0B\0E"sv))
        return "utf-16be";
    return {};
}

}  // namespace

/// Goes through the text once, line by line. Folded lines are joined where they stand: the joined line is never longer
/// than its parts, so all views look into one buffer and only folded lines are moved.
class IcalParser {
public:
    IcalParser(std::string_view bytes, std::string_view charset, IcalLimits const& limits)
        : m_charset(charset), m_limits(limits)
    {
        auto& text = m_document.m_text;
        if (auto const utf16 = guess_utf16(bytes); !utf16.empty()) {
            auto const utf8 = to_utf8(bytes, utf16);
            text.assign(utf8.begin(), utf8.end());
        } else {
            if (bytes.starts_with("\xEF\xBB\xBF"))
                bytes.remove_prefix(3);
            text.assign(bytes.begin(), bytes.end());
        }
        m_is_utf8 = is_utf8({text.data(), text.size()});
    }

    IcalDocument parse()
    {
        while (auto const line = next_line()) {
            if (m_full)
                break;
            if (line->empty())
                continue;
            if (is_blank(line->front()) && !m_line.empty()) {
                append(line->substr(1));
            } else {
                finish_line();
                std::string_view const text{std::ranges::find_if_not(*line, is_blank), line->end()};
                m_line = std::span{m_document.m_text}.subspan(offset_of(text), text.size());
                m_line_number = m_next_number - 1;
            }
        }
        finish_line();
        while (!m_open.empty()) {
            problem(m_open.back().line, fmt::format("{} has no END", shown(m_open.back().name)));
            close();
        }
        if (!m_is_utf8)
            convert(m_document.m_components);
        return std::move(m_document);
    }

private:
    [[nodiscard]] std::size_t offset_of(std::string_view view) const
    {
        return static_cast<std::size_t>(view.data() - m_document.m_text.data());
    }

    /// The next physical line without its end. Lines end with LF, CRLF or CRCRLF; with a lone CR only where a property
    /// or a fold follows, as some texts hold stray ones.
    std::optional<std::string_view> next_line()
    {
        std::string_view const text{m_document.m_text.data(), m_document.m_text.size()};
        if (m_next >= text.size())
            return std::nullopt;
        if (m_newline < m_next || m_newline == 0)
            m_newline = std::min(text.find('\n', m_next), text.size());
        auto line = text.substr(m_next, m_newline - m_next);
        m_next = m_newline + 1;
        for (auto cr = line.find('\r'); cr != std::string_view::npos; cr = line.find('\r', cr + 1)) {
            auto const more = line.find_first_not_of('\r', cr);
            auto const rest = line.substr(std::min(more, line.size()));
            if (more != std::string_view::npos && !is_blank(rest[0]) && name_length(rest) == 0) {
                cr = more;
                continue;
            }
            if (more != std::string_view::npos)
                m_next = offset_of(rest);
            line = line.substr(0, cr);
            break;
        }
        ++m_next_number;
        return line;
    }

    void append(std::string_view more)
    {
        auto const end = static_cast<std::size_t>(m_line.data() - m_document.m_text.data()) + m_line.size();
        std::memmove(m_document.m_text.data() + end, more.data(), more.size());
        m_line = {m_line.data(), m_line.size() + more.size()};
    }

    void finish_line()
    {
        auto const line = std::exchange(m_line, {});
        if (line.empty())
            return;
        std::string_view const text{line.data(), line.size()};
        if (line.size() > m_limits.max_line_bytes)
            problem(m_line_number, "this line is too long and left out");
        else if (auto const length = name_length(text); length == 0)
            continue_text(text);
        else
            property(line, length);
    }

    /// A raw line break in a text: this line belongs to the text before it.
    void continue_text(std::string_view line)
    {
        auto* last = m_open.empty() || m_open.back().properties.empty() ? nullptr : &m_open.back().properties.back();
        bool const quoted_printable = last != nullptr && last->value.ends_with('=') &&
                                      last->parameters.find("QUOTED-PRINTABLE") != std::string_view::npos;
        if (m_skipped != 0)
            return;
        if (last == nullptr || !(may_hold_lines(last->name) || quoted_printable)) {
            problem(m_line_number, "this line is no property and left out");
            return;
        }
        auto const begin = offset_of(last->value);
        auto const end = begin + last->value.size();
        m_document.m_text[end] = '\n';
        std::memmove(m_document.m_text.data() + end + 1, line.data(), line.size());
        last->value = {m_document.m_text.data() + begin, last->value.size() + 1 + line.size()};
    }

    static std::string_view upper(std::span<char> text)
    {
        for (char& c : text)
            if (c >= 'a' && c <= 'z')
                c = static_cast<char>(c - 'a' + 'A');
        return {text.data(), text.size()};
    }

    void property(std::span<char> line, std::size_t name_end)
    {
        std::string_view const text{line.data(), line.size()};
        auto colon = name_end;
        for (bool quoted = false; colon < text.size() && (quoted || text[colon] != ':'); ++colon)
            quoted ^= text[colon] == '"';
        if (colon == text.size())  // a quote that never closes hides no value
            colon = text.find(':');
        if (colon == std::string_view::npos) {
            problem(m_line_number, "this line has no value and is left out");
            return;
        }
        auto const parameters =
            colon == name_end ? std::string_view{} : text.substr(name_end + 1, colon - name_end - 1);
        auto const name = upper(line.first(name_end));
        if (name == "BEGIN")
            begin(upper(trimmed(line.subspan(colon + 1))));
        else if (name == "END")
            end(upper(trimmed(line.subspan(colon + 1))));
        else if (m_skipped == 0 && !m_open.empty())
            m_open.back().properties.emplace_back(name, parameters, text.substr(colon + 1), m_line_number);
    }

    static std::span<char> trimmed(std::span<char> text)
    {
        while (!text.empty() && is_blank(text.back()))
            text = text.first(text.size() - 1);
        while (!text.empty() && is_blank(text.front()))
            text = text.subspan(1);
        return text;
    }

    void begin(std::string_view name)
    {
        if (++m_count > m_limits.max_components) {
            problem(m_line_number,
                    fmt::format("more than {} components; the rest is left out", m_limits.max_components));
            m_full = true;
            return;
        }
        if (name == "VCALENDAR")
            close_down_to(0);
        else if (is_calendar_part(name))
            close_down_to(static_cast<std::size_t>(
                std::ranges::find_if(m_open, [](auto const& open) { return is_calendar_part(open.name); }) -
                m_open.begin()));
        if (m_skipped != 0 || m_open.size() >= m_limits.max_depth) {
            if (m_skipped++ == 0)
                problem(m_line_number, fmt::format("{} is too deeply nested and left out", shown(name)));
            return;
        }
        m_open.push_back({name, m_line_number, {}, {}});
        m_open.back().properties.reserve(16);
    }

    void end(std::string_view name)
    {
        if (m_skipped != 0) {
            --m_skipped;
            return;
        }
        for (auto level = m_open.size(); level-- > 0;) {
            if (m_open[level].name == name) {
                close_down_to(level + 1);
                close();
                return;
            }
        }
        problem(m_line_number, fmt::format("END:{} ends nothing", shown(name)));
    }

    void close_down_to(std::size_t level)
    {
        m_skipped = m_open.size() > level ? 0 : m_skipped;
        while (m_open.size() > level) {
            problem(m_open.back().line, fmt::format("{} has no END", shown(m_open.back().name)));
            close();
        }
    }

    void close()
    {
        auto component = std::move(m_open.back());
        m_open.pop_back();
        (m_open.empty() ? m_document.m_components : m_open.back().children).push_back(std::move(component));
    }

    void problem(std::size_t line, std::string message)
    {
        if (m_document.m_problems.size() < m_limits.max_problems)
            m_document.m_problems.push_back({line, std::move(message)});
    }

    /// Only now, as a fold may stand in the middle of a character. Each text is judged alone: files are merged from
    /// several writers. One that holds good UTF-8 keeps it and loses what is broken; else it is in another charset.
    void convert(std::vector<IcalComponent>& components)
    {
        for (auto& component : components) {
            for (auto& property : component.properties) {
                property.parameters = converted(property.parameters);
                property.value = converted(property.value);
            }
            convert(component.children);
        }
    }

    std::string_view converted(std::string_view text)
    {
        if (is_ascii(text) || is_utf8(text))
            return text;
        bool const other_charset = !m_charset.empty() && !equal_ignoring_case(m_charset, "utf-8");
        auto const charset = other_charset ? m_charset : has_utf8_character(text) ? "utf-8" : "windows-1252";
        return m_document.m_converted.emplace_front(to_utf8(text, charset));
    }

    IcalDocument m_document;
    std::string_view m_charset;
    IcalLimits m_limits;
    bool m_is_utf8 = false;
    bool m_full = false;

    std::size_t m_next = 0;     ///< where the next physical line starts
    std::size_t m_newline = 0;  ///< the next LF at or after m_next
    std::size_t m_next_number = 1;
    std::span<char> m_line;  ///< the line that is being unfolded
    std::size_t m_line_number = 0;
    std::vector<IcalComponent> m_open;
    std::size_t m_skipped = 0;  ///< open components below the depth limit
    std::size_t m_count = 0;
};

IcalDocument parse_ical(std::string_view bytes, std::string_view charset, IcalLimits const& limits)
{
    return IcalParser{bytes, charset, limits}.parse();
}

bool looks_like_ical(std::string_view bytes)
{
    if (!guess_utf16(bytes).empty()) {
        auto const utf8 = to_utf8(bytes.substr(0, 4096), guess_utf16(bytes));
        return guess_utf16(utf8).empty() && looks_like_ical(utf8);
    }
    auto const head = lower_ascii(bytes.substr(0, 65536));
    for (std::string_view const mark : {"begin:vcalendar", "begin:vevent"}) {
        for (auto at = head.find(mark); at != std::string::npos; at = head.find(mark, at + 1)) {
            auto const line = head.find_last_not_of(" \t", at == 0 ? std::string::npos : at - 1);
            if (at == 0 || line == std::string::npos || head[line] == '\n' || head[line] == '\r' ||
                std::string_view{head}.substr(0, at).ends_with("\xEF\xBB\xBF"))
                return true;
        }
    }
    return false;
}

IcalProperty const* find_property(IcalComponent const& component, std::string_view name)
{
    auto const found = std::ranges::find(component.properties, name, &IcalProperty::name);
    return found == component.properties.end() ? nullptr : &*found;
}

}  // namespace almanac
