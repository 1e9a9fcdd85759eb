#pragma once

#include "time/read_when.hpp"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace almanac {

/// What a text may be of a time.
enum class Said : std::uint8_t { nothing, day, clock };

/// Tells days ("April 5, 7pm") and clock times ("7pm") from other texts. A page repeats them: each is read once. "April
/// 2031" alone is no day, as it stands above events and in their names.
class SaidTimes {
public:
    explicit SaidTimes(WhenOptions options) : m_options(std::move(options)) {}

    [[nodiscard]] Said of(std::string const& text);

    /// A day with a clock time.
    [[nodiscard]] bool is_moment(std::string const& text) const;

private:
    WhenOptions m_options;
    std::map<std::string, Said> m_said;
};

/// At least three letters: numbers and arrows are no names.
[[nodiscard]] bool has_letters(std::string_view text);

/// Whether a place is the venue, by what its class or label says.
[[nodiscard]] bool says_where(std::string_view place);

/// "View agenda", "Register »": what a link does, not what an event is called.
[[nodiscard]] bool says_what_to_do(std::string_view text);

/// Whether one of the words stands in the text, case ignored.
[[nodiscard]] bool has_word(std::string_view text, std::initializer_list<std::string_view> words);

}  // namespace almanac
