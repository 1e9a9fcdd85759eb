#include "read/schema_nodes.hpp"

#include "read/schema_event.hpp"
#include "read/schema_graph.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <utility>

namespace almanac {

namespace {

using boost::json::object;
using boost::json::value;

/// Finds the events in the nodes of one page: anywhere in them, as lists, graphs, series and venues all nest them.
class EventCollector {
public:
    EventCollector(SchemaContext const& context, Reading& reading) : m_context(context), m_reading(reading) {}

    /// `around` is the series or venue that the value stands in. The depth is that of a read JSON text.
    void collect(value const& from, object const* around = nullptr)
    {
        if (auto const* array = from.if_array()) {
            for (auto const& element : *array)
                collect(element, around);
        } else if (auto const* node = from.if_object()) {
            if (is_event(*node))
                take(*node, around);
            bool const holds = is_event(*node) || m_context.graph.find(*node, "address") != nullptr;
            for (auto const& member : *node)
                collect(member.value(), holds ? node : around);
        }
    }

private:
    /// Whether the events listed in an event are its own times: dates without a name.
    [[nodiscard]] bool lists_its_times(object const& node) const
    {
        auto const& graph = m_context.graph;
        auto const parts = graph.all(node, "subEvent");
        return !parts.empty() && std::ranges::all_of(parts, [&](auto const* part) {
            auto const* event = part->if_object();
            return event != nullptr && is_event(*event) && graph.find(*event, "startDate") != nullptr &&
                   graph.find(*event, "name") == nullptr;
        });
    }

    void take(object const& node, object const* around)
    {
        auto const& graph = m_context.graph;
        bool const dated = graph.find(node, "startDate") != nullptr || graph.find(node, "eventSchedule") != nullptr;
        // A mention of an event or series that says more elsewhere.
        auto const* full = graph.named(graph.text(node, "@id"));
        bool const mention = around != nullptr || (full != nullptr && full->if_object() != &node) ||
                             graph.find(node, "subEvent") != nullptr;
        if ((!dated && mention) || lists_its_times(node))
            return;
        auto read = read_schema_event(node, around, m_context);
        if (read.problem.empty())
            m_reading.events.push_back(std::move(read.event));
        else if (!read.event.name.empty())
            m_reading.drops.push_back(
                {m_context.source.id, "no readable date", read.problem, read.event.name, read.event.url});
    }

    SchemaContext const& m_context;
    Reading& m_reading;
};

}  // namespace

Reading read_schema_nodes(std::vector<value> const& nodes, Source const& source, std::string_view page_url,
                          ReadOptions const& options)
{
    Reading reading;
    SchemaGraph graph;
    for (auto const& node : nodes)
        graph.add(node);
    SchemaContext const context{graph, source, page_url, options};
    EventCollector collector{context, reading};
    for (auto const& node : nodes)
        collector.collect(node);
    // A page about one event is that event's page.
    if (reading.events.size() == 1 && reading.events[0].url.empty())
        reading.events[0].url = page_url;
    return reading;
}

}  // namespace almanac
