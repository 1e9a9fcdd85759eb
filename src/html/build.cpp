// The only file that knows MyHTML's tree. It is unmaintained upstream and has no limits of its own, so everything that
// would let a page cost more than its size is cut here, token by token, before its tree builder sees it.
#include "html/document.hpp"
#include "text/charset.hpp"

#include <fmt/format.h>
#include <myhtml/myhtml.h>
#include <myhtml/tree.h>

#include <algorithm>
#include <array>
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

/// Past these a page is hostile; real pages stay below a tenth.
constexpr std::size_t max_nodes = 1'000'000;
constexpr std::size_t max_tokens = 2'000'000;
constexpr std::size_t max_attributes = 1'000'000;
constexpr std::size_t max_formatting = 64;                // reopened in every block: <b><i><u>... <p>x<p>x
constexpr std::size_t max_formatting_bytes = 16U << 20U;  // their attributes are copied each time
constexpr std::size_t max_page_attributes = 32;           // second <html> or <body> tags, each merged into the first
constexpr std::size_t max_names = 4096;                   // of tags, beside HTML's: they are looked up one by one
constexpr std::size_t max_merged_bytes = 256U << 20U;     // neighbouring texts are joined by copying both
constexpr std::size_t chunk_bytes = 1U << 20U;            // between looks at a tag that has not ended
constexpr std::size_t kept_bytes = 1U << 20U;             // a parser that read a larger page would keep its memory

/// Watches the tokens on their way to the tree builder.
struct Guard {
    HtmlLimits limits;
    std::size_t nodes = 0;
    std::size_t tokens = 0;
    std::size_t attributes = 0;
    std::size_t formatting_bytes = 0;
    std::size_t page_tags = 0;
    std::size_t text_run = 0;  // bytes of text since the last element
    std::size_t misplaced_text =
        0;  // bytes of text that stands between a table's cells: all of it goes before the table
    std::size_t merged_bytes = 0;
    std::size_t flattened = 0;
    bool attributes_cut = false;
    bool exhausted = false;
    std::vector<myhtml_tag_id_t> open_flattened;  // start tags that were taken out, to take out their end tags
};

bool is_formatting(myhtml_tag_id_t tag)
{
    switch (tag) {
    case MyHTML_TAG_A:
    case MyHTML_TAG_B:
    case MyHTML_TAG_BIG:
    case MyHTML_TAG_CODE:
    case MyHTML_TAG_EM:
    case MyHTML_TAG_FONT:
    case MyHTML_TAG_I:
    case MyHTML_TAG_NOBR:
    case MyHTML_TAG_S:
    case MyHTML_TAG_SMALL:
    case MyHTML_TAG_STRIKE:
    case MyHTML_TAG_STRONG:
    case MyHTML_TAG_TT:
    case MyHTML_TAG_U: return true;
    default: return false;
    }
}

/// An empty comment has no effect in any state of the tree builder.
void take_out(myhtml_token_node_t* token)
{
    token->tag_id = MyHTML_TAG__COMMENT;
    token->type = MyHTML_TOKEN_TYPE_COMMENT;
    token->raw_length = 0;
}

void cut_attributes(Guard& guard, myhtml_token_node_t* token)
{
    std::size_t count = 0;
    for (auto* attribute = token->attr_first; attribute != nullptr; attribute = attribute->next) {
        if (++count < guard.limits.max_attributes || attribute->next == nullptr)
            continue;
        attribute->next = nullptr;
        token->attr_last = attribute;
        guard.attributes_cut = true;
    }
    guard.attributes += count;
}

/// True when the end tag belongs to a start tag that was taken out: looks a few back, since many end tags are optional.
bool closes_flattened(Guard& guard, myhtml_tag_id_t tag)
{
    constexpr std::size_t reach = 16;
    auto& open = guard.open_flattened;
    for (std::size_t i = open.size(); i > 0 && open.size() - i < reach; --i) {
        if (open[i - 1] == tag) {
            open.resize(i - 1);
            return true;
        }
    }
    return false;
}

