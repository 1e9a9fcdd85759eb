#pragma once

#include <string_view>

namespace almanac {

/// The zones embedded in the program (cmake/zones.cmake): version, and per line "name offset size", in byte order of
/// the names.
struct ZoneIndex {
    std::string_view version;  ///< "2026f"
    std::string_view lines;
    std::string_view data;
};

[[nodiscard]] ZoneIndex const& zone_index();

/// The TZif bytes of a zone, by its exact name; empty when there is none.
[[nodiscard]] std::string_view embedded_zone(std::string_view name);

/// Calls `visit(name)` for every embedded zone, in byte order, until it returns true.
template <class Visit>
void any_zone_name(Visit visit)
{
    for (auto lines = zone_index().lines; !lines.empty();) {
        if (visit(lines.substr(0, lines.find(' '))))
            return;
        lines.remove_prefix(lines.find('\n') + 1);
    }
}

}  // namespace almanac
