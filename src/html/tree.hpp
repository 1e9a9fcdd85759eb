#pragma once

#include "html/tags.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// A node stands before its descendants and they before its next sibling (document order), so that a subtree is the
/// range [id, end) and its text one slice of one buffer.
struct HtmlNode {
    std::uint32_t parent = 0;
    std::uint32_t end = 0;         ///< id after the last descendant; the next sibling if the parent has one
    std::uint32_t text = 0;        ///< where text from here on begins
    std::uint32_t attributes = 0;  ///< index of the first; those of the next node end them
    std::uint32_t before = 0;      ///< the element sibling before this one, 0 if none
    std::uint32_t ordinal = 0;     ///< place among its element siblings, from 1
    std::uint32_t children = 0;    ///< how many of them are elements
    TagId tag = 0;                 ///< 0: a text
    bool implied = false;          ///< the page did not write it (<tbody>)
    std::uint8_t names = 0;        ///< name_bit of its attributes, or-ed
};

struct HtmlAttribute {
    std::uint32_t name = 0;  ///< both in one buffer, the value right behind the name
    std::uint32_t value_size = 0;
    std::uint16_t name_size = 0;
    std::uint16_t hash = 0;  ///< of the name: hash_name
};

constexpr std::uint16_t hash_name(std::string_view name)
{
    std::uint32_t hash = 2166136261U;  // FNV-1a, folded
    for (auto const c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return static_cast<std::uint16_t>(hash ^ (hash >> 16U));
}

/// One bit of eight for a name: most elements that lack an attribute are seen to without a look at those they have.
constexpr std::uint8_t name_bit(std::uint16_t hash)
{
    return static_cast<std::uint8_t>(1U << (hash % 8U));
}

/// The tree of a page; made by parse_html. Node 0 is the document itself, its children <html> and nothing else.
/// Moving it invalidates the elements taken from it.
class Document {
public:
    /// What was cut or dropped because the page exceeds a limit, in sentences; empty for usual pages.
    [[nodiscard]] std::vector<std::string> const& problems() const { return m_problems; }

    /// Number of nodes, texts and the document included.
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(m_nodes.size() - 1); }

    // What follows is for the functions of html/: ids must be below size().
    [[nodiscard]] HtmlNode const& node(std::uint32_t id) const { return m_nodes[id]; }
    [[nodiscard]] bool is_element(std::uint32_t id) const { return m_nodes[id].tag != 0; }
    [[nodiscard]] std::string_view tag_name(TagId tag) const;
    /// All text from node `from` to before node `to`, scripts included, as it stands.
    [[nodiscard]] std::string_view text(std::uint32_t from, std::uint32_t to) const;
    [[nodiscard]] HtmlAttribute const* find_attribute(std::uint32_t id, std::string_view wanted,
                                                      std::uint16_t hash) const;
    /// Those of a node: from node(id).attributes to before node(id + 1).attributes.
    [[nodiscard]] HtmlAttribute const& attribute_at(std::uint32_t index) const { return m_attributes[index]; }
    [[nodiscard]] std::string_view name(HtmlAttribute const& attribute) const;
    [[nodiscard]] std::string_view value(HtmlAttribute const& attribute) const;

private:
    friend class TreeBuilder;
    std::vector<HtmlNode> m_nodes;  // one more than nodes: the end of the last one's text and attributes
    std::vector<HtmlAttribute> m_attributes;
    std::vector<std::string> m_names;  // of tags that are not in known_tags
    std::string m_text;
    std::string m_values;
    std::vector<std::string> m_problems;
};

inline std::string_view Document::text(std::uint32_t from, std::uint32_t to) const
{
    return std::string_view{m_text}.substr(m_nodes[from].text, m_nodes[to].text - m_nodes[from].text);
}

inline std::string_view Document::name(HtmlAttribute const& attribute) const
{
    return std::string_view{m_values}.substr(attribute.name, attribute.name_size);
}

inline std::string_view Document::value(HtmlAttribute const& attribute) const
{
    return std::string_view{m_values}.substr(attribute.name + attribute.name_size, attribute.value_size);
}

inline HtmlAttribute const* Document::find_attribute(std::uint32_t id, std::string_view wanted,
                                                     std::uint16_t hash) const
{
    auto const end = m_nodes[id + 1].attributes;
    for (auto i = m_nodes[id].attributes; i < end; ++i)
        if (m_attributes[i].hash == hash && name(m_attributes[i]) == wanted)
            return &m_attributes[i];
    return nullptr;
}

}  // namespace almanac
