#pragma once

#include <optional>
#include <string>

namespace almanac {

/// Where an event happens (schema.org/Place with its PostalAddress). Empty members are unknown.
struct Place {
    std::string name;
    std::string street;
    std::string city;
    std::string state;  ///< US postal code ("VA") where the place is in the US
    std::string postal_code;
    std::string country;
    std::string phone;
    std::string url;
    std::optional<double> latitude;   ///< degrees, WGS 84
    std::optional<double> longitude;  ///< degrees, WGS 84

    bool operator==(Place const&) const = default;
};

}  // namespace almanac
