#include "aws/providers.hpp"

#include "aws/credentials.hpp"
#include "aws/error.hpp"
#include "fetch/url.hpp"
#include "json/json.hpp"
#include "text/text.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace almanac {
namespace {

constexpr std::size_t most_file_bytes = 1U << 20U;
constexpr absl::Duration near_timeout = absl::Seconds(1);  ///< of what is on this machine, as the other tools have it

std::optional<FoundCredentials> environment_credentials(Surroundings const& around)
{
    auto keys = Credentials{around.variable("AWS_ACCESS_KEY_ID"), around.variable("AWS_SECRET_ACCESS_KEY"),
                            around.variable("AWS_SESSION_TOKEN")};
    if (keys.access_key_id.empty() && keys.secret_access_key.empty())
        return std::nullopt;
    if (keys.access_key_id.empty() || keys.secret_access_key.empty())
        throw CredentialError{"Of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set: set both."};
    auto const end = around.variable("AWS_CREDENTIAL_EXPIRATION");
    if (!end.empty() && !absl::ParseTime(absl::RFC3339_full, end, &keys.expiration, nullptr))
        throw CredentialError{"AWS_CREDENTIAL_EXPIRATION is no time such as 2026-11-24T08:00:00Z: set it anew with the "
                              "other variables, or unset it."};
    return FoundCredentials{std::move(keys), "environment variables"};
}

std::optional<FoundCredentials> web_identity_credentials(Surroundings& around)
{
    auto const file = around.variable("AWS_WEB_IDENTITY_TOKEN_FILE");
    auto const role = around.variable("AWS_ROLE_ARN");
    if (file.empty() || role.empty())
        return std::nullopt;
    return FoundCredentials{assume_role_with_token(around, role, around.variable("AWS_ROLE_SESSION_NAME"), file),
                            "web identity"};
}

/// Plain HTTP only to where nobody can listen: this machine, and the agents of ECS and EKS.
bool may_have_token(std::string const& url)
{
    constexpr std::array<std::string_view, 4> agents = {"169.254.170.2", "169.254.170.23", "[fd00:ec2::23]",
                                                        "fd00:ec2::23"};
    if (url.starts_with("https://"))
        return true;
    auto const host = host_of(url);
    return url.starts_with("http://") && (std::ranges::find(agents, host) != agents.end() || host.starts_with("127.") ||
                                          host == "localhost" || host == "[::1]" || host == "::1");
}

std::string container_token(Surroundings const& around)
{
    auto const file = around.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    auto token = file.empty() ? around.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN")
                              : std::string{trim(read_small_file(file, "The container's credentials"))};
    if (token.find_first_of("\r\n") != std::string::npos)
        throw CredentialError{"The authorization token of the container's credentials holds a line break."};
    return token;
}

std::string metadata_endpoint(Surroundings const& around)
{
    auto endpoint = around.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    while (endpoint.ends_with('/'))
        endpoint.pop_back();
    return endpoint.empty() ? "http://169.254.169.254" : endpoint;
}

/// A session of the metadata service; empty where there is none.
std::string metadata_token(Surroundings& around)
{
    if (lower_ascii(around.variable("AWS_EC2_METADATA_DISABLED")) == "true")
        return {};
    auto const answer = around.http.send({.method = "PUT",
                                          .url = metadata_endpoint(around) + "/latest/api/token",
                                          .headers = {{"x-aws-ec2-metadata-token-ttl-seconds", "21600"}},
                                          .timeout = near_timeout});
    return answer.ok() ? std::string{trim(answer.body)} : std::string{};
}

HttpResponse ask_metadata(Surroundings& around, std::string const& token, std::string_view path)
{
    return around.http.send({.url = fmt::format("{}/latest/meta-data/{}", metadata_endpoint(around), path),
                             .headers = {{"x-aws-ec2-metadata-token", token}},
                             .timeout = near_timeout});
}

}  // namespace

std::string read_small_file(std::string const& path, std::string_view who)
{
    auto file = std::ifstream{path, std::ios::binary};
    if (!file)
        throw CredentialError{fmt::format("{}: the file {} cannot be read.", who, path)};
    std::string text(most_file_bytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

Credentials read_credentials_json(std::string_view json, std::string_view who)
{
    try {
        auto const value = read_json(json);
        if (auto const* const object = value.if_object()) {
            auto const token = member_text(*object, "Token");
            auto keys = Credentials{member_text(*object, "AccessKeyId"), member_text(*object, "SecretAccessKey"),
                                    token.empty() ? member_text(*object, "SessionToken") : token};
            auto const expiration = member_text(*object, "Expiration");
            if (!expiration.empty() && !absl::ParseTime(absl::RFC3339_full, expiration, &keys.expiration, nullptr))
                throw CredentialError{fmt::format("{}: the time of expiry is no time.", who)};
            if (!keys.access_key_id.empty() && !keys.secret_access_key.empty())
                return keys;
        }
    } catch (JsonError const&) {  // its text may hold the keys
        throw CredentialError{fmt::format("{}: the answer is no JSON.", who)};
    }
    throw CredentialError{fmt::format("{}: the answer holds no keys.", who)};
}

std::optional<FoundCredentials> container_credentials(Surroundings& around)
{
    auto const relative = around.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    auto const url = relative.empty() ? around.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI")
                                      : fmt::format("http://169.254.170.2{}", relative);
    if (url.empty())
        return std::nullopt;
    if (!may_have_token(url) || (!relative.empty() && !relative.starts_with('/')))
        throw CredentialError{"AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or http on this machine or an agent "
                              "of ECS or EKS."};
    Headers headers;
    if (auto token = container_token(around); !token.empty())
        headers.emplace_back("Authorization", std::move(token));
    auto const answer = around.http.send({.url = url, .headers = std::move(headers), .timeout = absl::Seconds(5)});
    if (!answer.ok())
        throw CredentialError{fmt::format("The container's credentials {}.", describe_failure(answer))};
    return FoundCredentials{read_credentials_json(answer.body, "The container's credentials"), "container"};
}

std::optional<FoundCredentials> instance_credentials(Surroundings& around)
{
    constexpr std::string_view folder = "iam/security-credentials/";
    auto const token = metadata_token(around);
    if (token.empty())
        return std::nullopt;
    auto const roles = ask_metadata(around, token, folder);
    auto const role = trim(std::string_view{roles.body}.substr(0, roles.body.find('\n')));
    if (!roles.ok() || role.empty())
        return std::nullopt;  // an instance without a role
    auto const answer = ask_metadata(around, token, fmt::format("{}{}", folder, encode_url_part(role)));
    if (!answer.ok())
        throw CredentialError{fmt::format("The role of this instance {}.", describe_failure(answer))};
    return FoundCredentials{read_credentials_json(answer.body, "The role of this instance"),
                            fmt::format("role '{}' of this instance", role)};
}

std::string instance_metadata(Surroundings& around, std::string_view path)
{
    auto const token = metadata_token(around);
    if (token.empty())
        return {};
    auto const answer = ask_metadata(around, token, path);
    return answer.ok() && answer.body.size() < 256 ? std::string{trim(answer.body)} : std::string{};
}

std::optional<FoundCredentials> find_credentials(Surroundings& around)
{
    if (auto found = environment_credentials(around))
        return found;
    if (auto found = web_identity_credentials(around))
        return found;
    if (auto found = profile_credentials(around))
        return found;
    if (auto found = container_credentials(around))
        return found;
    return instance_credentials(around);
}

}  // namespace almanac
