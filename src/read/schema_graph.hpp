#pragma once

#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// Reading schema.org data as pages write it in JSON-LD: full names and prefixes ("schema:name",
/// "http://schema.org/name"), values wrapped in "@value", one or many anywhere, and references by "@id".
class SchemaGraph {
public:
    /// Remembers the nodes of a block that have an "@id"; the value must outlive this.
    void add(boost::json::value const& block);

    /// The node that a reference {"@id": ...} means; any other value is itself.
    [[nodiscard]] boost::json::value const& follow(boost::json::value const& from) const;

    /// The fullest node of that "@id"; nullptr when there is none.
    [[nodiscard]] boost::json::value const* named(std::string_view id) const;

    /// The member of that name, references followed; nullptr when it is absent or empty.
    [[nodiscard]] boost::json::value const* find(boost::json::object const& node, std::string_view name) const;

    /// The members of that name: the elements of an array, else the one value; references followed.
    [[nodiscard]] std::vector<boost::json::value const*> all(boost::json::object const& node,
                                                             std::string_view name) const;

    /// The member as text: the first of several; of a node its name. Empty when there is none.
    [[nodiscard]] std::string text(boost::json::object const& node, std::string_view name) const;

    /// A value as text, as above.
    [[nodiscard]] std::string text_of(boost::json::value const& from) const;

private:
    std::map<std::string_view, boost::json::value const*, std::less<>> m_nodes;
};

/// The types of a node without prefix: {"MusicEvent", "Event"}.
[[nodiscard]] std::vector<std::string_view> schema_types(boost::json::object const& node);

/// Whether the node is a schema.org Event or one of its subtypes.
[[nodiscard]] bool is_event(boost::json::object const& node);

/// A schema.org name without prefix: "name" of "https://schema.org/name" and "schema:name".
[[nodiscard]] std::string_view local_name(std::string_view name);

}  // namespace almanac
