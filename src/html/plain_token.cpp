#include "html/plain_token.hpp"

#include "html/guard.hpp"

#include <myhtml/tree.h>

#include <algorithm>
#include <utility>

namespace almanac {
namespace {

bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

char lower(char c)
{
    return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_plain(std::string_view text)
{
    return text.find('&') == std::string_view::npos;
}

bool may_hold_references(myhtml_token_node_t const& text)
{
    constexpr unsigned types = MyHTML_TOKEN_TYPE_DATA | MyHTML_TOKEN_TYPE_RCDATA | MyHTML_TOKEN_TYPE_CDATA;
    return (text.type & types) != 0;
}

/// Whether the tree builder may look at the token's attributes or change them: it does in SVG and MathML, compares and
/// copies those of formatting elements, merges those of a second <html> or <body>, asks an <input> for its type.
bool needs_attributes(myhtml_tree_t const& tree, myhtml_tag_id_t tag)
{
    auto const& open = *tree.open_elements;
    if (open.length > 0 && open.list[open.length - 1]->ns != MyHTML_NAMESPACE_HTML)
        return true;
    return is_formatting(tag) || tag == MyHTML_TAG_HTML || tag == MyHTML_TAG_BODY || tag == MyHTML_TAG_INPUT ||
           tag == MyHTML_TAG_SVG || tag == MyHTML_TAG_MATH;
}

}  // namespace

std::string_view PlainToken::slice(std::size_t begin, std::size_t size) const
{
    return std::string_view{m_page}.substr(begin, size);
}

void PlainToken::copy(mycore_string_t& string, std::size_t begin, std::size_t size, myhtml_tree_t* tree) const
{
    mycore_string_init(tree->mchar, tree->async_args->mchar_node_id, &string, size + 1);
    string.length = slice(begin, size).copy(string.data, size);
    string.data[size] = '\0';
}

void PlainToken::point(mycore_string_t& string, std::size_t begin, std::size_t size)
{
    string.data = m_page.data() + begin;
    string.length = size;
}

void PlainToken::take_out(myhtml_token_node_t* token)
{
    if (m_nul)
        return;
    if (token->tag_id == MyHTML_TAG__TEXT) {
        m_text = !may_hold_references(*token) || is_plain(slice(token->raw_begin, token->raw_length));
        if (m_text)
            token->tag_id = MyHTML_TAG__UNDEF;
        return;
    }
    for (auto const* a = token->attr_first; a != nullptr; a = a->next)
        if (!is_plain(slice(a->raw_value_begin, a->raw_value_length)))
            return;
    m_first = std::exchange(token->attr_first, nullptr);
    m_last = std::exchange(token->attr_last, nullptr);
}

void PlainToken::put_in(myhtml_tree_t* tree, myhtml_token_node_t* token)
{
    if (std::exchange(m_text, false)) {
        token->tag_id = MyHTML_TAG__TEXT;
        copy(token->str, token->raw_begin, token->raw_length, tree);
    }
    if (m_first == nullptr)
        return;
    token->attr_first = std::exchange(m_first, nullptr);
    token->attr_last = std::exchange(m_last, nullptr);
    auto const needed = needs_attributes(*tree, token->tag_id);
    for (auto* a = token->attr_first; a != nullptr; a = a->next) {
        if (auto const key = slice(a->raw_key_begin, a->raw_key_length); needed || std::ranges::any_of(key, is_upper)) {
            copy(a->key, a->raw_key_begin, key.size(), tree);
            std::ranges::transform(key, a->key.data, lower);
        } else {
            point(a->key, a->raw_key_begin, key.size());
        }
        if (needed)
            copy(a->value, a->raw_value_begin, a->raw_value_length, tree);
        else
            point(a->value, a->raw_value_begin, a->raw_value_length);
    }
}

}  // namespace almanac
