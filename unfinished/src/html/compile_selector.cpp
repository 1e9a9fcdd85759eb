#include "html/selector.hpp"
#include "text/text.hpp"
#include "text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

using Kind = SelectorTest::Kind;
using Op = SelectorTest::Op;

constexpr std::size_t longest_selector = 4096;
constexpr int deepest_nesting = 8;

constexpr std::string_view pseudo_names[] = {
    "is",
    "where",
    "matches",
    "not",
    "has",
    "contains",
    "icontains",
    "nth-child",
    "nth-last-child",
    "nth-of-type",
    "nth-last-of-type",
    "first-child",
    "last-child",
    "only-child",
    "first-of-type",
    "last-of-type",
    "only-of-type",
    "empty",
    "root",
    "scope",
};

/// Attributes whose values compare without case in HTML (standard, section 4.16.2), sorted.
constexpr std::string_view caseless_attributes[] = {
    "accept",   "accept-charset", "align",    "alink",      "axis",   "bgcolor",  "charset",   "checked",  "clear",
    "codetype", "color",          "compact",  "declare",    "defer",  "dir",      "direction", "disabled", "enctype",
    "face",     "frame",          "hreflang", "http-equiv", "lang",   "language", "link",      "media",    "method",
    "multiple", "nohref",         "noresize", "noshade",    "nowrap", "readonly", "rel",       "rev",      "rules",
    "scope",    "scrolling",      "selected", "shape",      "target", "text",     "type",      "valign",   "valuetype",
    "vlink",
};
static_assert(std::ranges::is_sorted(caseless_attributes));

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}
bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_name_char(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

SelectorTest make(Kind kind)
{
    SelectorTest test;
    test.kind = kind;
    return test;
}

SelectorTest make_nth(Kind kind, int step, int offset)
{
    auto test = make(kind);
    test.step = step;
    test.offset = offset;
    return test;
}

SelectorTest make_attribute(std::string name, Op op, std::string value)
{
    auto test = make(Kind::attribute);
    test.op = op;
    test.name = std::move(name);
    test.hash = hash_name(test.name);
    test.value = std::move(value);
    return test;
}

/// Recursive descent over Selectors Level 4, section 17 (grammar).
class Compiler {
public:
    explicit Compiler(std::string_view text) : m_text(text) {}

    SelectorList compile()
    {
        if (m_text.size() > longest_selector)
            fail(fmt::format("the selector is longer than {} bytes", longest_selector), 0);
        auto list = read_list(false);
        if (!at_end())
            fail("there is a ')' too many");
        return list;
    }

private:
    [[noreturn]] void fail(std::string const& what) const { throw SelectorError{what, m_at}; }
    [[noreturn]] static void fail(std::string const& what, std::size_t where) { throw SelectorError{what, where}; }

    bool at_end() const { return m_at >= m_text.size(); }
    char peek() const { return at_end() ? '\0' : m_text[m_at]; }

    bool take(char c)
    {
        if (at_end() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    bool skip_spaces()
    {
        auto const from = m_at;
        while (!at_end() && is_space(m_text[m_at]))
            ++m_at;
        return m_at > from;
    }

    /// `relative`: inside :has, where each chain starts at the element itself.
    SelectorList read_list(bool relative)
    {
        SelectorList list;
        do
            list.push_back(read_chain(relative));
        while (take(','));
        return list;
    }

    Combinator read_combinator()
    {
        auto const space = skip_spaces();
        auto combinator = space ? Combinator::descendant : Combinator::none;
        switch (peek()) {
        case '>': combinator = Combinator::child; break;
        case '+': combinator = Combinator::next; break;
        case '~': combinator = Combinator::later; break;
        case ',':
        case ')':
        case '\0': return Combinator::none;
        default: return combinator;
        }
        ++m_at;
        skip_spaces();
        return combinator;
    }

    SelectorChain read_chain(bool relative)
    {
        SelectorChain chain;
        skip_spaces();
        auto combinator = read_combinator();
        if (combinator == Combinator::none && relative)
            combinator = Combinator::descendant;
        if (combinator != Combinator::none) {
            chain.compounds.emplace_back().tests.push_back(make(Kind::scope));
        }
        do {
            auto compound = read_compound();
            compound.left = combinator;
            chain.compounds.push_back(std::move(compound));
            combinator = read_combinator();
        } while (combinator != Combinator::none);
        if (!at_end() && peek() != ',' && !(peek() == ')' && m_depth > 0))
            fail(fmt::format("'{}' cannot stand here", shown()));
        std::ranges::reverse(chain.compounds);
        return chain;
    }

    std::string_view shown() const { return m_text.substr(m_at, at_end() ? 0 : decode_utf8(m_text, m_at).size); }

    SelectorCompound read_compound()
    {
        SelectorCompound compound;
        auto const from = m_at;
        if (take('*'))
            compound.tests.push_back(make(Kind::any));
        else if (is_name_char(peek()) || peek() == '\\')
            compound.tests.push_back(read_type());
        for (;;) {
            if (take('#'))
                compound.tests.push_back(make_attribute("id", Op::equals, read_name("an id after '#'")));
            else if (take('.'))
                compound.tests.push_back(make_attribute("class", Op::word, read_name("a class after '.'")));
            else if (take('['))
                compound.tests.push_back(read_attribute());
            else if (take(':'))
                read_pseudo(compound);
            else
                break;
        }
        if (m_at == from)
            fail(at_end() || peek() == ',' || peek() == ')' ? "a selector is missing here"
                                                            : fmt::format("'{}' cannot stand here", shown()));
        if (peek() == '|' || peek() == '*' || is_name_char(peek()))
            fail(fmt::format("'{}' cannot stand here", shown()));
        std::ranges::stable_sort(compound.tests, {}, &SelectorTest::kind);
        return compound;
    }

    SelectorTest read_type()
    {
        auto test = make(Kind::tag);
        test.name = lower_ascii(read_name("a tag"));
        test.tag = find_tag(test.name);
        return test;
    }

    /// A name with CSS escapes; digits may come first (".3col" is met in the wild).
    std::string read_name(std::string_view what)
    {
        std::string name;
        while (!at_end() && (is_name_char(peek()) || peek() == '\\')) {
            if (take('\\'))
                read_escape(name);
            else
                name += m_text[m_at++];
        }
        if (name.empty())
            fail(fmt::format("{} is missing", what));
        return name;
    }

    /// CSS Syntax Level 3, section 4.3.7; the backslash is taken.
    void read_escape(std::string& out)
    {
        if (at_end())
            fail("a backslash cannot be last", m_at - 1);
        if (!is_hex(peek())) {
            auto const character = shown();
            out += character;
            m_at += character.size();
            return;
        }
        char32_t value = 0;
        for (int i = 0; i < 6 && is_hex(peek()); ++i) {
            auto const c = m_text[m_at++];
            auto const digit = is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
            value = value * 16 + static_cast<char32_t>(digit);
        }
        if (is_space(peek()))
            ++m_at;
        append_utf8(out, value == 0 ? 0xFFFD : value);
    }

    std::string read_string()
    {
        auto const from = m_at;
        auto const quote = m_text[m_at++];
        std::string value;
        while (!take(quote)) {
            if (at_end())
                fail("the quote is never closed", from);
            if (take('\\'))
                read_escape(value);
            else
                value += m_text[m_at++];
        }
        return value;
    }

    Op read_operator()
    {
        struct Operator {
            std::string_view text;
            Op op;
        };
        constexpr Operator operators[] = {{"=", Op::equals},  {"~=", Op::word}, {"|=", Op::dash},
                                          {"^=", Op::starts}, {"$=", Op::ends}, {"*=", Op::holds}};
        for (auto const& o : operators) {
            if (m_text.substr(m_at).starts_with(o.text)) {
                m_at += o.text.size();
                return o.op;
            }
        }
        fail("']' or one of = ~= |= ^= $= *= must stand here");
    }

    SelectorTest read_attribute()
    {
        auto const from = m_at - 1;
        skip_spaces();
        auto name = lower_ascii(read_name("an attribute's name"));
        skip_spaces();
        if (take(']'))
            return make_attribute(std::move(name), Op::present, {});
        auto const op = read_operator();
        skip_spaces();
        auto value = peek() == '"' || peek() == '\'' ? read_string() : read_name("a value (quote it)");
        auto caseless = std::ranges::binary_search(caseless_attributes, std::string_view{name});
        skip_spaces();
        if (peek() == 'i' || peek() == 'I' || peek() == 's' || peek() == 'S') {
            caseless = (m_text[m_at++] | 0x20) == 'i';
            skip_spaces();
        }
        if (!take(']'))
            fail(at_end() ? "the '[' is never closed" : "']' must stand here: a value with signs needs quotes",
                 at_end() ? from : m_at);
        auto test = make_attribute(std::move(name), op, std::move(value));
        test.ignore_case = caseless;
        return test;
    }

    void read_pseudo(SelectorCompound& compound)
    {
        auto const from = m_at - 1;
        if (peek() == ':')
            fail("pseudo-elements ('::') select no element", from);
        auto const name = lower_ascii(read_name("a name after ':'"));
        if (take('(')) {
            compound.tests.push_back(read_function(name, from));
            return;
        }
        auto& tests = compound.tests;
        auto const first = name.starts_with("first-") || name.starts_with("only-");
        auto const last = name.starts_with("last-") || name.starts_with("only-");
        if ((first || last) && name.ends_with("-child")) {
            if (first)
                tests.push_back(make_nth(Kind::nth_child, 0, 1));
            if (last)
                tests.push_back(make_nth(Kind::nth_last_child, 0, 1));
        } else if ((first || last) && name.ends_with("-of-type")) {
            if (first)
                tests.push_back(make_nth(Kind::nth_of_type, 0, 1));
            if (last)
                tests.push_back(make_nth(Kind::nth_last_of_type, 0, 1));
        } else if (name == "empty") {
            tests.push_back(make(Kind::empty));
        } else if (name == "root") {
            tests.push_back(make(Kind::root));
        } else if (name == "scope") {
            tests.push_back(make(Kind::scope));
        } else if (std::ranges::find(pseudo_names, name) != std::end(pseudo_names)) {
            fail(fmt::format("':{}' needs an argument: ':{}(...)'", name, name), from);
        } else {
            fail(fmt::format("there is no ':{}'{}", name, did_you_mean(name, pseudo_names)), from);
        }
    }

    SelectorTest read_function(std::string_view name, std::size_t from)
    {
        if (++m_depth > deepest_nesting)
            fail(fmt::format("parentheses are nested deeper than {}", deepest_nesting), from);
        auto test = read_argument(name, from);
        skip_spaces();
        if (!take(')'))
            fail(at_end() ? "the '(' is never closed" : "')' must stand here", at_end() ? from : m_at);
        --m_depth;
        return test;
    }

    SelectorTest read_argument(std::string_view name, std::size_t from)
    {
        if (name == "not" || name == "is" || name == "where" || name == "matches" || name == "has") {
            auto test = make(name == "not" ? Kind::is_not : name == "has" ? Kind::has : Kind::is);
            test.list = read_list(name == "has");
            return test;
        }
        if (name == "contains" || name == "icontains") {
            auto test = make(Kind::contains);
            test.ignore_case = name == "icontains";
            skip_spaces();
            test.value = peek() == '"' || peek() == '\'' ? read_string() : read_bare_text();
            if (test.ignore_case)
                test.value = lower_ascii(test.value);
            return test;
        }
        if (name == "nth-child")
            return read_nth(Kind::nth_child);
        if (name == "nth-last-child")
            return read_nth(Kind::nth_last_child);
        if (name == "nth-of-type")
            return read_nth(Kind::nth_of_type);
        if (name == "nth-last-of-type")
            return read_nth(Kind::nth_last_of_type);
        if (std::ranges::find(pseudo_names, name) != std::end(pseudo_names))
            fail(fmt::format("':{}' takes no argument", name), from);
        fail(fmt::format("there is no ':{}()'{}", name, did_you_mean(name, pseudo_names)), from);
    }

    /// As jQuery: `:contains(Next Page)`, up to the closing parenthesis.
    std::string read_bare_text()
    {
        auto const end = m_text.find(')', m_at);
        auto const text = trim(m_text.substr(m_at, end == std::string_view::npos ? end : end - m_at));
        if (text.empty())
            fail("a text is missing");
        m_at = std::min(end, m_text.size());
        return std::string{text};
    }

    /// "odd", "even", "3", "2n+1", "-n + 3" (CSS Syntax Level 3, section 6).
    SelectorTest read_nth(Kind kind)
    {
        skip_spaces();
        auto const from = m_at;
        auto const word = lower_ascii(m_text.substr(m_at, 4));
        if (word.starts_with("odd") || word == "even") {
            m_at += word.starts_with("odd") ? 3 : 4;
            return make_nth(kind, 2, word.starts_with("odd") ? 1 : 0);
        }
        auto const negative = peek() == '-';
        if (negative || peek() == '+')
            ++m_at;
        auto const has_digits = is_digit(peek());
        auto number = has_digits ? read_number() : 1;
        if (negative)
            number = -number;
        if (!take('n') && !take('N')) {
            if (!has_digits)
                fail("a number, 'odd', 'even' or 'an+b' must stand here", from);
            return make_nth(kind, 0, number);
        }
        auto const step = number;
        skip_spaces();
        if (peek() != '+' && peek() != '-')
            return make_nth(kind, step, 0);
        auto const minus = m_text[m_at++] == '-';
        skip_spaces();
        if (!is_digit(peek()))
            fail("a number must stand here");
        auto const offset = read_number();
        return make_nth(kind, step, minus ? -offset : offset);
    }

    int read_number()
    {
        constexpr int largest = 100'000'000;  // more than any page has elements
        int value = 0;
        for (; is_digit(peek()); ++m_at)
            if (value < largest)
                value = value * 10 + (peek() - '0');
        return value;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
};

}  // namespace

Selector compile_selector(std::string_view text)
{
    Selector selector;
    selector.m_chains = Compiler{text}.compile();
    return selector;
}

}  // namespace almanac
