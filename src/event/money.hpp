#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// A price or a range of prices.
struct Money {
    std::int64_t low_cents = 0;
    std::int64_t high_cents = 0;  ///< equal to low_cents for a single price
    std::string currency;         ///< ISO 4217; empty where the page does not say

    bool operator==(Money const&) const = default;
};

/// The price that a text states: "$12.50", "$5 members, $10 others", "Free", or a field that is only a number.
/// Nothing for "TBA" or "Free for members" alone: unknown is never shown as free. Nothing for "Suggested donation $5"
/// either, as a donation is no price. Free beside a price is a range from 0 ("Free; $5 parking", "Free for members, $10
/// others"). A second currency is left out. Linear in the text, of which the first 4096 bytes count.
[[nodiscard]] std::optional<Money> read_money(std::string_view text);

/// As The Events Calendar wants it: "0", "12.50", "5 - 10" (facts: importer, section 1.5).
[[nodiscard]] std::string to_cost_cell(Money const& money);

}  // namespace almanac
