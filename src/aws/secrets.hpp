#pragma once

#include "aws/client.hpp"
#include "config/secrets.hpp"

#include <map>
#include <set>
#include <string>

namespace almanac {

/// The secrets of these places (read_secret_place), decrypted: parameters ten a call, as SSM allows, secrets one by
/// one. What cannot be had is a Token with the problem and its cure: no credentials, the right that is missing, the
/// command that stores it. Does not throw.
[[nodiscard]] std::map<std::string, Token> fetch_aws_secrets(std::set<std::string> const& places,
                                                             CredentialChain& credentials,
                                                             AwsClientOptions const& options = {});

/// The same with credentials of its own, found only when there is something to fetch.
[[nodiscard]] FetchSecrets fetch_from_aws(Environment environment);

}  // namespace almanac
