#pragma once

#include <string>

namespace almanac {

/// Who organises events (schema.org/Organization). Empty members are unknown.
struct Organizer {
    std::string name;
    std::string url;
    std::string email;
    std::string phone;

    bool operator==(Organizer const&) const = default;
};

}  // namespace almanac
