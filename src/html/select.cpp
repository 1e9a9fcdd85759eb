#include "html/selector.hpp"
#include "text/text.hpp"

#include <algorithm>
#include <utility>

namespace almanac {
namespace {

using Kind = SelectorTest::Kind;
using Op = SelectorTest::Op;
using Id = std::uint32_t;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool equal(std::string_view a, std::string_view b, bool ignore_case)
{
    return ignore_case ? equal_ignoring_case(a, b) : a == b;
}

std::size_t find(std::string_view text, std::string_view what, bool ignore_case, std::size_t from = 0)
{
    if (!ignore_case)
        return text.find(what, from);
    auto const same = [](char x, char y) { return lower(x) == lower(y); };
    auto const at = std::search(text.begin() + static_cast<std::ptrdiff_t>(std::min(from, text.size())), text.end(),
                                what.begin(), what.end(), same);
    return at == text.end() && !what.empty() ? std::string_view::npos : static_cast<std::size_t>(at - text.begin());
}

bool has_word(std::string_view text, std::string_view word, bool ignore_case)
{
    for (std::size_t at = 0; (at = find(text, word, ignore_case, at)) != std::string_view::npos; ++at) {
        auto const end = at + word.size();
        if ((at == 0 || is_space(text[at - 1])) && (end == text.size() || is_space(text[end])))
            return true;
    }
    return false;
}

bool attribute_matches(SelectorTest const& test, std::string_view value)
{
    auto const& want = test.value;
    switch (test.op) {
    case Op::present: return true;
    case Op::equals: return equal(value, want, test.ignore_case);
    case Op::word:
        return !want.empty() && has_word(value, want, test.ignore_case) && std::ranges::none_of(want, is_space);
    case Op::dash:
        return value.size() >= want.size() && equal(value.substr(0, want.size()), want, test.ignore_case) &&
               (value.size() == want.size() || value[want.size()] == '-');
    case Op::starts:
        return !want.empty() && value.size() >= want.size() &&
               equal(value.substr(0, want.size()), want, test.ignore_case);
    case Op::ends:
        return !want.empty() && value.size() >= want.size() &&
               equal(value.substr(value.size() - want.size()), want, test.ignore_case);
    case Op::holds: return !want.empty() && find(value, want, test.ignore_case) != std::string_view::npos;
    }
    return false;
}

/// Whether `place` (from 1) is one of step*n + offset, n >= 0.
bool is_nth(SelectorTest const& test, Id place)
{
    auto const distance = static_cast<std::int64_t>(place) - test.offset;
    if (test.step == 0)
        return distance == 0;
    return distance % test.step == 0 && distance / test.step >= 0;
}

/// How a chain failed, so that the search further left stops as early as it can: each element is then looked at once
/// per combinator and not once per combination (the scheme of WebKit's SelectorChecker).
enum class Result { matches, fails_here, fails_for_siblings, fails };

/// Tells most nodes apart without a look at their attributes.
bool may_match(HtmlNode const& node, TagId tag, std::uint8_t names)
{
    return node.tag != 0 && (tag == 0 || tag == node.tag) && (node.names & names) == names;
}

/// The first node from `id` on that a chain may match, else `end`.
Id next_candidate(Document const& document, Id id, Id end, SelectorList const& list)
{
    auto const* const nodes = &document.node(0);
    auto const tag = list.front().tag;
    auto const names = list.front().names;
    if (list.size() == 1)
        while (id < end && !may_match(nodes[id], tag, names))
            ++id;
    else
        while (id < end && std::ranges::none_of(list, [node = nodes[id]](auto const& chain) {
                   return may_match(node, chain.tag, chain.names);
               }))
            ++id;
    return id;
}

class Matcher {
public:
    Matcher(Document const& document, Id scope) : m_document(document), m_scope(scope) {}

    bool matches(Id id, SelectorList const& list)
    {
        auto const& node = m_document.node(id);
        return std::ranges::any_of(list, [&](auto const& chain) {
            return may_match(node, chain.tag, chain.names) && match(id, chain, 0) == Result::matches;
        });
    }

    bool exhausted() const { return m_steps > most_steps; }

private:
    static constexpr std::uint64_t most_steps = 10'000'000;

    Result match(Id id, SelectorChain const& chain, std::size_t at)
    {
        auto const& compound = chain.compounds[at];
        if (!matches(id, compound))
            return Result::fails_here;
        switch (compound.left) {
        case Combinator::none: return Result::matches;
        case Combinator::descendant: return match_ancestors(id, chain, at + 1);
        case Combinator::child: return match_parent(id, chain, at + 1);
        case Combinator::next: {
            auto const before = m_document.node(id).before;
            return before == 0 ? Result::fails_for_siblings : match(before, chain, at + 1);
        }
        case Combinator::later: return match_earlier(id, chain, at + 1);
        }
        return Result::fails;
    }

    Result match_ancestors(Id id, SelectorChain const& chain, std::size_t at)
    {
        while (id != 0) {
            id = m_document.node(id).parent;
            auto const result = match(id, chain, at);
            if (result == Result::matches || result == Result::fails)
                return result;
        }
        return Result::fails;
    }

