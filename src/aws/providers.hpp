#pragma once

#include "aws/http.hpp"
#include "aws/profile.hpp"
#include "aws/sigv4.hpp"

#include <absl/time/time.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace almanac {

/// What the places of credentials are looked up with.
struct Surroundings {
    std::function<std::string(std::string_view)> variable;  ///< of the environment; empty: not set
    Profiles profiles;
    std::string sts_endpoint;
    std::string sts_region;
    absl::Time now;
    absl::Duration process_limit;  ///< of a credential_process
    HttpClient& http;
};

struct FoundCredentials {
    Credentials credentials;
    std::string origin;  ///< for people: "environment variables", "profile 'work'"
};

/// The first place that is set up, in this order: environment variables, web identity, profile, container, instance.
/// One that is set up and fails throws CredentialError: a machine must not act as somebody else than was meant.
[[nodiscard]] std::optional<FoundCredentials> find_credentials(Surroundings& around);

/// The profile that AWS_PROFILE names, else "default".
[[nodiscard]] std::string profile_name(Surroundings const& around);
[[nodiscard]] std::optional<FoundCredentials> profile_credentials(Surroundings& around);

/// Keys for a role, against a token of an identity provider (STS AssumeRoleWithWebIdentity, unsigned).
[[nodiscard]] Credentials assume_role_with_token(Surroundings& around, std::string const& role,
                                                 std::string const& session, std::string const& token_file);

/// Keys for a role, with other keys (STS AssumeRole).
[[nodiscard]] Credentials assume_role(Surroundings& around, Credentials const& as, Profile const& profile);

/// ECS and EKS: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI (SDK reference, "Container credential provider").
[[nodiscard]] std::optional<FoundCredentials> container_credentials(Surroundings& around);

/// The role of the EC2 instance, by its metadata service, version 2. Nothing where there is none.
[[nodiscard]] std::optional<FoundCredentials> instance_credentials(Surroundings& around);

/// A text of the instance's metadata ("placement/region"); empty where there is none.
[[nodiscard]] std::string instance_metadata(Surroundings& around, std::string_view path);

/// {"AccessKeyId", "SecretAccessKey", "Token" or "SessionToken", "Expiration"}. Throws CredentialError, which begins
/// with `who`.
[[nodiscard]] Credentials read_credentials_json(std::string_view json, std::string_view who);

/// A small file, or CredentialError that names it.
[[nodiscard]] std::string read_small_file(std::string const& path, std::string_view who);

}  // namespace almanac