/// Takes a start tag out that would nest too deep. False for one that holds raw text: it ends by itself, except in SVG,
/// where it nests like any other.
bool flatten(Guard& guard, myhtml_tree_t* tree, myhtml_token_node_t* token, std::size_t depth)
{
    constexpr std::size_t svg_slack = 64;
    auto const* const context = myhtml_tag_get_by_id(tree->tags, token->tag_id);
    if (context != nullptr && context->data_parser != MyHTML_TOKENIZER_STATE_DATA &&
        depth < guard.limits.max_depth + svg_slack)
        return false;
    ++guard.flattened;
    auto const name = context == nullptr ? std::string_view{} : std::string_view{context->name, context->name_length};
    if ((traits_of(find_tag(name)) & empty_tag) == 0)
        guard.open_flattened.push_back(token->tag_id);
    take_out(token);
    return true;
}

void guard_start_tag(Guard& guard, myhtml_tree_t* tree, myhtml_token_node_t* token)
{
    cut_attributes(guard, token);
    auto const depth = tree->open_elements->length;
    if (depth >= guard.limits.max_depth && flatten(guard, tree, token, depth))
        return;
    if (is_formatting(token->tag_id) &&
        (tree->active_formatting->length >= max_formatting || guard.formatting_bytes > max_formatting_bytes)) {
        ++guard.flattened;
        take_out(token);
    } else if ((token->tag_id == MyHTML_TAG_HTML || token->tag_id == MyHTML_TAG_BODY) &&
               ++guard.page_tags > max_page_attributes) {
        take_out(token);
    }
}

std::size_t skip_rest(myhtml_tree_t*, myhtml_token_node_t*, char const*, std::size_t, std::size_t size)
{
    return size;
}

/// Ends the reading of a hostile page at once: every state of the tokenizer now skips what is left.
void stop(Guard& guard, myhtml_tree_t* tree)
{
    guard.exhausted = true;
    std::fill_n(tree->myhtml->parse_state_func, static_cast<std::size_t>(MyHTML_TOKENIZER_STATE_LAST_ENTRY), skip_rest);
}

bool is_between_cells(myhtml_tree_t const* tree)
{
    switch (tree->insert_mode) {
    case MyHTML_INSERTION_MODE_IN_TABLE:
    case MyHTML_INSERTION_MODE_IN_TABLE_TEXT:
    case MyHTML_INSERTION_MODE_IN_TABLE_BODY:
    case MyHTML_INSERTION_MODE_IN_ROW: return true;
    default: return false;
    }
}

void guard_text(Guard& guard, myhtml_tree_t* tree, myhtml_token_node_t* token)
{
    guard.merged_bytes += guard.text_run;
    guard.text_run += token->raw_length;
    if (is_between_cells(tree) && (token->type & MyHTML_TOKEN_TYPE_WHITESPACE) == 0) {
        guard.merged_bytes += guard.misplaced_text;
        guard.misplaced_text += token->raw_length;
    }
    if (guard.merged_bytes > max_merged_bytes)
        stop(guard, tree);
}

void* before_token(myhtml_tree_t* tree, myhtml_token_node_t* token, void* context)
{
    auto& guard = *static_cast<Guard*>(context);
    if (token->tag_id == MyHTML_TAG__DOCTYPE || token->tag_id == MyHTML_TAG__END_OF_FILE)
        return context;
    if (token->tag_id == MyHTML_TAG__COMMENT)
        token->raw_length = 0;  // nobody reads it
    if (!guard.exhausted &&
        (++guard.tokens > max_tokens || guard.attributes > max_attributes || tree->tags->tags_count > max_names))
        stop(guard, tree);
    if (token->tag_id == MyHTML_TAG__COMMENT)
        return context;
    if (guard.exhausted) {
        take_out(token);
    } else if (token->tag_id == MyHTML_TAG__TEXT) {
        guard_text(guard, tree, token);
    } else if ((token->type & MyHTML_TOKEN_TYPE_CLOSE) != 0) {
        token->attr_first = token->attr_last = nullptr;
        if (!guard.open_flattened.empty() && closes_flattened(guard, token->tag_id))
            take_out(token);
    } else {
        guard_start_tag(guard, tree, token);
    }
    return context;
}

