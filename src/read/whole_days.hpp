#pragma once

#include "event/when.hpp"

#include <string>
#include <vector>

namespace almanac {

/// Makes days of what is written as times that data states: from 00:00 to 23:59, to another midnight, or without an
/// end. Says so in the assumptions.
void mend_whole_days(When& when, std::vector<std::string>& assumptions);

}  // namespace almanac
