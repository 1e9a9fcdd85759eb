#include "json/mend.hpp"

#include "json/json.hpp"
#include "json/json_text.hpp"
#include "json/script_string.hpp"
#include "text/ascii.hpp"
#include "text/charset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace almanac {

namespace {

constexpr std::size_t max_depth = 64;
constexpr std::size_t max_key = 128;  ///< how far a look ahead for a key may go; keeps the pass linear

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c == '@';
}

class Mender {
public:
    explicit Mender(std::string_view text) : m_in(text) { m_out.reserve(text.size() + 16); }

    std::string mend()
    {
        m_out = std::string{"["};
        while (skip_blank(), m_at < m_in.size())
            token();
        if (!m_open.empty() &&
            (m_open.back().has_key || std::string_view{"}]\""}.find(m_out.back()) == std::string_view::npos))
            fail("the text ends too early");
        while (!m_open.empty())
            close_top();
        if (m_documents == 0)
            fail("there is no JSON object or array");
        return m_documents == 1 ? m_out.substr(1) : m_out + "]";
    }

private:
    /// An open object or array, and what was written of it.
    struct Open {
        bool object = false;
        bool has_items = false;
        bool has_key = false;    ///< of the next member
        bool has_colon = false;  ///< after that key
    };

    [[noreturn]] void fail(std::string_view why) const
    {
        throw JsonError{fmt::format("{}: {}", describe_position(m_in, m_at), why)};
    }

    [[nodiscard]] char at(std::size_t where) const { return where < m_in.size() ? m_in[where] : '\0'; }
    [[nodiscard]] bool here(std::string_view what) const { return m_in.substr(m_at).starts_with(what); }

    /// White space, comments, and the wrappers that keep scripts from old browsers and XML parsers.
    void skip_blank()
    {
        using namespace std::string_view_literals;
        while (m_at < m_in.size()) {
            if (is_blank(m_in[m_at])) {
                ++m_at;
                continue;
            }
            auto const* mark = std::ranges::find_if(
                wrappers, [this](auto wrapper) { return here(wrapper) && (wrapper != "]]>"sv || m_open.empty()); });
            if (mark != wrappers.end()) {
                m_at += mark->size();
            } else if (here("//")) {
                auto const text = m_in.find_first_not_of(" \t", m_at + 2);
                auto const rest = m_in.substr(std::min(text, m_in.size()));
                bool const wraps =
                    std::ranges::any_of(wrappers, [&](auto wrapper) { return rest.starts_with(wrapper); });
                m_at = wraps ? text : std::min(m_in.find_first_of("\r\n", m_at), m_in.size());
            } else if (here("/*")) {
                auto const end = m_in.find("*/", m_at + 2);
                m_at = end == std::string_view::npos ? m_in.size() : end + 2;
            } else {
                return;
            }
        }
    }

    void token()
    {
        char const c = m_in[m_at];
        if (c == '{' || c == '[') {
            open(c == '{');
        } else if (c == '}' || c == ']') {
            ++m_at;
            close(c == '}');
        } else if (m_open.empty()) {
            skip_script(c);
        } else if (c == ',') {
            ++m_at;
            finish_member();
        } else if (c == ':') {
            ++m_at;
            if (m_open.back().has_key)
                write_colon();
        } else {
            scalar(c);
        }
    }

    /// Between documents: "var data = ... ;", "callback(...)", ")]}'". Anything else is no script but another format.
    void skip_script(char c)
    {
        using namespace std::string_view_literals;
        if (!is_word(c) && "=;(),.'"sv.find(c) == std::string_view::npos)
            fail("this is neither JSON nor a script around it");
        ++m_at;
    }

    void open(bool object)
    {
        if (m_open.size() == max_depth)
            fail("too deeply nested");
        if (m_open.empty() && m_documents++ > 0)
            m_out += ',';
        before_value();
        m_open.push_back({object, false, false, false});
        m_out += object ? '{' : '[';
        ++m_at;
    }

    /// A bracket that closes nothing is dropped; one that closes an outer level closes those inside it too.
    void close(bool object)
    {
        if (std::ranges::none_of(m_open, [&](auto const& level) { return level.object == object; }))
            return;
        while (m_open.back().object != object)
            close_top();
        close_top();
    }

    void close_top()
    {
        finish_member();
        m_out += m_open.back().object ? '}' : ']';
        m_open.pop_back();
        after_value();
    }

    /// "a": , and {"a"} state no value.
    void finish_member()
    {
        auto& top = m_open.back();
        if (!top.has_key)
            return;
        if (!top.has_colon)
            write_colon();
        m_out += "null";
        after_value();
    }

    void write_colon()
    {
        if (!m_open.back().has_colon)
            m_out += ':';
        m_open.back().has_colon = true;
    }

    void before_value()
    {
        if (m_open.empty())
            return;
        auto& top = m_open.back();
        if (!top.object)
            separate();
        else if (!top.has_key)
            fail("a member's name is missing");
        else
            write_colon();
    }

    void after_value()
    {
        if (!m_open.empty())
            m_open.back().has_key = m_open.back().has_colon = false;
    }

    void separate()
    {
        if (m_open.back().has_items)
            m_out += ',';
        m_open.back().has_items = true;
    }

