#include "read/schema_graph.hpp"

#include "json/json.hpp"
#include "text/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>

namespace almanac {

namespace {

using boost::json::object;
using boost::json::value;

std::string_view view(boost::json::string_view text)
{
    return {text.data(), text.size()};
}

/// schema.org 28: Event and every type below it, deprecated ones too.
constexpr std::array<std::string_view, 26> event_types{
    "BroadcastEvent", "BusinessEvent",   "ChildrensEvent", "ComedyEvent",         "ConferenceEvent",
    "CourseInstance", "DanceEvent",      "DeliveryEvent",  "EducationEvent",      "Event",
    "EventSeries",    "ExhibitionEvent", "Festival",       "FoodEvent",           "Hackathon",
    "LiteraryEvent",  "MusicEvent",      "OnDemandEvent",  "PerformingArtsEvent", "PublicationEvent",
    "SaleEvent",      "ScreeningEvent",  "SocialEvent",    "SportsEvent",         "TheaterEvent",
    "VisualArtsEvent"};

bool is_empty(value const& member)
{
    return member.is_null() || (member.is_string() && trim(view(member.get_string())).empty()) ||
           (member.is_array() && member.get_array().empty());
}

constexpr std::array<std::string_view, 4> prefixes{"schema:", "http://schema.org/", "https://schema.org/",
                                                   "http://www.schema.org/"};

}  // namespace

std::string_view local_name(std::string_view name)
{
    auto const cut = name.find_last_of("/#:");
    return cut == std::string_view::npos ? name : name.substr(cut + 1);
}

std::vector<std::string_view> schema_types(object const& node)
{
    std::vector<std::string_view> types;
    auto const take = [&](value const& type) {
        if (type.is_string())
            types.push_back(local_name(trim(view(type.get_string()))));
    };
    auto const* stated = node.if_contains("@type");
    if (stated != nullptr && stated->is_array())
        std::ranges::for_each(stated->get_array(), take);
    else if (stated != nullptr)
        take(*stated);
    return types;
}

bool is_event(object const& node)
{
    return std::ranges::any_of(schema_types(node), [](auto type) {
        return std::ranges::any_of(event_types, [&](auto name) { return equal_ignoring_case(name, type); });
    });
}

void SchemaGraph::add(value const& block)
{
    // Deep first, so that a bare reference never hides the node it means. The depth is that of a read JSON text.
    if (auto const* array = block.if_array()) {
        for (auto const& element : *array)
            add(element);
    } else if (auto const* node = block.if_object()) {
        for (auto const& member : *node)
            add(member.value());
        auto const* id = node->if_contains("@id");
        if (id == nullptr || !id->is_string() || node->size() < 2)
            return;
        auto& known = m_nodes[view(id->get_string())];
        if (known == nullptr || known->get_object().size() < node->size())
            known = &block;
    }
}

value const& SchemaGraph::follow(value const& from) const
{
    auto const* node = from.if_object();
    auto const* id = node != nullptr ? node->if_contains("@id") : nullptr;
    // With nothing but a type beside it, it is a reference still.
    if (id == nullptr || !id->is_string() || node->size() > 2 || (node->size() == 2 && !node->contains("@type")))
        return from;
    auto const* meant = named(view(id->get_string()));
    return meant == nullptr ? from : *meant;
}

value const* SchemaGraph::named(std::string_view id) const
{
    auto const found = m_nodes.find(id);
    return found == m_nodes.end() ? nullptr : found->second;
}

value const* SchemaGraph::find(object const& node, std::string_view name) const
{
    auto const* member = node.if_contains(name);
    for (auto prefix = prefixes.begin(); member == nullptr && prefix != prefixes.end(); ++prefix)
        member = node.if_contains(std::string{*prefix}.append(name));
    return member == nullptr || is_empty(*member) ? nullptr : &follow(*member);
}

std::vector<value const*> SchemaGraph::all(object const& node, std::string_view name) const
{
    std::vector<value const*> values;
    auto const* member = find(node, name);
    if (member == nullptr)
        return values;
    if (!member->is_array())
        return {member};
    for (auto const& element : member->get_array())
        values.push_back(&follow(element));
    return values;
}

std::string SchemaGraph::text_of(value const& from) const
{
    auto const* found = &follow(from);
    // An array of nodes whose names are arrays ... ends soon: three levels say all that pages mean.
    for (int level = 0; level < 4; ++level) {
        if (auto const* array = found->if_array()) {
            if (array->empty())
                return {};
            found = &follow(array->front());
        } else if (auto const* node = found->if_object()) {
            auto const* inner = node->if_contains("@value");
            found = inner != nullptr ? inner : find(*node, "name");
            if (found == nullptr)
                return {};
        } else {
            return to_text(*found);
        }
    }
    return {};
}

std::string SchemaGraph::text(object const& node, std::string_view name) const
{
    auto const* member = find(node, name);
    return member == nullptr ? std::string{} : text_of(*member);
}

}  // namespace almanac
