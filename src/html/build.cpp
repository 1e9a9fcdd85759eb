// With its guard and plain_token.cpp the only file that knows MyHTML's tree.
#include "html/build.hpp"

#include "html/guard.hpp"

#include <fmt/format.h>
#include <myhtml/myhtml.h>
#include <myhtml/tree.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <memory>
#include <new>
#include <unordered_map>
#include <utility>

namespace almanac {
namespace {

struct Closer {
    void operator()(myhtml_t* parser) const { myhtml_destroy(parser); }
    void operator()(myhtml_tree_t* tree) const { myhtml_tree_destroy(tree); }
};

/// A parser and its tree, kept for a thread's next page: making them costs as much as parsing 20 KB.
class Parser {
public:
    myhtml_tree_t* tree()
    {
        if (m_tree)
            return m_tree.get();
        m_parser.reset(myhtml_create());
        // One thread: the library's own threads make small pages slower and share its pools.
        if (!m_parser || myhtml_init(m_parser.get(), MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0) != MyHTML_STATUS_OK)
            throw std::bad_alloc{};
        m_tree.reset(myhtml_tree_create());
        if (!m_tree || myhtml_tree_init(m_tree.get(), m_parser.get()) != MyHTML_STATUS_OK)
            throw std::bad_alloc{};
        return m_tree.get();
    }

    void drop()
    {
        m_tree.reset();
        m_parser.reset();
    }

private:
    std::unique_ptr<myhtml_t, Closer> m_parser;
    std::unique_ptr<myhtml_tree_t, Closer> m_tree;
};

constexpr std::size_t chunk_bytes = 1U << 20U;  // between looks at a tag that has not ended
constexpr std::size_t kept_bytes = 1U << 20U;   // a parser that read a larger page would keep its memory

/// How much of the rest to hand over at once. Tokens that two chunks share are not always read right (a script's end
/// tag), so a chunk ends before a "<" (the same trees on 144 pages with chunks from 64 bytes on).
std::size_t chunk_at(std::string_view rest)
{
    if (rest.size() <= chunk_bytes)
        return rest.size();
    auto const before = rest.rfind('<', chunk_bytes);
    return before != std::string_view::npos && before > 0 ? before : chunk_bytes;
}

/// As the HTML standard wants its input (section 13.2.3.5): lines end with LF alone.
void normalize_newlines(std::string& text)
{
    auto to = std::min(text.find('\r'), text.size());
    for (auto from = to; from < text.size();) {
        auto const after = from + 1;
        if (after == text.size() || text[after] != '\n')
            text[to++] = '\n';
        from = std::min(text.find('\r', after), text.size());
        std::char_traits<char>::move(&text[to], &text[after], from - after);
        to += from - after;
    }
    text.resize(to);
}

}  // namespace

/// Copies MyHTML's tree into the arena.
class TreeBuilder {
public:
    Document take(myhtml_tree_t* tree, std::size_t page_bytes, std::vector<std::string> problems)
    {
        m_tree = tree;
        m_document.m_problems = std::move(problems);
        m_document.m_nodes.reserve(page_bytes / 20 + 8);
        m_document.m_attributes.reserve(page_bytes / 40 + 8);
        m_document.m_text.reserve(page_bytes / 2);
        m_document.m_values.reserve(page_bytes / 2);
        open(0);
        copy(myhtml_tree_get_document(tree));
        close(0);
        begin_node(0);  // the end of the last node's text and attributes
        return std::move(m_document);
    }

private:
    std::uint32_t begin_node(std::uint32_t parent)
    {
        auto const id = static_cast<std::uint32_t>(m_document.m_nodes.size());
        auto& node = m_document.m_nodes.emplace_back();
        node.parent = parent;
        node.text = static_cast<std::uint32_t>(m_document.m_text.size());
        node.attributes = static_cast<std::uint32_t>(m_document.m_attributes.size());
        return id;
    }

    std::uint32_t open(std::uint32_t parent)
    {
        auto const id = begin_node(parent);
        m_last_child.push_back(0);
        return id;
    }

    void close(std::uint32_t id)
    {
        m_document.m_nodes[id].end = static_cast<std::uint32_t>(m_document.m_nodes.size());
        m_last_child.pop_back();
    }

    void copy(myhtml_tree_node_t* document)
    {
        std::uint32_t parent = 0;
        auto* at = myhtml_node_child(document);
        while (at != nullptr) {
            if (at->tag_id == MyHTML_TAG__TEXT) {
                add_text(parent, at);
            } else if (at->tag_id != MyHTML_TAG__COMMENT && at->tag_id != MyHTML_TAG__DOCTYPE) {
                auto const id = add_element(parent, at);
                if (at->child != nullptr) {
                    at = at->child;
                    parent = id;
                    continue;
                }
                close(id);
            }
            while (at->next == nullptr && at->parent != document) {
                at = at->parent;
                close(parent);
                parent = m_document.m_nodes[parent].parent;
            }
            at = at->next;
        }
    }

