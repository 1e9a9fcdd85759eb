#pragma once

#include <string_view>

namespace almanac {

/// US "20001" and "20001-1234", Canadian "M5A 2E5".
[[nodiscard]] bool is_postal_code(std::string_view text);

/// "100 Main St", "Corner of Oak Ave", "PO Box 12". With `sure` a number in front is not enough: "7 Hart House".
[[nodiscard]] bool looks_like_street(std::string_view part, bool sure);

/// "St", "Avenue", with a dot or comma behind it too.
[[nodiscard]] bool is_street_word(std::string_view word);

/// "Room 3", "#12", "Suite 100": within a building.
[[nodiscard]] bool is_room(std::string_view part);

}  // namespace almanac
