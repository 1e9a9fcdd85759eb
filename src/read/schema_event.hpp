#pragma once

#include "config/source.hpp"
#include "event/event.hpp"
#include "read/options.hpp"
#include "read/schema_graph.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace almanac {

/// What reading an event needs to know beside its node.
struct SchemaContext {
    SchemaGraph const& graph;
    Source const& source;
    std::string_view page_url;
    ReadOptions const& options;
};

/// An event as its node states it. `problem` says why it has no date; empty when it has one.
struct SchemaEvent {
    Event event;
    std::string problem;
};

/// `around` is the node that the event stands in (a series, a venue); nullptr when it stands alone. What the event does
/// not say of its place and organizer is taken from there.
[[nodiscard]] SchemaEvent read_schema_event(boost::json::object const& node, boost::json::object const* around,
                                            SchemaContext const& context);

/// A place as a text, a Place, a VirtualLocation, an address, or several of them.
[[nodiscard]] Place read_schema_place(boost::json::value const& location, SchemaContext const& context);

/// Start, end and repetition from startDate, endDate, duration, doorTime and eventSchedule; says in `problem` why
/// there is no start.
void read_schema_when(boost::json::object const& node, SchemaContext const& context, SchemaEvent& to);

/// What offers and isAccessibleForFree say of price and availability.
void read_schema_offers(boost::json::object const& node, SchemaContext const& context, Event& event);

}  // namespace almanac