    void add_text(std::uint32_t parent, myhtml_tree_node_t const* from)
    {
        if (from->token == nullptr || from->token->str.length == 0)
            return;
        auto const id = begin_node(parent);
        m_document.m_nodes[id].end = id + 1;
        m_document.m_text.append(from->token->str.data, from->token->str.length);
    }

    std::uint32_t add_element(std::uint32_t parent, myhtml_tree_node_t const* from)
    {
        auto& before = m_last_child.back();
        auto const id = static_cast<std::uint32_t>(m_document.m_nodes.size());
        auto const ordinal = ++m_document.m_nodes[parent].children;
        auto const previous = std::exchange(before, id);
        open(parent);
        auto& node = m_document.m_nodes[id];
        node.before = previous;
        node.ordinal = ordinal;
        node.tag = tag_of(from->tag_id);
        node.implied = from->token == nullptr || from->token->element_length == 0;
        if (from->token != nullptr)
            for (auto const* a = from->token->attr_first; a != nullptr; a = a->next)
                add_attribute(*a);
        return id;
    }

    void add_attribute(myhtml_token_attr_t const& from)
    {
        std::string_view const name{from.key.data, from.key.length};
        if (name.empty() || name.size() > std::numeric_limits<std::uint16_t>::max())
            return;
        auto const hash = hash_name(name);
        auto const& all = m_document.m_attributes;
        for (auto i = static_cast<std::size_t>(m_document.m_nodes.back().attributes); i < all.size(); ++i)
            if (all[i].hash == hash && m_document.name(all[i]) == name)
                return;  // the first of equals counts
        m_document.m_nodes.back().names |= name_bit(hash);
        auto& values = m_document.m_values;
        m_document.m_attributes.push_back({static_cast<std::uint32_t>(values.size()),
                                           static_cast<std::uint32_t>(from.value.length),
                                           static_cast<std::uint16_t>(name.size()), hash});
        values.append(name);
        if (from.value.length > 0)
            values.append(from.value.data, from.value.length);
    }

    TagId tag_of(myhtml_tag_id_t id)
    {
        if (id < m_known.size() && m_known[id] != 0)
            return m_known[id];
        if (auto const seen = m_others.find(id); seen != m_others.end())
            return seen->second;
        std::size_t size = 0;
        auto const* text = myhtml_tag_name_by_id(m_tree, id, &size);
        std::string_view const name{text == nullptr ? "" : text, text == nullptr ? 0 : size};
        auto tag = find_tag(name);
        if (tag != 0 && id < m_known.size()) {
            m_known[id] = tag;
        } else if (tag == 0) {
            // Pages have a handful of names of their own; past the limit all share the last one.
            constexpr std::size_t most_names = 20'000;
            if (m_document.m_names.size() < most_names)
                m_document.m_names.emplace_back(name);
            tag = static_cast<TagId>(known_tags.size() + m_document.m_names.size());
            m_others.emplace(id, tag);
        }
        return tag;
    }

    Document m_document;
    myhtml_tree_t* m_tree = nullptr;
    std::vector<std::uint32_t> m_last_child;  // of each open node: its last element child so far
    std::array<TagId, MyHTML_TAG_LAST_ENTRY> m_known{};
    std::unordered_map<myhtml_tag_id_t, TagId> m_others;
};

Document build_document(std::string utf8, HtmlLimits const& limits)
{
    std::vector<std::string> problems;
    auto size = utf8.size();
    if (size > limits.max_bytes) {
        problems.push_back(fmt::format("The page has {} bytes; only the first {} were read.", size, limits.max_bytes));
        size = limits.max_bytes;
        while (size > 0 && (static_cast<unsigned char>(utf8[size]) & 0xC0U) == 0x80)
            --size;  // not inside a character
    }

    utf8.resize(size);
    normalize_newlines(utf8);

    // Reused by the next page of this thread, never shared; holds no page's content that a caller could see.
    thread_local Parser parser;
    auto* const tree = parser.tree();
    HtmlGuard guard{.limits = limits, .plain = PlainToken{utf8}};
    watch(tree, guard);
    myhtml_encoding_set(tree, MyENCODING_UTF_8);
    std::size_t read = 0;
    do {
        auto const part = chunk_at(std::string_view{utf8}.substr(read));
        if (myhtml_parse_chunk_single(tree, utf8.data() + read, part) != MyHTML_STATUS_OK)
            throw std::bad_alloc{};
        read += part;
        if (floods_attributes(tree))
            guard.exhausted = true;
    } while (read < utf8.size() && !guard.exhausted);
    if (myhtml_parse_chunk_end(tree) != MyHTML_STATUS_OK)
        throw std::bad_alloc{};

    std::ranges::move(problems_of(guard), std::back_inserter(problems));
    auto document = TreeBuilder{}.take(tree, read, std::move(problems));
    if (read > kept_bytes || guard.exhausted)
        parser.drop();
    return document;
}

}  // namespace almanac
