#include "html/document.hpp"

#include "html/walk.hpp"
#include "text/ascii.hpp"
#include "text/text.hpp"

#include <algorithm>

namespace almanac {
namespace {

bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/// The first element from `from` on among siblings; they end where the parent ends.
Element element_from(Document const& document, std::uint32_t from, std::uint32_t parent_end)
{
    for (auto id = from; id < parent_end; id = document.node(id).end)
        if (document.is_element(id))
            return {&document, id};
    return {};
}

bool is_of_word(char c)
{
    return is_digit(c) || is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
}

/// What words become that end with one element and begin with the next: <i>April</i><i>5</i>.
enum class Touching { joined, apart };

template <Touching touching>
std::string text_below(Element element)
{
    std::string out;
    if (!element)
        return out;
    bool space = false;
    bool ended = false;    // an element, and no text came since
    bool between = false;  // one ended and another began, and no text came since
    walk(
        element,
        [&](std::string_view text, std::uint32_t) {
            if constexpr (touching == Touching::apart) {
                space = space || (between && !out.empty() && is_of_word(out.back()) && is_of_word(text.front()));
                ended = between = false;
            }
            append_collapsed(out, text, space);
        },
        [&](std::uint32_t id, bool starts) {
            auto const traits = traits_of(element.document->node(id).tag);
            space = space || (traits & (block | cell)) != 0;
            if constexpr (touching == Touching::apart) {
                between = between || (starts && ended);
                ended = ended || !starts;
            }
            return (traits & hidden) == 0;
        });
    return out;
}

}  // namespace

std::string_view Document::tag_name(TagId tag) const
{
    if (tag == 0)
        return {};
    return tag <= known_tags.size() ? known_tags[tag - 1U] : std::string_view{m_names[tag - known_tags.size() - 1U]};
}

Element whole(Document const& document)
{
    return {&document, 0};
}

Element root(Document const& document)
{
    return first_child(whole(document));
}

Element parent(Element element)
{
    if (!element || element.id == 0)
        return {};
    auto const up = element.document->node(element.id).parent;
    return up == 0 ? Element{} : Element{element.document, up};
}

Element first_child(Element element)
{
    return element ? element_from(*element.document, element.id + 1, element.document->node(element.id).end)
                   : Element{};
}

Element next_sibling(Element element)
{
    if (!element || element.id == 0)
        return {};
    auto const& node = element.document->node(element.id);
    return element_from(*element.document, node.end, element.document->node(node.parent).end);
}

std::string_view tag(Element element)
{
    return element ? element.document->tag_name(element.document->node(element.id).tag) : std::string_view{};
}

std::optional<std::string_view> attribute(Element element, std::string_view name)
{
    if (!element)
        return std::nullopt;
    if (std::ranges::any_of(name, is_upper))
        return attribute(element, lower_ascii(name));
    auto const* found = element.document->find_attribute(element.id, name, hash_name(name));
    return found == nullptr ? std::nullopt : std::optional{element.document->value(*found)};
}

std::string text_of(Element element)
{
    return text_below<Touching::joined>(element);
}

std::string words_of(Element element)
{
    return text_below<Touching::apart>(element);
}

std::string own_text(Element element)
{
    std::string out;
    if (!element)
        return out;
    auto const& document = *element.document;
    bool space = false;
    for (auto id = element.id + 1; id < document.node(element.id).end; id = document.node(id).end) {
        if (document.is_element(id))
            space = true;
        else
            append_collapsed(out, document.text(id, id + 1), space);
    }
    return out;
}

std::string lines_of(Element element)
{
    std::string out;
    if (!element)
        return out;
    std::string line;
    bool space = false;
    auto const end_line = [&] {
        if (!line.empty())
            out.append(out.empty() ? "" : "\n").append(line);
        line.clear();
        space = false;
    };
    walk(
        element, [&](std::string_view text, std::uint32_t) { append_collapsed(line, text, space); },
        [&](std::uint32_t id, bool) {
            auto const traits = traits_of(element.document->node(id).tag);
            if ((traits & block) != 0)
                end_line();
            space = space || (traits & cell) != 0;
            return (traits & hidden) == 0;
        });
    end_line();
    return out;
}

std::string raw_text(Element element)
{
    return element ? std::string{element.document->text(element.id, element.document->node(element.id).end)} : "";
}

void append_escaped(std::string& out, std::string_view text, bool for_attribute)
{
    std::size_t from = 0;
    auto const put = [&](std::size_t at, std::string_view entity) {
        out.append(text, from, at - from).append(entity);
        from = at + 1;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
        case '&': put(i, "&amp;"); break;
        case '<': put(i, "&lt;"); break;
        case '>': put(i, "&gt;"); break;
        case '"':
            if (for_attribute)
                put(i, "&quot;");
            break;
        default: break;
        }
    }
    out.append(text, from);
}

std::string escaped(std::string_view text, bool for_attribute)
{
    std::string out;
    append_escaped(out, text, for_attribute);
    return out;
}

std::string inner_html(Element element)
{
    std::string out;
    if (!element)
        return out;
    auto const& document = *element.document;
    auto const start_tag = [&](std::uint32_t id) {
        out.append("<").append(document.tag_name(document.node(id).tag));
        for (auto i = document.node(id).attributes; i < document.node(id + 1).attributes; ++i) {
            out.append(" ").append(document.name(document.attribute_at(i))).append("=\"");
            append_escaped(out, document.value(document.attribute_at(i)), true);
            out += '"';
        }
        out += '>';
    };
    walk(
        element,
        [&](std::string_view text, std::uint32_t parent) {
            if ((traits_of(document.node(parent).tag) & raw) != 0)
                out += text;
            else
                append_escaped(out, text, false);
        },
        [&](std::uint32_t id, bool start) {
            if (start)
                start_tag(id);
            else if ((traits_of(document.node(id).tag) & empty_tag) == 0)
                out.append("</").append(document.tag_name(document.node(id).tag)).append(">");
            return true;
        });
    return out;
}

}  // namespace almanac
