#include "html/selector.hpp"
#include "html/selector_text.hpp"
#include "text/text.hpp"

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

SelectorTest make(Kind kind)
{
    SelectorTest test;
    test.kind = kind;
    return test;
}

SelectorTest make_nth(Kind kind, Nth nth)
{
    auto test = make(kind);
    test.step = nth.step;
    test.offset = nth.offset;
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
        if (m_text.rest().size() > longest_selector)
            m_text.fail(fmt::format("the selector is longer than {} bytes", longest_selector), 0);
        auto list = read_list(false);
        if (!m_text.at_end())
            m_text.fail("there is a ')' too many");
        return list;
    }

private:
    /// `relative`: inside :has, where each chain starts at the element itself.
    SelectorList read_list(bool relative)
    {
        SelectorList list;
        do
            list.push_back(read_chain(relative));
        while (m_text.take(','));
        return list;
    }

    Combinator read_combinator()
    {
        auto const space = m_text.skip_spaces();
        auto combinator = space ? Combinator::descendant : Combinator::none;
        switch (m_text.peek()) {
        case '>': combinator = Combinator::child; break;
        case '+': combinator = Combinator::next; break;
        case '~': combinator = Combinator::later; break;
        case ',':
        case ')':
        case '\0': return Combinator::none;
        default: return combinator;
        }
        m_text.advance(1);
        m_text.skip_spaces();
        return combinator;
    }

    SelectorChain read_chain(bool relative)
    {
        SelectorChain chain;
        m_text.skip_spaces();
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
        auto const closes = m_text.peek() == ')' && m_depth > 0;
        if (!m_text.at_end() && m_text.peek() != ',' && !closes)
            m_text.fail(fmt::format("'{}' cannot stand here", m_text.shown()));
        std::ranges::reverse(chain.compounds);
        for (auto const& test : chain.compounds.front().tests) {
            if (test.kind == Kind::tag)
                chain.tag = test.tag;
            else if (test.kind == Kind::attribute)
                chain.names |= name_bit(test.hash);
        }
        return chain;
    }

    SelectorCompound read_compound()
    {
        SelectorCompound compound;
        auto const from = m_text.position();
        if (m_text.take('*'))
            compound.tests.push_back(make(Kind::any));
        else if (is_name_char(m_text.peek()) || m_text.peek() == '\\')
            compound.tests.push_back(read_type());
        for (;;) {
            if (m_text.take('#'))
                compound.tests.push_back(make_attribute("id", Op::equals, m_text.read_name("an id after '#'")));
            else if (m_text.take('.'))
                compound.tests.push_back(make_attribute("class", Op::word, m_text.read_name("a class after '.'")));
            else if (m_text.take('['))
                compound.tests.push_back(read_attribute());
            else if (m_text.take(':'))
                read_pseudo(compound);
            else
                break;
        }
        if (m_text.position() == from)
            m_text.fail(m_text.at_end() || m_text.peek() == ',' || m_text.peek() == ')'
                            ? "a selector is missing here"
                            : fmt::format("'{}' cannot stand here", m_text.shown()));
        if (m_text.peek() == '|' || m_text.peek() == '*' || is_name_char(m_text.peek()))
            m_text.fail(fmt::format("'{}' cannot stand here", m_text.shown()));
        std::ranges::stable_sort(compound.tests, {}, &SelectorTest::kind);
        return compound;
    }

    SelectorTest read_type()
    {
        auto test = make(Kind::tag);
        test.name = lower_ascii(m_text.read_name("a tag"));
        test.tag = find_tag(test.name);
        return test;
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
            if (m_text.rest().starts_with(o.text)) {
                m_text.advance(o.text.size());
                return o.op;
            }
        }
        m_text.fail("']' or one of = ~= |= ^= $= *= must stand here");
    }

    SelectorTest read_attribute()
    {
        auto const from = m_text.position() - 1;
        m_text.skip_spaces();
        auto name = lower_ascii(m_text.read_name("an attribute's name"));
        m_text.skip_spaces();
        if (m_text.take(']'))
            return make_attribute(std::move(name), Op::present, {});
        auto const op = read_operator();
        m_text.skip_spaces();
        auto value = m_text.peek() == '"' || m_text.peek() == '\'' ? m_text.read_string()
                                                                   : m_text.read_name("a value (quote it)");
        auto caseless = std::ranges::binary_search(caseless_attributes, std::string_view{name});
        m_text.skip_spaces();
        if (m_text.peek() == 'i' || m_text.peek() == 'I' || m_text.peek() == 's' || m_text.peek() == 'S') {
            caseless = (m_text.peek() | 0x20) == 'i';
            m_text.advance(1);
            m_text.skip_spaces();
        }
        if (!m_text.take(']'))
            m_text.fail(m_text.at_end() ? "the '[' is never closed"
                                        : "']' must stand here: a value with signs needs quotes",
                        m_text.at_end() ? from : m_text.position());
        auto test = make_attribute(std::move(name), op, std::move(value));
        test.ignore_case = caseless;
        return test;
    }

    void read_pseudo(SelectorCompound& compound)
    {
        auto const from = m_text.position() - 1;
        if (m_text.peek() == ':')
            m_text.fail("pseudo-elements ('::') select no element", from);
        auto const name = lower_ascii(m_text.read_name("a name after ':'"));
        if (m_text.take('(')) {
            compound.tests.push_back(read_function(name, from));
            return;
        }
        auto& tests = compound.tests;
        auto const first = name.starts_with("first-") || name.starts_with("only-");
        auto const last = name.starts_with("last-") || name.starts_with("only-");
        if ((first || last) && name.ends_with("-child")) {
            if (first)
                tests.push_back(make_nth(Kind::nth_child, {0, 1}));
            if (last)
                tests.push_back(make_nth(Kind::nth_last_child, {0, 1}));
        } else if ((first || last) && name.ends_with("-of-type")) {
            if (first)
                tests.push_back(make_nth(Kind::nth_of_type, {0, 1}));
            if (last)
                tests.push_back(make_nth(Kind::nth_last_of_type, {0, 1}));
        } else if (name == "empty") {
            tests.push_back(make(Kind::empty));
        } else if (name == "root") {
            tests.push_back(make(Kind::root));
        } else if (name == "scope") {
            tests.push_back(make(Kind::scope));
        } else if (std::ranges::find(pseudo_names, name) != std::end(pseudo_names)) {
            m_text.fail(fmt::format("':{}' needs an argument: ':{}(...)'", name, name), from);
        } else {
            m_text.fail(fmt::format("there is no ':{}'{}", name, did_you_mean(name, pseudo_names)), from);
        }
    }

    SelectorTest read_function(std::string_view name, std::size_t from)
    {
        if (++m_depth > deepest_nesting)
            m_text.fail(fmt::format("parentheses are nested deeper than {}", deepest_nesting), from);
        auto test = read_argument(name, from);
        m_text.skip_spaces();
        if (!m_text.take(')'))
            m_text.fail(m_text.at_end() ? "the '(' is never closed" : "')' must stand here",
                        m_text.at_end() ? from : m_text.position());
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
            m_text.skip_spaces();
            test.value = m_text.peek() == '"' || m_text.peek() == '\'' ? m_text.read_string() : m_text.read_bare_text();
            if (test.ignore_case)
                test.value = lower_ascii(test.value);
            return test;
        }
        if (name == "nth-child")
            return make_nth(Kind::nth_child, m_text.read_nth());
        if (name == "nth-last-child")
            return make_nth(Kind::nth_last_child, m_text.read_nth());
        if (name == "nth-of-type")
            return make_nth(Kind::nth_of_type, m_text.read_nth());
        if (name == "nth-last-of-type")
            return make_nth(Kind::nth_last_of_type, m_text.read_nth());
        if (std::ranges::find(pseudo_names, name) != std::end(pseudo_names))
            m_text.fail(fmt::format("':{}' takes no argument", name), from);
        m_text.fail(fmt::format("there is no ':{}()'{}", name, did_you_mean(name, pseudo_names)), from);
    }

    SelectorText m_text;
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
