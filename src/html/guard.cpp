#include "html/guard.hpp"

#include "html/tags.hpp"

#include <fmt/format.h>
#include <myhtml/tree.h>

#include <algorithm>
#include <string_view>

namespace almanac {
namespace {

/// Past these a page is hostile; real pages stay below a tenth.
constexpr std::size_t max_nodes = 1'000'000;
constexpr std::size_t max_tokens = 2'000'000;
constexpr std::size_t max_attributes = 1'000'000;
constexpr std::size_t max_formatting = 64;                // reopened in every block: <b><i><u>... <p>x<p>x
constexpr std::size_t max_formatting_bytes = 16U << 20U;  // their attributes are copied each time
constexpr std::size_t max_page_attributes = 32;           // second <html> or <body> tags, each merged into the first
constexpr std::size_t max_names = 4096;                   // of tags, beside HTML's: they are looked up one by one
constexpr std::size_t max_merged_bytes = 256U << 20U;     // neighbouring texts are joined by copying both

/// An empty comment has no effect in any state of the tree builder.
void take_out(myhtml_token_node_t* token)
{
    token->tag_id = MyHTML_TAG__COMMENT;
    token->type = MyHTML_TOKEN_TYPE_COMMENT;
    token->raw_length = 0;
}

void cut_attributes(HtmlGuard& guard, myhtml_token_node_t* token)
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
bool closes_flattened(HtmlGuard& guard, myhtml_tag_id_t tag)
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
bool flatten(HtmlGuard& guard, myhtml_tree_t* tree, myhtml_token_node_t* token, std::size_t depth)
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

void guard_start_tag(HtmlGuard& guard, myhtml_tree_t* tree, myhtml_token_node_t* token)
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
void stop(HtmlGuard& guard, myhtml_tree_t* tree)
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

void guard_text(HtmlGuard& guard, myhtml_tree_t* tree, myhtml_token_node_t* token)
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
    auto& guard = *static_cast<HtmlGuard*>(context);
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
    guard.plain.take_out(token);
    return context;
}

/// MyHTML moves the start of a text behind white space that it cuts off, but leaves the string's capacity as it was:
/// text appended later then overwrites what follows. Without a capacity it looks at the block's own size, which is
/// right.
void* after_token(myhtml_tree_t* tree, myhtml_token_node_t* token, void* context)
{
    static_cast<HtmlGuard*>(context)->plain.put_in(tree, token);
    if (token->tag_id == MyHTML_TAG__TEXT)
        token->str.size = 0;
    return context;
}

void node_inserted(myhtml_tree_t* tree, myhtml_tree_node_t* node, void* context)
{
    auto& guard = *static_cast<HtmlGuard*>(context);
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

}  // namespace

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

void watch(myhtml_tree_t* tree, HtmlGuard& guard)
{
    myhtml_callback_before_token_done_set(tree, before_token, &guard);
    myhtml_callback_after_token_done_set(tree, after_token, &guard);
    myhtml_callback_tree_node_insert_set(tree, node_inserted, &guard);
}

bool floods_attributes(myhtml_tree_t const* tree)
{
    constexpr std::size_t most = 100'000;
    std::size_t count = 0;
    if (tree->current_token_node != nullptr)
        for (auto const* a = tree->current_token_node->attr_first; a != nullptr && count < most; a = a->next)
            ++count;
    return count >= most;
}

std::vector<std::string> problems_of(HtmlGuard const& guard)
{
    std::vector<std::string> problems;
    if (guard.exhausted)
        problems.push_back(fmt::format(
            "The page is built to exhaust its readers (more than {} elements, {} own tags ...); the rest was cut.",
            max_nodes, max_names));
    if (guard.flattened > 0)
        problems.push_back(
            fmt::format("{} elements nested deeper than {} were flattened.", guard.flattened, guard.limits.max_depth));
    if (guard.attributes_cut)
        problems.push_back(fmt::format("An element has more than {} attributes; the others were dropped.",
                                       guard.limits.max_attributes));
    return problems;
}

}  // namespace almanac
