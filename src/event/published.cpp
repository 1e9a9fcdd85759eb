#include "event/published.hpp"

namespace almanac {

bool is_published(Event const& event)
{
    return event.status != Status::cancelled && event.status != Status::postponed;
}

}  // namespace almanac
