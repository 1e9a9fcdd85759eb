#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// The rules of a robots.txt for one crawler (RFC 9309).
struct Robots {
    struct Rule {
        std::string pattern;  ///< normalised escapes; "*" and a final "$" are special
        std::string text;     ///< as written: "Disallow: /private/"
        bool allow = false;
    };
    std::vector<Rule> rules;
};

/// Only so much of a robots.txt counts (RFC 9309 section 2.5).
inline constexpr std::size_t max_robots_bytes = 500U << 10U;

/// Reads the groups for a product token ("almanac"), all of them joined; without one those for "*" (section 2.2.1).
/// Whatever the text, it never fails: what is no rule is passed over.
[[nodiscard]] Robots read_robots(std::string_view text, std::string_view product);

/// The rule that forbids an address; empty when it is allowed. The longest match decides, allow wins a tie, /robots.txt
/// itself is always allowed (section 2.2.2).
[[nodiscard]] std::string forbidding_rule(Robots const& robots, std::string_view url);

}  // namespace almanac
