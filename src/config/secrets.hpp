#pragma once

#include "config/config.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace almanac {

/// What an environment variable holds; nothing when it is not set. The program passes getenv, tests pass a map.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

/// A secret, or why it is not there.
struct Token {
    std::string value;    ///< never shown
    std::string problem;  ///< "NPS_API_KEY is not set. A key is free at ...": why the source is skipped; else empty
    std::string origin;   ///< the variable, or the place that it is in or has to be fetched from

    [[nodiscard]] bool ok() const { return problem.empty(); }
};

/// Fetches secrets by their places, each as a Token: "ssm:/almanac/nps-api-key". Does not throw.
using FetchSecrets = std::function<std::map<std::string, Token>(std::set<std::string> const& places)>;

/// All that a secret's name is looked up with.
struct SecretPlaces {
    Environment environment;
    std::map<std::string, std::string> places;  ///< [tokens] of almanac.toml: where a variable's value is kept
    FetchSecrets fetch;
};

/// "ssm:/almanac/nps-api-key", a parameter of AWS Systems Manager, or "secretsmanager:NAME", a secret of AWS Secrets
/// Manager; with "#KEY" one value of a secret that is a JSON object.
struct SecretPlace {
    std::string service;  ///< "ssm", "secretsmanager"
    std::string name;
    std::string member;  ///< the KEY, or empty
};

/// Nothing when the text is no such place.
[[nodiscard]] std::optional<SecretPlace> read_secret_place(std::string_view text);

/// The source's token without fetching anything: its value when the environment holds it, under the name that the
/// source gives or the first of its aliases that is set; else its place as the origin, or the problem. Spaces at the
/// ends are dropped. A source that needs none gets an empty one.
[[nodiscard]] Token find_token(Source const& source, SecretPlaces const& places);

/// The tokens of those of the sources that need one, by source. What is kept elsewhere is fetched at once, and once
/// however many sources share it.
[[nodiscard]] std::map<std::string, Token> fetch_tokens(std::span<Source const> sources, SecretPlaces const& places);

/// As find_token, of a secret that some other part of the configuration names: a variable, or a place.
[[nodiscard]] Token find_secret(std::string const& name, SecretPlaces const& places);

/// The same with its value, wherever that is kept.
[[nodiscard]] Token fetch_secret(std::string const& name, SecretPlaces const& places);

}  // namespace almanac