    void scalar(char c)
    {
        auto const top = m_open.back();
        bool const key = top.object && !top.has_key;
        if (key)
            separate();
        else
            before_value();
        if (c == '"' || c == '\'')
            string(c, key);
        else
            bare(key);
        if (key)
            m_open.back().has_key = true;
        else
            after_value();
    }

    /// A text without quotes: a name, a number, a word of JavaScript or Python, or a forgotten pair of quotes.
    void bare(bool key)
    {
        auto const from = m_at;
        auto const ends = [&](std::size_t i) {
            char const c = m_in[i];
            return c == ',' || c == '}' || c == ']' || c == '\n' || c == '\r' || c == '"' ||
                   (key && (c == ':' || is_blank(c))) ||
                   (is_blank(c) && at(i + 1) == '/' && (at(i + 2) == '/' || at(i + 2) == '*'));
        };
        while (m_at < m_in.size() && !ends(m_at))
            ++m_at;
        auto text = m_in.substr(from, m_at - from);
        while (!text.empty() && is_blank(text.back()))
            text.remove_suffix(1);
        if (key && (text.empty() || !is_word(text[0])))
            fail("a member's name is expected here");
        if (!key && (text == "true" || text == "false" || text == "null" || is_json_number(text)))
            m_out += text;
        else if (!key && (text == "True" || text == "False"))
            m_out += text == "True" ? "true" : "false";
        else if (!key && (text == "undefined" || text == "None" || text == "NaN"))
            m_out += "null";
        else {
            m_out += '"';
            for (char const c : text)
                append_character(m_out, c);
            m_out += '"';
        }
    }

    void string(char quote, bool key)
    {
        m_out += '"';
        for (++m_at; m_at < m_in.size();) {
            char const c = m_in[m_at];
            if (c == '\\') {
                m_at += append_escape(m_out, m_in.substr(m_at));
            } else if (c == quote && (key || ends_value(m_at + 1))) {
                ++m_at;
                m_out += '"';
                return;
            } else if (c == '\n' && !key && m_open.back().object && names_member(m_at + 1, false)) {
                m_out += '"';  // the closing quote was forgotten
                return;
            } else {
                append_character(m_out, c);
                ++m_at;
            }
        }
        fail("the text ends inside a string");
    }

    [[nodiscard]] std::size_t past_blank(std::size_t where, std::size_t most = std::string_view::npos) const
    {
        for (; most > 0 && where < m_in.size() && is_blank(m_in[where]); --most)
            ++where;
        return where;
    }

    /// A quote ends a string when what follows can follow a value here; else it stands inside the text, unescaped.
    [[nodiscard]] bool ends_value(std::size_t after) const
    {
        bool const object = m_open.back().object;
        auto const next = past_blank(after);
        switch (at(next)) {
        case '\0': return next >= m_in.size();
        case '}': return object && ends_level(next + 1);
        case ']': return !object && ends_level(next + 1);
        case '/': return at(next + 1) == '/' || at(next + 1) == '*';
        case '"':
        case '\'': return object && names_member(next, false);
        case ',': break;
        default: return false;
        }
        auto const item = past_blank(next + 1);
        if (object)
            return at(item) == '}' || at(item) == '/' || names_member(item, true);
        auto const rest = m_in.substr(std::min(item, m_in.size()), 5);
        return is_digit(at(item)) || std::string_view{"\"'{[]-/"}.find(at(item)) != std::string_view::npos ||
               rest.starts_with("true") || rest.starts_with("false") || rest.starts_with("null");
    }

    [[nodiscard]] bool ends_level(std::size_t after) const
    {
        auto const next = past_blank(after);
        return next >= m_in.size() || std::string_view{",}]<;/){["}.find(m_in[next]) != std::string_view::npos;
    }

    /// Whether `"name":` stands there; unquoted names only where `bare` says so.
    [[nodiscard]] bool names_member(std::size_t where, bool bare) const
    {
        auto i = past_blank(where, max_key);
        char const quote = at(i);
        bool const quoted = quote == '"' || quote == '\'';
        if (!quoted && !(bare && is_word(quote)))
            return false;
        auto const limit = std::min(m_in.size(), i + max_key);
        ++i;
        while (i < limit && (quoted ? m_in[i] != quote && m_in[i] != '\n' : is_word(m_in[i])))
            ++i;
        if (quoted && at(i) != quote)
            return false;
        return at(past_blank(i + (quoted ? 1 : 0), max_key)) == ':';
    }

    static constexpr std::array<std::string_view, 5> wrappers{"\xEF\xBB\xBF", "<!--", "-->", "<![CDATA[", "]]>"};

    std::string_view m_in;
    std::size_t m_at = 0;
    std::string m_out;
    std::vector<Open> m_open;
    std::size_t m_documents = 0;
};

}  // namespace

std::string mend_json(std::string_view text)
{
    if (!is_utf8(text))
        return mend_json(to_utf8(text, {}));
    if (text.find('"') == std::string_view::npos && text.find("&quot;") != std::string_view::npos)
        return Mender{decode_json_quotes(text)}.mend();
    return Mender{text}.mend();
}

}  // namespace almanac