/// MyHTML moves the start of a text behind white space that it cuts off, but leaves the string's capacity as it was:
/// text appended later then overwrites what follows. Without a capacity it looks at the block's own size, which is
/// right.
void* after_token(myhtml_tree_t*, myhtml_token_node_t* token, void* context)
{
    if (token->tag_id == MyHTML_TAG__TEXT)
        token->str.size = 0;
    return context;
}

void node_inserted(myhtml_tree_t* tree, myhtml_tree_node_t* node, void* context)
{
    auto& guard = *static_cast<Guard*>(context);
    if (++guard.nodes > max_nodes && !guard.exhausted)
        stop(guard, tree);
    if (node->tag_id != MyHTML_TAG__TEXT)
        guard.text_run = 0;
    if (node->token == nullptr || !is_formatting(node->tag_id))
        return;
    for (auto const* attribute = node->token->attr_first; attribute != nullptr; attribute = attribute->next)
        guard.formatting_bytes += attribute->value.length;
    if (guard.formatting_bytes > max_formatting_bytes)
        tree->active_formatting->length = 0;
}

/// How much of the rest to hand over at once. Tokens that two chunks share are not always read right (a script's end
/// tag), so a chunk ends before a "<" (the same trees on 144 pages with chunks from 64 bytes on).
std::size_t chunk_at(std::string_view rest)
{
    if (rest.size() <= chunk_bytes)
        return rest.size();
    auto const before = rest.rfind('<', chunk_bytes);
    return before != std::string_view::npos && before > 0 ? before : chunk_bytes;
}

/// A tag that never ends can hold any number of attributes before its token is seen.
bool floods_attributes(myhtml_tree_t const* tree)
{
    constexpr std::size_t most = 100'000;
    std::size_t count = 0;
    if (tree->current_token_node != nullptr)
        for (auto const* a = tree->current_token_node->attr_first; a != nullptr && count < most; a = a->next)
            ++count;
    return count >= most;
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

Document parse_html(std::string utf8, HtmlLimits const& limits)
{
    if (!is_utf8(utf8))
        utf8 = to_utf8(utf8, "utf-8");
    std::vector<std::string> problems;
    auto size = utf8.size();
    if (size > limits.max_bytes) {
        problems.push_back(fmt::format("The page has {} bytes; only the first {} were read.", size, limits.max_bytes));
        size = limits.max_bytes;
        while (size > 0 && (static_cast<unsigned char>(utf8[size]) & 0xC0U) == 0x80)
            --size;  // not inside a character
    }

    // Reused by the next page of this thread, never shared; holds no page's content that a caller could see.
    thread_local Parser parser;
    auto* const tree = parser.tree();
    Guard guard{.limits = limits, .open_flattened = {}};
    myhtml_callback_before_token_done_set(tree, before_token, &guard);
    myhtml_callback_after_token_done_set(tree, after_token, nullptr);
    myhtml_callback_tree_node_insert_set(tree, node_inserted, &guard);
    myhtml_encoding_set(tree, MyENCODING_UTF_8);
    std::size_t read = 0;
    do {
        auto const part = chunk_at(std::string_view{utf8}.substr(read, size - read));
        if (myhtml_parse_chunk_single(tree, utf8.data() + read, part) != MyHTML_STATUS_OK)
            throw std::bad_alloc{};
        read += part;
        if (floods_attributes(tree))
            guard.exhausted = true;
    } while (read < size && !guard.exhausted);
    if (myhtml_parse_chunk_end(tree) != MyHTML_STATUS_OK)
        throw std::bad_alloc{};

    if (guard.exhausted)
        problems.push_back(fmt::format(
            "The page is built to exhaust its readers (more than {} elements, {} own tags ...); the rest was cut.",
            max_nodes, max_names));
    if (guard.flattened > 0)
        problems.push_back(
            fmt::format("{} elements nested deeper than {} were flattened.", guard.flattened, limits.max_depth));
    if (guard.attributes_cut)
        problems.push_back(
            fmt::format("An element has more than {} attributes; the others were dropped.", limits.max_attributes));

    auto document = TreeBuilder{}.take(tree, read, std::move(problems));
    if (read > kept_bytes || guard.exhausted)
        parser.drop();
    return document;
}

}  // namespace almanac
