#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// A piece of a text about prices.
struct MoneyToken {
    enum class Kind : std::uint8_t {
        word,
        number,  ///< a number without a currency
        amount,  ///< a number with a currency before or after it
        dash,    ///< "-", en dash, em dash, minus
        slash,
        soft,  ///< end of a clause: comma, parenthesis, "and"
        hard,  ///< end of a sentence, semicolon, line break
        other
    };
    Kind kind = Kind::other;
    std::string_view text;   ///< as written
    std::string word;        ///< in lower case
    std::int64_t cents = 0;  ///< of a number or an amount
    std::string currency;    ///< ISO 4217, of an amount
    bool glued = false;      ///< follows the piece before it without a space
    bool postfix = false;    ///< the currency stands after the number
};

/// Cuts a text into pieces; joins a number with the currency sign or code beside it. Linear in the text.
[[nodiscard]] std::vector<MoneyToken> money_tokens(std::string_view text);

}  // namespace almanac
