#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace almanac {

/// "2n+1": which elements of their parent are meant.
struct Nth {
    int step = 0;
    int offset = 0;
};

/// The text of a selector, and how far it has been read: names, quoted texts and numbers, as CSS Syntax Level 3 writes
/// them. Every read_...() throws SelectorError with the place when something else stands there.
class SelectorText {
public:
    explicit SelectorText(std::string_view text) : m_text(text) {}

    [[noreturn]] void fail(std::string const& what) const { fail(what, m_at); }
    [[noreturn]] static void fail(std::string const& what, std::size_t where);

    [[nodiscard]] std::size_t position() const { return m_at; }
    [[nodiscard]] bool at_end() const { return m_at >= m_text.size(); }
    [[nodiscard]] char peek() const { return at_end() ? '\0' : m_text[m_at]; }
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }
    [[nodiscard]] std::string_view shown() const;  ///< the next character, whole

    void advance(std::size_t bytes) { m_at += bytes; }
    bool take(char c);   ///< false when another character is next
    bool skip_spaces();  ///< false when there were none

    /// A name with CSS escapes; digits may come first (".3col" is met in the wild). `what` is expected here.
    [[nodiscard]] std::string read_name(std::string_view what);
    [[nodiscard]] std::string read_string();  ///< a quote is next
    /// As jQuery: `:contains(Next Page)`, up to the closing parenthesis.
    [[nodiscard]] std::string read_bare_text();
    /// "odd", "even", "3", "2n+1", "-n + 3" (CSS Syntax Level 3, section 6).
    [[nodiscard]] Nth read_nth();

private:
    void read_escape(std::string& out);
    [[nodiscard]] int read_number();

    std::string_view m_text;
    std::size_t m_at = 0;
};

/// Whether the character may stand in a name without an escape.
[[nodiscard]] bool is_name_char(char c);

}  // namespace almanac