    Result match_parent(Id id, SelectorChain const& chain, std::size_t at)
    {
        if (id == 0)
            return Result::fails;
        auto const parent = m_document.node(id).parent;
        auto result = match(parent, chain, at);
        if (result == Result::matches)
            return result;
        auto const& node = m_document.node(parent);
        auto const& row = chain.compounds[at - 1].tests.front();
        if (node.implied && node.tag == tag_id("tbody") && row.kind == Kind::tag && row.tag == tag_id("tr"))
            result = match(node.parent, chain, at);
        return result == Result::matches || result == Result::fails ? result : Result::fails_for_siblings;
    }

    Result match_earlier(Id id, SelectorChain const& chain, std::size_t at)
    {
        while ((id = m_document.node(id).before) != 0) {
            auto const result = match(id, chain, at);
            if (result != Result::fails_here)
                return result;
        }
        return Result::fails_for_siblings;
    }

    bool matches(Id id, SelectorCompound const& compound)
    {
        if (++m_steps > most_steps)
            return false;
        if (id == 0 && (compound.tests.size() != 1 || compound.tests.front().kind != Kind::scope))
            return false;  // the document is no element, only a scope
        return std::ranges::all_of(compound.tests, [&](auto const& test) { return matches(id, test); });
    }

    bool matches(Id id, SelectorTest const& test)
    {
        auto const& node = m_document.node(id);
        switch (test.kind) {
        case Kind::any: return true;
        case Kind::tag: return test.tag != 0 ? node.tag == test.tag : m_document.tag_name(node.tag) == test.name;
        case Kind::scope: return id == m_scope;
        case Kind::root: return node.parent == 0;
        case Kind::attribute: {
            auto const* attribute = m_document.find_attribute(id, test.name, test.hash);
            return attribute != nullptr && attribute_matches(test, m_document.value(*attribute));
        }
        case Kind::nth_child: return is_nth(test, node.ordinal);
        case Kind::nth_last_child: return is_nth(test, m_document.node(node.parent).children - node.ordinal + 1);
        case Kind::empty: return node.children == 0 && m_document.text(id, node.end).empty();
        case Kind::nth_of_type: return is_nth(test, place_of_type(id));
        case Kind::nth_last_of_type: return is_nth(test, place_of_type_from_end(id));
        case Kind::is: return matches(id, test.list);
        case Kind::is_not: return !matches(id, test.list) && !exhausted();
        case Kind::contains: {
            auto const text = m_document.text(id, node.end);
            m_steps += text.size() / (test.ignore_case ? 8 : 64);
            return find(text, test.value, test.ignore_case) != std::string_view::npos;
        }
        case Kind::has: return has_any(id, test.list);
        }
        return false;
    }

    Id place_of_type(Id id)
    {
        Id place = 1;
        auto const tag = m_document.node(id).tag;
        while ((id = m_document.node(id).before) != 0 && ++m_steps <= most_steps)
            place += m_document.node(id).tag == tag ? 1 : 0;
        return place;
    }

    Id place_of_type_from_end(Id id)
    {
        Id place = 1;
        auto const& node = m_document.node(id);
        auto const end = m_document.node(node.parent).end;
        for (auto next = node.end; next < end && ++m_steps <= most_steps; next = m_document.node(next).end)
            place += m_document.node(next).tag == node.tag ? 1 : 0;
        return place;
    }

    bool has_any(Id id, SelectorList const& list)
    {
        return std::ranges::any_of(list, [&](SelectorChain const& chain) { return has(id, chain); });
    }

    /// The chain's last compound (stored from right to left) is the element itself.
    bool has(Id id, SelectorChain const& chain)
    {
        auto const& node = m_document.node(id);
        auto const first = chain.compounds[chain.compounds.size() - 2].left;
        auto const beside = first == Combinator::next || first == Combinator::later;
        auto from = beside ? node.end : id + 1;
        auto const end = beside ? m_document.node(node.parent).end : node.end;
        auto const deep = chain.compounds.size() > 2 || first == Combinator::descendant;
        auto const implied = first == Combinator::child;  // through <tbody>: its rows are no children of the table

        auto const outer = std::exchange(m_scope, id);
        auto found = false;
        while (from < end && !found && !exhausted()) {
            auto const& candidate = m_document.node(from);
            found = candidate.tag != 0 && match(from, chain, 0) == Result::matches;
            from = deep || (implied && candidate.implied) ? from + 1 : candidate.end;
        }
        m_scope = outer;
        return found;
    }

    Document const& m_document;
    Id m_scope;
    std::uint64_t m_steps = 0;
};

template <typename OnMatch>
void search(Element scope, Selector const& selector, OnMatch on_match)
{
    if (!scope)
        return;
    auto const& document = *scope.document;
    Matcher matcher{document, scope.id};
    auto const& list = selector.chains();
    auto const end = document.node(scope.id).end;
    auto const next = [&](Id from) { return next_candidate(document, from, end, list); };
    for (auto id = next(scope.id + 1); id < end && !matcher.exhausted(); id = next(id + 1))
        if (matcher.matches(id, list) && !on_match(Element{&document, id}))
            return;
}

}  // namespace

std::vector<Element> select(Element scope, Selector const& selector)
{
    std::vector<Element> found;
    search(scope, selector, [&](Element element) {
        found.push_back(element);
        return true;
    });
    return found;
}

Element select_first(Element scope, Selector const& selector)
{
    Element found;
    search(scope, selector, [&](Element element) {
        found = element;
        return false;
    });
    return found;
}

bool matches(Element element, Selector const& selector)
{
    return element && element.id != 0 && Matcher{*element.document, element.id}.matches(element.id, selector.chains());
}

}  // namespace almanac
