#include "json/json_text.hpp"

#include "text/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace almanac {

bool is_json_number(std::string_view text)
{
    std::size_t at = 0;
    auto const digits = [&] {
        auto const from = at;
        while (at < text.size() && is_digit(text[at]))
            ++at;
        return at - from;
    };
    at += text.starts_with('-') ? 1 : 0;
    bool const zero = at < text.size() && text[at] == '0';
    auto const whole = digits();
    if (whole == 0 || (zero && whole > 1))
        return false;
    if (at < text.size() && text[at] == '.' && (++at, digits() == 0))
        return false;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        at += at < text.size() && (text[at] == '+' || text[at] == '-') ? 1 : 0;
        if (digits() == 0)
            return false;
    }
    return at == text.size();
}

std::string decode_json_quotes(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, char>, 6> entities{
        {{"&quot;", '"'}, {"&#34;", '"'}, {"&#034;", '"'}, {"&#x22;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}}};
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto const rest = text.substr(at);
        auto const* hit = rest[0] == '&'
                              ? std::ranges::find_if(entities, [&](auto const& e) { return rest.starts_with(e.first); })
                              : entities.end();
        out += hit == entities.end() ? rest[0] : hit->second;
        at += hit == entities.end() ? 1 : hit->first.size();
    }
    return out;
}

std::string describe_position(std::string_view text, std::size_t offset)
{
    auto const before = text.substr(0, offset);
    auto const line = std::ranges::count(before, '\n') + 1;
    auto const start = before.rfind('\n');
    auto const column = start == std::string_view::npos ? before.size() + 1 : before.size() - start;
    return fmt::format("line {}, column {}", line, column);
}

}  // namespace almanac
