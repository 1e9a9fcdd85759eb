#include "config/secrets.hpp"

#include "text/text.hpp"

#include <absl/strings/ascii.h>
#include <fmt/format.h>

#include <algorithm>

namespace almanac {
namespace {

constexpr std::size_t most_name_bytes = 1011;  // of a parameter, with its path (Systems Manager, PutParameter)

/// Headers and URLs end at a line break, and secrets are ASCII: anything else is a paste that went wrong.
[[nodiscard]] bool is_sendable(std::string_view value)
{
    return value.size() <= 8192 && std::ranges::all_of(value, [](char c) { return c >= ' ' && c < 0x7F; });
}

[[nodiscard]] bool holds_only(std::string_view text, std::string_view beside_letters)
{
    return !text.empty() && text.size() <= most_name_bytes && std::ranges::all_of(text, [&](char c) {
        return absl::ascii_isalnum(static_cast<unsigned char>(c)) || beside_letters.find(c) != std::string_view::npos;
    });
}

/// The value as it is sent, from the variable or place `origin`.
[[nodiscard]] Token clean(std::string_view held, std::string const& origin)
{
    auto const value = trim(held);
    if (is_sendable(value))
        return {std::string{value}, {}, origin};
    return {{},
            fmt::format("{} holds something that is no key (a line break, or letters that are not ASCII).", origin),
            origin};
}

/// The secret of any of these names, the first first; a place to be fetched from is given as the origin.
[[nodiscard]] Token find(std::span<std::string const> names, std::string const& help, SecretPlaces const& places)
{
    for (auto const& name : names) {
        auto const held = places.environment(name);
        if (held && !trim(*held).empty())
            return clean(*held, name);
    }
    for (auto const& name : names) {
        if (read_secret_place(name))
            return {{}, {}, name};
        if (auto const at = places.places.find(name); at != places.places.end())
            return {{}, {}, at->second};
    }
    auto problem = fmt::format("{} is not set.", names.front());
    if (!help.empty())
        problem += " " + help;
    if (!problem.ends_with('.') && problem.find("://") == std::string::npos)
        problem += '.';
    return {{}, std::move(problem), {}};
}

[[nodiscard]] bool is_elsewhere(Token const& token)
{
    return token.ok() && token.value.empty() && !token.origin.empty();
}

/// Puts the values that are kept elsewhere into the tokens.
void fetch(std::map<std::string, Token>& tokens, SecretPlaces const& places)
{
    std::set<std::string> wanted;
    for (auto const& [id, token] : tokens)
        if (is_elsewhere(token))
            wanted.insert(token.origin);
    if (wanted.empty())
        return;
    auto const fetched = places.fetch(wanted);
    for (auto& [id, token] : tokens) {
        if (!is_elsewhere(token))
            continue;
        auto const& got = fetched.at(token.origin);
        if (!got.ok())
            token.problem = fmt::format("{}: {}", token.origin, got.problem);
        else if (token = clean(got.value, token.origin); token.ok() && token.value.empty())
            token.problem = fmt::format("{} is empty.", token.origin);
    }
}

}  // namespace

std::optional<SecretPlace> read_secret_place(std::string_view text)
{
    auto const colon = text.find(':');
    SecretPlace place{.service = std::string{text.substr(0, colon)}, .name = {}, .member = {}};
    auto name = colon == text.npos ? std::string_view{} : text.substr(colon + 1);
    if (place.service == "ssm" && holds_only(name, "/_.-")) {
        place.name = name;
        return place;
    }
    if (auto const hash = name.find('#'); hash != name.npos) {
        place.member = name.substr(hash + 1);
        name = name.substr(0, hash);
        if (place.member.empty())
            return std::nullopt;
    }
    if (place.service != "secretsmanager" || !holds_only(name, "/_+=.@-:"))  // a ":" as in arn:aws:...
        return std::nullopt;
    place.name = name;
    return place;
}

Token find_token(Source const& source, SecretPlaces const& places)
{
    if (source.token.empty())
        return {};
    std::vector<std::string> names{source.token};
    names.insert(names.end(), source.token_aliases.begin(), source.token_aliases.end());
    return find(names, source.token_help, places);
}

std::map<std::string, Token> fetch_tokens(std::span<Source const> sources, SecretPlaces const& places)
{
    std::map<std::string, Token> tokens;
    for (auto const& source : sources)
        if (!source.token.empty())
            tokens[source.id] = find_token(source, places);
    fetch(tokens, places);
    return tokens;
}

Token find_secret(std::string const& name, SecretPlaces const& places)
{
    return find({&name, 1}, {}, places);
}

Token fetch_secret(std::string const& name, SecretPlaces const& places)
{
    std::map<std::string, Token> one{{name, find_secret(name, places)}};
    fetch(one, places);
    return std::move(one.begin()->second);
}

}  // namespace almanac
