#include "read/items.hpp"

#include "html/document.hpp"
#include "html/picture.hpp"
#include "html/selector.hpp"
#include "json/json.hpp"
#include "read/name_link.hpp"
#include "read/schema_graph.hpp"
#include "text/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace almanac {
namespace {

using boost::json::object;
using boost::json::value;

/// More than any page describes; a page of a million items shall not fill the memory.
constexpr std::size_t max_items = 10'000;

/// The attributes in which one of the two says the same.
struct Dialect {
    std::string_view item;      ///< marks an item
    std::string_view type;      ///< its types
    std::string_view id;        ///< its address
    std::string_view property;  ///< names of what an element says of the item around it
};

constexpr Dialect microdata{"itemscope", "itemtype", "itemid", "itemprop"};
constexpr Dialect rdfa{"typeof", "typeof", "resource", "property"};

std::vector<std::string_view> words(std::string_view text)
{
    std::vector<std::string_view> found;
    for (auto const word : split(text, ' '))
        if (auto const clean = trim(word); !clean.empty())
            found.push_back(clean);
    return found;
}

/// The attribute that holds an element's value, by its tag (HTML, "Values").
std::string_view value_attribute(std::string_view tag)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> table{{{"a", "href"},
                                                                                   {"link", "href"},
                                                                                   {"area", "href"},
                                                                                   {"audio", "src"},
                                                                                   {"video", "src"},
                                                                                   {"source", "src"},
                                                                                   {"iframe", "src"},
                                                                                   {"embed", "src"},
                                                                                   {"object", "data"},
                                                                                   {"data", "value"},
                                                                                   {"meter", "value"},
                                                                                   {"time", "datetime"}}};
    auto const found = std::ranges::find(table, tag, [](auto const& row) { return row.first; });
    return found == table.end() ? std::string_view{} : found->second;
}

/// Pages put `content` on any element, as RDFa has it. A name or place that is a link means its words.
std::string text_value(Element element, std::string_view property)
{
    if (auto const content = attribute(element, "content"))
        return std::string{*content};
    if (tag(element) == "img")
        return std::string{picture_source(element)};
    auto const name = value_attribute(tag(element));
    bool const words_wanted = tag(element) == "a" && property != "url" && property != "sameAs" && property != "image";
    if (!name.empty() && !words_wanted)
        if (auto const held = attribute(element, name))
            return std::string{*held};
    return property == "description" ? inner_html(element) : text_of(element);
}

/// Walks a page once and gathers its items; an item within another is a value of it where it has a property.
class ItemWalker {
public:
    explicit ItemWalker(Dialect const& dialect) : m_dialect(dialect) {}

    std::vector<value> read(Document const& document)
    {
        m_root = root(document);
        fill(nullptr, m_root);
        return std::move(m_items);
    }

private:
    value item(Element element)
    {
        ++m_count;
        object node;
        boost::json::array types;
        for (auto const type : words(attribute(element, m_dialect.type).value_or("")))
            types.emplace_back(type);
        node["@type"] = std::move(types);
        if (auto const id = attribute(element, m_dialect.id))
            node["@id"] = *id;
        fill(&node, element);
        if (m_dialect.item == "itemscope")
            for (auto const id : words(attribute(element, "itemref").value_or("")))
                refer(node, id);
        if (!node.contains("url") && is_event(node))
            if (auto const link = name_link(element); !link.empty())
                node["url"] = link;
        return node;
    }

    std::string name_link(Element item) const
    {
        for (auto const name : select(item, compile_selector("[" + std::string{m_dialect.property} + "$='name']"))) {
            auto around = parent(name);
            while (around && around != item && !attribute(around, m_dialect.item))
                around = parent(around);
            if (around == item)
                return link_of_name(name, item);
        }
        return {};
    }

    /// itemref: an element elsewhere that speaks of the item too. References in what is referred to are not followed.
    void refer(object& node, std::string_view id)
    {
        if (m_referring || id.find_first_of("\"\\") != std::string_view::npos)
            return;
        m_referring = true;
        if (auto const element = select_first(m_root, compile_selector("[id=\"" + std::string{id} + "\"]")))
            take(&node, element);
        m_referring = false;
    }

    void fill(object* node, Element around)
    {
        for (auto child = first_child(around); child; child = next_sibling(child))
            take(node, child);
    }

    void take(object* node, Element element)
    {
        bool const is_item = attribute(element, m_dialect.item).has_value() && m_count < max_items;
        auto const properties = words(attribute(element, m_dialect.property).value_or(""));
        if (node != nullptr && !properties.empty()) {
            auto const said = is_item ? item(element) : value(text_value(element, local_name(properties.front())));
            for (auto const property : properties)
                add_member(*node, local_name(property), said);
        } else if (is_item) {
            m_items.push_back(item(element));
        }
        if (!is_item)
            fill(node, element);
    }

    Dialect const& m_dialect;
    Element m_root;
    std::vector<value> m_items;
    std::size_t m_count = 0;
    bool m_referring = false;
};

}  // namespace

std::vector<value> read_microdata(Document const& document)
{
    return ItemWalker{microdata}.read(document);
}

std::vector<value> read_rdfa(Document const& document)
{
    return ItemWalker{rdfa}.read(document);
}

}  // namespace almanac
