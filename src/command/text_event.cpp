#include "command/text_event.hpp"

#include <fmt/format.h>

namespace almanac {

std::string to_text(Event const& event)
{
    auto const& start = event.when.start;
    auto line = fmt::format("{:04}-{:02}-{:02} ", start.year(), start.month(), start.day());
    line += event.when.all_day ? "all day" : fmt::format("{:02}:{:02}  ", start.hour(), start.minute());
    line += "  " + event.name;
    if (!event.place.name.empty())
        line += " · " + event.place.name;
    if (event.status != Status::scheduled)
        line += fmt::format(" · {}", to_schema_org(event.status));
    if (event.sold_out)
        line += " · sold out";
    return line + '\n';
}

}  // namespace almanac
