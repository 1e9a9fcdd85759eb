#pragma once

#include "time/words.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace almanac {

enum class Kind : std::uint8_t { End, Number, Word, Mark };

struct Token {
    Kind kind;
    Word word;
    bool joined;          ///< nothing stands between the token before and this one
    std::uint8_t digits;  ///< of a number
    std::int64_t value;   ///< of a number (-1: too large) or a word; of a mark its character, '-' for every dash
    std::uint32_t begin;  ///< byte offsets in the text
    std::uint32_t end;

    [[nodiscard]] bool is(Word what) const { return kind == Kind::Word && word == what; }
    [[nodiscard]] bool is_mark(char mark) const { return kind == Kind::Mark && value == mark; }
    [[nodiscard]] bool is_number() const { return kind == Kind::Number; }
    [[nodiscard]] bool is_number(int least_digits, int most_digits) const
    {
        return kind == Kind::Number && digits >= least_digits && digits <= most_digits;
    }
};

/// The value of a number or a word, which is small wherever a date or a time is read.
[[nodiscard]] inline int as_int(Token const& t)
{
    return static_cast<int>(t.value);
}

inline constexpr std::int64_t day_seconds = std::int64_t{24} * 60 * 60;

/// A unit of so many days: 1, 7, 30 for a month, 90 for a quarter, 365 for a year.
[[nodiscard]] inline bool is_unit(Token const& t, std::int64_t days)
{
    return t.is(Word::Unit) && t.value == days * day_seconds;
}

/// A text cut into words, numbers and marks. End tokens stand around them, so that a reader may look a few tokens
/// back and ahead of any token without asking where the text ends.
class Tokens {
public:
    /// Longer texts are cut: a date stands at the beginning of what says when.
    static constexpr std::size_t max_bytes = 2048;
    static constexpr std::size_t max_tokens = 400;
    static constexpr std::size_t margin = 16;

    explicit Tokens(std::string_view text);

    [[nodiscard]] Token const* begin() const { return m_tokens.data() + margin; }
    [[nodiscard]] Token const* end() const { return begin() + m_count; }
    [[nodiscard]] bool cut() const { return m_cut; }

private:
    std::size_t add_number(std::string_view text, std::size_t from);
    std::size_t add_word(std::string_view text, std::size_t from);
    void add(Kind kind, std::size_t from, std::size_t to, std::int64_t value, Word word = Word::None,
             std::size_t digits = 0);

    std::size_t m_count = 0;
    std::size_t m_last_end = 0;
    bool m_cut = false;
    // Not initialised as a whole: 14 KB of zeros would cost more than the reading.
    std::array<Token, max_tokens + 2 * margin> m_tokens;
};

}  // namespace almanac
