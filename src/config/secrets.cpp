#include "config/secrets.hpp"

#include "text/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

/// Headers and URLs end at a line break, and secrets are ASCII: anything else is a paste that went wrong.
[[nodiscard]] bool is_sendable(std::string_view value)
{
    return value.size() <= 8192 && std::ranges::all_of(value, [](char c) { return c >= ' ' && c < 0x7F; });
}

}  // namespace

Token find_token(Source const& source, Environment const& environment)
{
    if (source.token.empty())
        return {};
    std::vector<std::string> names{source.token};
    names.insert(names.end(), source.token_aliases.begin(), source.token_aliases.end());
    for (auto const& name : names) {
        auto const held = environment(name);
        auto const value = held ? trim(*held) : std::string_view{};
        if (value.empty())
            continue;
        if (!is_sendable(value))
            return {
                {},
                fmt::format("{} holds something that is no key (a line break, or letters that are not ASCII).", name)};
        return {std::string{value}, {}};
    }
    auto problem = fmt::format("{} is not set.", source.token);
    if (!source.token_help.empty())
        problem += " " + source.token_help;
    if (!problem.ends_with('.') && problem.find("://") == std::string::npos)
        problem += '.';
    return {{}, std::move(problem)};
}

}  // namespace almanac
